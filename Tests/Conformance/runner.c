/*
 * Runs the conformance set against libmnist37 and compares every answer with the expected bits. It needs nothing but
 * board.h, so it is the same program on a laptop, on a microcontroller with 16 KB of RAM, and in a browser.
 *
 * Its last line is
 *     conformance: P predictions M mismatches S statuses N mismatches digest D
 * and its exit status is 1 when anything differed. The digest is a hash of every prediction: equal on equal targets.
 */
#include "conformance.h"
#include "writing.h"

/* Pictures that mnist37_predict_batch gets at once. */
#ifndef BATCH
#define BATCH 2
#endif

/* Room for the largest malformed file; larger ones are left out, and counted. */
#ifndef FILE_ROOM
#define FILE_ROOM 4784
#endif

/* examples/web/mnist37.js knows these. */
_Static_assert(sizeof(mnist37_model) == 320 && sizeof(mnist37_prediction) == 16, "the example knows other sizes");

static mnist37_model model;
static union {
    float pixels[BATCH * MNIST37_PIXELS + 1];
    unsigned char file[FILE_ROOM];
} room;
static uint8_t picture[MNIST37_PIXELS + 1];
static mnist37_prediction predictions[BATCH];

static unsigned predictions_made, prediction_mismatches, statuses_seen, status_mismatches;
static uint32_t digest = 2166136261u;

/* FNV-1a, a word at a time. */
static void digest_word(uint32_t word) { digest = (digest ^ word) * 16777619u; }

/* Compares one answer with what is expected; prints the first three that differ. */
static void check_prediction(const struct weights *w, size_t vector, const char *function, mnist37_status status,
                             const mnist37_prediction *p) {
    const struct expected *e = &w->expected[vector];
    const uint32_t logit = bits_of(p->logit), probability = bits_of(p->probability), known = bits_of(p->known);
    ++predictions_made;
    digest_word((uint32_t)status);
    digest_word(logit);
    digest_word(probability);
    digest_word(known);
    if (status == e->status && p->digit == e->digit && logit == e->logit && probability == e->probability &&
        known == e->known)
        return;
    if (++prediction_mismatches > 3) return;
    board_write(w->name);
    write_labelled(" vector ", (uint32_t)vector, 10);
    board_write(" ");
    board_write(function);
    write_labelled(": status ", (uint32_t)status, 10);
    write_labelled(" digit ", (uint32_t)p->digit, 10);
    write_labelled(" logit ", logit, 16);
    write_labelled(" probability ", probability, 16);
    write_labelled("; expected status ", e->status, 10);
    write_labelled(" digit ", e->digit, 10);
    write_labelled(" logit ", e->logit, 16);
    write_labelled(" probability ", e->probability, 16);
    board_write("\n");
}

static void check_status(const char *name, uint32_t index, mnist37_status status, mnist37_status expected) {
    ++statuses_seen;
    if (status == expected || ++status_mismatches > 3) return;
    board_write(name);
    write_labelled(" ", index, 10);
    write_labelled(": status ", (uint32_t)status, 10);
    write_labelled(", expected ", (uint32_t)expected, 10);
    board_write("\n");
}

/* An error must leave the prediction as it was, so it is made recognisable before and empty after. */
static void check_one(const struct weights *w, size_t vector, const char *function, mnist37_status status,
                      mnist37_prediction *p, const mnist37_prediction *before) {
    if (status != MNIST37_OK) {
        check_status("the prediction after an error", (uint32_t)vector,
                     p->digit == before->digit && bits_of(p->logit) == bits_of(before->logit) &&
                         bits_of(p->probability) == bits_of(before->probability) &&
                         bits_of(p->known) == bits_of(before->known),
                     1);
        *p = (mnist37_prediction){0, 0, 0, 0};
    }
    check_prediction(w, vector, function, status, p);
}

