/* One file through the reader, and through every function that predicts, with every kernel that this processor has. */
#include "torture.h"

#include "../../Sources/Runtime/CPlan/plan.h"

#include <string.h>

static mnist37_model model;

/* Bit by bit; an error leaves the prediction as it was, which `before` says. */
static void compare(const char *what, mnist37_status status, const mnist37_prediction *found, const struct answer *expected,
                    const mnist37_prediction *before) {
    ++count->predictions;
    if (status != expected->status) fail(what, status, expected->status);
    const mnist37_prediction *wanted = expected->status == MNIST37_OK ? &expected->prediction : before;
    if (memcmp(found, wanted, sizeof *found) == 0) return;
    uint32_t bits[4], wanted_bits[4];
    memcpy(bits, found, sizeof bits);
    memcpy(wanted_bits, wanted, sizeof wanted_bits);
    for (int field = 0; field < 4; ++field) {
        if (bits[field] != wanted_bits[field]) fail(what, bits[field], wanted_bits[field]);
    }
}

enum { FLOATS = 3 };
static const mnist37_prediction before = {-1, 37, -37, -1}, zeros = {0, 0, 0, 0};

/* All functions with one kernel: three pictures of floats, the first of which are bytes / 255 as well. */
static void compare_all(const float *floats, const uint8_t *bytes, const struct answer *expected) {
    mnist37_prediction one, all[FLOATS];
    mnist37_status worst = MNIST37_OK;
    for (int index = 0; index < FLOATS; ++index) {
        one = before;
        const mnist37_status status = mnist37_predict(&model, floats + index * MNIST37_PIXELS, &one);
        compare("mnist37_predict", status, &one, &expected[index], &before);
        if (expected[index].status != MNIST37_OK) worst = expected[index].status;
    }
    mnist37_status status = mnist37_predict_batch(&model, floats, FLOATS, all);
    if (status != worst) fail("mnist37_predict_batch", status, worst);
    for (int index = 0; index < FLOATS; ++index) {
        compare("mnist37_predict_batch", expected[index].status, &all[index], &expected[index], &zeros);
    }
    one = before;
    compare("mnist37_predict_bytes", mnist37_predict_bytes(&model, bytes, &one), &one, &expected[0], &before);
    status = mnist37_predict_batch_bytes(&model, bytes, 1, &one);
    compare("mnist37_predict_batch_bytes", status, &one, &expected[0], &zeros);
}

void check_predictions(const unsigned char *file, size_t size, unsigned rounds) {
    mnist37_status status = mnist37_model_init(&model, file, size);
    mnist37_info info = {.size = sizeof info};
    if (status != MNIST37_OK) return fail("mnist37_model_init", status, MNIST37_OK);
    status = mnist37_model_info(&model, &info);
    if (status != MNIST37_OK || info.file_bytes != size || info.layers != file[16] || info.outputs != file[17])
        fail("mnist37_model_info", status, MNIST37_OK);
    mnist37_plan *plan = (mnist37_plan *)&model;
    const int best = plan->instruction_set;
    for (unsigned round = 0; round < rounds; ++round) {
        /* At addresses that are a multiple of 4, or of nothing. */
        const unsigned shift = random_below(4);
        float *floats = (float *)block(FLOATS_BLOCK, sizeof(float) * (FLOATS * MNIST37_PIXELS + shift)) + shift;
        uint8_t *bytes = (uint8_t *)block(BYTES_BLOCK, MNIST37_PIXELS + shift) + shift;
        struct answer expected[FLOATS];
        draw_bytes(bytes);
        for (int index = 0; index < MNIST37_PIXELS; ++index) floats[index] = (float)bytes[index] / 255.0f;
        for (int index = 0; index < FLOATS; ++index) {
            if (index) draw_floats(floats + index * MNIST37_PIXELS);
            expected[index] = reference_predict(file, floats + index * MNIST37_PIXELS);
        }
        for (int set = 0; set <= best; ++set) {
            plan->instruction_set = (uint8_t)set;
            compare_all(floats, bytes, expected);
        }
        plan->instruction_set = (uint8_t)best;
    }
    mnist37_model_close(&model);
}

void check_file(const unsigned char *bytes, size_t size) {
    ++count->inputs;
    unsigned char *file = block(FILE_BLOCK, size);
    if (file != bytes) memcpy(file, bytes, size);
    const mnist37_status expected = reference_status(file, size), found = mnist37_model_init(&model, file, size);
    if (found != expected) {
        fail("mnist37_model_init", found, expected);
        return;
    }
    if (expected == MNIST37_OK) return check_predictions(file, size, 1);
    mnist37_prediction prediction = before;
    const mnist37_status status = mnist37_predict(&model, (const float *)file, &prediction);
    if (status != MNIST37_ERROR_NOT_INITIALIZED) fail("a model without a file", status, MNIST37_ERROR_NOT_INITIALIZED);
}
