/* What the kernels of a network want to know of its layers: one type for both of their compilations. */
#ifndef MNIST37_NETWORK_H
#define MNIST37_NETWORK_H

#include <stdint.h>

/*
 * One layer of a verified file, and how far a picture has come in it.
 *
 * A row of its input is row_size values in the scratch memory, of which margin are for the padding at each end. A
 * convolution has its last kernel_size rows of input there, one behind another; a new row takes the oldest one's place.
 */
typedef struct mnist37_layer {
    const void *_Nonnull weights; /* (kernel_size, taps, outputs), or (height, row_size) of a dense layer */
    const void *_Nonnull biases;  /* (outputs) */
    const float *_Nonnull scales; /* (outputs); of a float32 layer nothing to read */
    void *_Nonnull rows;          /* (kernel_size, row_size) values; (row_size) of a dense layer */
    intptr_t is_integer;          /* whether the values are bytes; else float32 */
    intptr_t has_large_sums;      /* of integers: whether 24 bits might not hold each sum */
    intptr_t has_halves;          /* of integers: whether a sum times its scale might lie halfway between two integers */
    intptr_t row_size;
    intptr_t margin;
    intptr_t height;      /* rows of its input */
    intptr_t kernel_size; /* 0 in a dense layer */
    intptr_t stride;
    intptr_t taps;        /* inputs that one output sees in one kernel row: kernel_size * channels */
    intptr_t step;        /* inputs between one output column and the next: stride * channels */
    intptr_t outputs;     /* channels of its output */
    intptr_t columns;     /* of its output */
    intptr_t top;         /* the first row of input that the next row of output sees: -padding at first */
    intptr_t seen;        /* rows of input so far */
    intptr_t place;       /* of the next row of input */
    intptr_t blank;       /* bit p: the row of input at place p is all zeros, which change nothing */
} mnist37_layer;

#endif
