/* What both probes call the library with. */
#ifndef CALLS_H
#define CALLS_H

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

/* The first digit, as floats and as bytes. */
static inline void make_digit(void) {
    const struct vector digit = {1, 0, 0, 0};
    make_pixels(&digit, pixels);
    make_bytes(&digit, picture);
}

/* The digit in dark ink on ground that grows lighter: no drawing, so that the ground and the side of ink are searched for. */
static inline void make_paper(void) {
    for (unsigned index = 0; index < MNIST37_PIXELS; ++index) {
        const unsigned ground = 120 + index % MNIST37_SIDE * 3 + index / MNIST37_SIDE;
        paper[index] = (uint8_t)(ground - ground * picture[index] / 400);
    }
}

static inline mnist37_status frame(void) {
    return mnist37_frame(paper, MNIST37_SIDE, MNIST37_SIDE, MNIST37_SIDE, MNIST37_INK_DECIDE, room.scratch, sizeof room.scratch,
                         picture);
}

#endif