static void run_vectors(const struct weights *w) {
    if (w->expected_size != vector_count * sizeof(struct expected)) {
        check_status("the number of expected answers", 0, (mnist37_status)w->expected_size, -1);
        return;
    }
    check_status(w->name, 0, mnist37_model_init(&model, w->bytes, w->size), MNIST37_OK);
    const mnist37_prediction before = {-1, 37.0f, -37.0f, -1.0f};
    for (size_t start = 0; start < vector_count; start += BATCH) {
        const size_t count = vector_count - start < BATCH ? vector_count - start : BATCH;
        /* Every other batch begins at an address that is a multiple of 4 only. */
        float *pixels = room.pixels + (start / BATCH & 1);
        mnist37_status expected_status = MNIST37_OK;
        for (size_t index = 0; index < count; ++index) {
            make_pixels(&vectors[start + index], pixels + index * MNIST37_PIXELS);
            if (w->expected[start + index].status != MNIST37_OK) expected_status = MNIST37_ERROR_PIXELS;
        }
        const mnist37_status status = mnist37_predict_batch(&model, pixels, count, predictions);
        /* Counted only when it is wrong: how many batches there are is up to BATCH. */
        if (status != expected_status) check_status("mnist37_predict_batch", (uint32_t)start, status, expected_status);
        for (size_t index = 0; index < count; ++index) {
            /* The batch has one status; a picture without a prediction shows by its probability. */
            const mnist37_status own = predictions[index].probability != 0 ? MNIST37_OK : MNIST37_ERROR_PIXELS;
            check_prediction(w, start + index, "mnist37_predict_batch", own, &predictions[index]);
            mnist37_prediction one = before;
            const mnist37_status alone = mnist37_predict(&model, pixels + index * MNIST37_PIXELS, &one);
            check_one(w, start + index, "mnist37_predict", alone, &one, &before);
            uint8_t *bytes = picture + (index & 1);
            if (make_bytes(&vectors[start + index], bytes)) {
                one = before;
                const mnist37_status of_bytes = mnist37_predict_bytes(&model, bytes, &one);
                check_one(w, start + index, "mnist37_predict_bytes", of_bytes, &one, &before);
                const mnist37_status of_batch = mnist37_predict_batch_bytes(&model, bytes, 1, &one);
                check_prediction(w, start + index, "mnist37_predict_batch_bytes", of_batch, &one);
            }
        }
    }
    mnist37_model_close(&model);
    check_status("mnist37_predict of a closed model", 0, mnist37_predict(&model, room.pixels, predictions),
                 MNIST37_ERROR_NOT_INITIALIZED);
}

/* CRC-32, bit by bit. */
static uint32_t checksum(const unsigned char *bytes, size_t count) {
    uint32_t crc = 0xffffffff;
    for (size_t index = 0; index < count; ++index) {
        crc ^= bytes[index];
        for (int bit = 0; bit < 8; ++bit) crc = crc >> 1 ^ (crc & 1 ? 0xedb88320u : 0);
    }
    return ~crc;
}

/* A failed init must leave a model that predicts nothing. */
static void check_file(const char *name, uint32_t index, size_t size, mnist37_status expected) {
    check_status(name, index, mnist37_model_init(&model, room.file, size), expected);
    if (expected == MNIST37_OK) return;
    mnist37_info info = {sizeof info};
    check_status("mnist37_model_info after a failed init", index, mnist37_model_info(&model, &info),
                 MNIST37_ERROR_NOT_INITIALIZED);
}

static void load(const struct weights *w, size_t size) {
    for (size_t index = 0; index < size; ++index) room.file[index] = index < w->size ? w->bytes[index] : 0;
}

/* Returns the number of files that did not fit into the memory here. */
static unsigned run_malformed(void) {
    unsigned left_out = 0;
    for (size_t index = 0; index < malformed_count; ++index) {
        const struct malformed *m = &malformed[index];
        if (m->size > FILE_ROOM) {
            ++left_out;
            continue;
        }
        load(&weights[bases[m->base]], m->size);
        for (unsigned patch = 0; patch < m->patch_count; ++patch) {
            for (uint32_t byte = 0; byte < m->patches[patch].length; ++byte) {
                room.file[m->patches[patch].offset + byte] = m->patches[patch].bytes[byte];
            }
        }
        if (m->seal) {
            const uint32_t crc = checksum(room.file, m->size - 4);
            for (int byte = 0; byte < 4; ++byte) room.file[m->size - 4 + byte] = (uint8_t)(crc >> 8 * byte);
        }
        check_file("malformed file", (uint32_t)index, m->size, m->status);
    }
    const struct weights *base = &weights[bases[0]];
    if (sweep_size != 2 * base->size) check_status("the size of the sweep", 0, 0, 1);
    load(base, base->size);
    for (size_t size = 0; size < base->size; ++size) check_file("truncated to", (uint32_t)size, size, sweep[size]);
    for (size_t offset = 0; offset < base->size; ++offset) {
        room.file[offset] ^= 1 << (5 * offset + 3) % 8;
        check_file("one bit flipped at", (uint32_t)offset, base->size, sweep[base->size + offset]);
        room.file[offset] ^= 1 << (5 * offset + 3) % 8;
    }
    return left_out;
}

