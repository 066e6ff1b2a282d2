/*
 * Calls each function once between two markers; instructions.sh counts the instructions that QEMU executes from one to
 * the other. The first pair has nothing in between: what the markers themselves cost.
 */
#include "board.h"
#include "conformance.h"

static mnist37_model model;
/* One after the other: a microcontroller with 16 KB runs this. */
static union {
    float pixels[MNIST37_PIXELS];
    uint8_t scratch[4096 + 4 * MNIST37_PIXELS];
} room;
#define pixels room.pixels
static uint8_t picture[MNIST37_PIXELS], paper[MNIST37_PIXELS];
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
    /* Dark ink on ground that grows lighter: no drawing, so that the ground and the side of ink are searched for. */
    for (unsigned index = 0; index < MNIST37_PIXELS; ++index) {
        const unsigned ground = 120 + index % MNIST37_SIDE * 3 + index / MNIST37_SIDE;
        paper[index] = (uint8_t)(ground - ground * picture[index] / 400);
    }
    count_begin();
    status |= mnist37_frame(paper, MNIST37_SIDE, MNIST37_SIDE, MNIST37_SIDE, MNIST37_INK_DECIDE, room.scratch,
                            sizeof room.scratch, picture);
    count_end();
    return status != MNIST37_OK;
}
