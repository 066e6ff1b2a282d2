/*
 * Calls each function once between two markers; instructions.sh counts the instructions that QEMU executes from one to
 * the other. The first pair has nothing in between: what the markers themselves cost.
 */
#include "board.h"
#include "conformance.h"

static mnist37_model model;
static float pixels[MNIST37_PIXELS];
static uint8_t picture[MNIST37_PIXELS];
static mnist37_prediction prediction;

__attribute__((noinline)) void count_begin(void) { __asm__ volatile("" ::: "memory"); }
__attribute__((noinline)) void count_end(void) { __asm__ volatile("" ::: "memory"); }

int main(void) {
    mnist37_status status = MNIST37_OK;
    const struct vector digit = {1, 0, 0, 0};
    make_pixels(&digit, pixels);
    make_bytes(&digit, picture);
    count_begin();
    count_end();
    for (size_t index = 0; index < weights_count; ++index) {
        count_begin();
        status |= mnist37_model_init(&model, weights[index].bytes, weights[index].size);
        count_end();
        count_begin();
        status |= mnist37_predict(&model, pixels, &prediction);
        count_end();
        count_begin();
        status |= mnist37_predict_bytes(&model, picture, &prediction);
        count_end();
    }
    return status != MNIST37_OK;
}
