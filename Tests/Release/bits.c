/*
 * A short conformance set, for cores whose archive has no row in `make conformance`: every picture with some of the weights
 * files, every bit of the predictions. Prints one line.
 */
#include "conformance.h"
#include "writing.h"

static mnist37_model model;
static float pixels[MNIST37_PIXELS];
static uint8_t bytes[MNIST37_PIXELS];
static unsigned asked, wrong;

static void compare(mnist37_status status, const mnist37_prediction *prediction, const struct expected *expected) {
    ++asked;
    if (status != expected->status ||
        (status == MNIST37_OK &&
         (prediction->digit != expected->digit || bits_of(prediction->logit) != expected->logit ||
          bits_of(prediction->probability) != expected->probability || bits_of(prediction->known) != expected->known)))
        ++wrong;
}

int main(void) {
    mnist37_prediction prediction;
    for (size_t index = 0; index < weights_count; ++index) {
        if (mnist37_model_init(&model, weights[index].bytes, weights[index].size) != MNIST37_OK) return 1;
        for (size_t number = 0; number < vector_count; ++number) {
            const struct expected *expected = &weights[index].expected[number];
            make_pixels(&vectors[number], pixels);
            compare(mnist37_predict(&model, pixels, &prediction), &prediction, expected);
            if (make_bytes(&vectors[number], bytes))
                compare(mnist37_predict_bytes(&model, bytes, &prediction), &prediction, expected);
        }
    }
    write_labelled("", asked, 10);
    write_labelled(" predictions, ", wrong, 10);
    board_write(" mismatches\n");
    return wrong != 0;
}
