/* The tables of the conformance set, embedded by data.c, which the build writes from a list of weights files. */
#ifndef CONFORMANCE_H
#define CONFORMANCE_H

#include "mnist37.h"

/* A picture, made anew wherever it is needed (README.md): a kind, its parameter and a seed. */
struct vector {
    uint8_t kind, parameter;
    uint16_t zero;
    uint32_t seed;
};

/* What a model must make of a vector. */
struct expected {
    uint16_t status, digit;
    uint32_t logit, probability, known; /* as bits */
};

struct weights {
    const char *name;
    const unsigned char *bytes;
    size_t size;
    const struct expected *expected; /* (vector_count) */
    size_t expected_size;            /* in bytes */
};

/* A weights file, damaged: a base, a new size (cut, or zeros added), patches, and the checksum put right again. */
struct malformed {
    uint8_t base, seal, status, patch_count;
    uint32_t size;
    struct {
        uint32_t offset, length;
        uint8_t bytes[8];
    } patches[2];
};

extern const struct vector vectors[];
extern const size_t vector_count;
extern const uint8_t digits[][MNIST37_PIXELS];
extern const struct weights weights[];
extern const size_t weights_count;
extern const struct malformed malformed[];
extern const size_t malformed_count;
/* Which of the weights each base is. */
extern const uint8_t bases[];
/* (2, size of base 0): the statuses of every truncation, then of one flipped bit in each byte. */
extern const uint8_t sweep[];
extern const size_t sweep_size;

/* Makes the floats of a vector. */
void make_pixels(const struct vector *vector, float *pixels);

/* Makes its bytes, and returns 1; returns 0 for a vector that is not made of bytes. */
int make_bytes(const struct vector *vector, uint8_t *pixels);

#endif