/* What no file can show: null pointers, models that are not ready, memory that is not aligned. */
static void run_calls(void) {
    const struct weights *w = &weights[0];
    mnist37_prediction p = {0, 0, 0, 0};
    mnist37_info info = {sizeof info};
    static mnist37_model zero;
    const char *const name = "call";
    uint32_t index = 0;
#define CALL(expected, call) check_status(name, ++index, (call), (expected))
    load(w, FILE_ROOM < w->size ? FILE_ROOM : w->size);
    for (int shift = 1; shift < 4; ++shift) {
        CALL(MNIST37_ERROR_ALIGNMENT, mnist37_model_init(&model, room.file + shift, w->size));
    }
    CALL(MNIST37_ERROR_NULL, mnist37_model_init(0, w->bytes, w->size));
    CALL(MNIST37_ERROR_NULL, mnist37_model_init(&model, 0, w->size));
    CALL(MNIST37_ERROR_NOT_INITIALIZED, mnist37_predict(&model, room.pixels, &p));
    CALL(MNIST37_ERROR_NOT_INITIALIZED, mnist37_predict(&zero, room.pixels, &p));
    CALL(MNIST37_ERROR_NOT_INITIALIZED, mnist37_predict_bytes(&zero, picture, &p));
    CALL(MNIST37_ERROR_NOT_INITIALIZED, mnist37_predict_batch(&zero, room.pixels, 1, &p));
    CALL(MNIST37_ERROR_NOT_INITIALIZED, mnist37_model_info(&zero, &info));
    CALL(MNIST37_OK, mnist37_model_init(&model, w->bytes, w->size));
    CALL(MNIST37_ERROR_NULL, mnist37_predict(0, room.pixels, &p));
    CALL(MNIST37_ERROR_NULL, mnist37_predict(&model, 0, &p));
    CALL(MNIST37_ERROR_NULL, mnist37_predict(&model, room.pixels, 0));
    CALL(MNIST37_ERROR_NULL, mnist37_predict_bytes(0, picture, &p));
    CALL(MNIST37_ERROR_NULL, mnist37_predict_bytes(&model, 0, &p));
    CALL(MNIST37_ERROR_NULL, mnist37_predict_bytes(&model, picture, 0));
    CALL(MNIST37_ERROR_NULL, mnist37_predict_batch(0, room.pixels, 1, &p));
    CALL(MNIST37_ERROR_NULL, mnist37_predict_batch(&model, 0, 1, &p));
    CALL(MNIST37_ERROR_NULL, mnist37_predict_batch(&model, room.pixels, 1, 0));
    CALL(MNIST37_OK, mnist37_predict_batch(&model, 0, 0, 0));
    CALL(MNIST37_OK, mnist37_predict_batch_bytes(0, 0, 0, 0));
    CALL(MNIST37_ERROR_NULL, mnist37_predict_batch_bytes(0, picture, 1, &p));
    CALL(MNIST37_ERROR_NULL, mnist37_predict_batch_bytes(&model, 0, 1, &p));
    CALL(MNIST37_ERROR_NULL, mnist37_predict_batch_bytes(&model, picture, 1, 0));
    CALL(MNIST37_ERROR_NOT_INITIALIZED, mnist37_predict_batch_bytes(&zero, picture, 1, &p));
    CALL(MNIST37_ERROR_COUNT, mnist37_predict_batch_bytes(&model, picture, SIZE_MAX, &p));
    CALL(MNIST37_ERROR_COUNT, mnist37_predict_batch_bytes(&model, picture, SIZE_MAX / 2 / 784 + 1, &p));
    CALL(MNIST37_OK, mnist37_predict_batch(&zero, 0, 0, 0));
    CALL(MNIST37_OK, mnist37_predict_batch(0, 0, 0, 0));
    CALL(MNIST37_ERROR_COUNT, mnist37_predict_batch(&model, room.pixels, SIZE_MAX, &p));
    CALL(MNIST37_ERROR_COUNT, mnist37_predict_batch(&model, room.pixels, SIZE_MAX / 2 + 1, &p));
    CALL(MNIST37_ERROR_COUNT, mnist37_predict_batch(&model, room.pixels, SIZE_MAX / 2 / 3136 + 1, &p));
    CALL(MNIST37_ERROR_NULL, mnist37_model_info(0, &info));
    CALL(MNIST37_ERROR_NULL, mnist37_model_info(&model, 0));
    CALL(MNIST37_OK, mnist37_model_info(&model, &info));
    CALL(sizeof info, (mnist37_status)info.size);
    info.size -= 1;
    CALL(MNIST37_ERROR_INFO_SIZE, mnist37_model_info(&model, &info));
    info.size = 0xffffffff;
    CALL(MNIST37_OK, mnist37_model_info(&model, &info));
    CALL(sizeof info, (mnist37_status)info.size);
    CALL((mnist37_status)w->size, (mnist37_status)info.file_bytes);
    CALL(MNIST37_VERSION, (mnist37_status)mnist37_version());
    mnist37_model_close(&model);
    mnist37_model_close(&model);
    mnist37_model_close(0);
    CALL(MNIST37_ERROR_NOT_INITIALIZED, mnist37_predict(&model, room.pixels, &p));
    /* A text for every number, known or not. */
    for (mnist37_status status = -2; status < 100; ++status) {
        const char *text = mnist37_status_text(status);
        CALL(1, text != 0 && text[0] != 0);
    }
#undef CALL
}

int main(void) {
    for (size_t index = 0; index < weights_count; ++index) run_vectors(&weights[index]);
    const unsigned left_out = run_malformed();
    run_calls();
    if (left_out) {
        write_labelled("left out for want of memory: malformed files: ", left_out, 10);
        board_write("\n");
    }
    write_labelled("conformance: ", predictions_made, 10);
    write_labelled(" predictions ", prediction_mismatches, 10);
    write_labelled(" mismatches ", statuses_seen, 10);
    write_labelled(" statuses ", status_mismatches, 10);
    write_labelled(" mismatches digest ", digest, 16);
    board_write("\n");
    return prediction_mismatches || status_mismatches || !predictions_made;
}
