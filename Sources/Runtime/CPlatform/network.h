/* What the kernels of a network want to know of its layers: one type for both of their compilations. */
#ifndef MNIST37_NETWORK_H
#define MNIST37_NETWORK_H

#include <stdint.h>

/*
 * One layer of a verified file, and how far a picture has come in it.
 *
 * A row of its input is row_size elements of 4 bytes in the scratch memory: margin elements for the padding at each end,
 * and the pixels between them, channel by channel.
 */
typedef struct mnist37_layer {
    const void *_Nonnull weights; /* (kernel_size, taps, outputs), or (height, columns of the input * channels) of a dense layer */
    const void *_Nonnull biases; /* (outputs) */
    const float *_Nullable scales; /* (outputs); null in a float32 layer */
    void *_Nonnull rows;       /* the rows of its input that are in memory */
    intptr_t row_size;
    intptr_t margin;
    intptr_t height;      /* rows of its input */
    intptr_t kernel_size; /* 0 in a dense layer */
    intptr_t stride;
    intptr_t padding;
    intptr_t taps;        /* inputs that one output sees in one kernel row: kernel_size * channels */
    intptr_t step;        /* inputs between one output column and the next: stride * channels */
    intptr_t outputs;     /* channels of its output */
    intptr_t columns;     /* of its output */
    intptr_t output_rows; /* of its output */
    intptr_t open_rows;   /* the most rows of output that are begun and not finished at a time */
    intptr_t seen;        /* rows of input taken so far */
    intptr_t finished;    /* rows of output finished so far */
    intptr_t place;       /* of the row after these, among the open_rows places */
} mnist37_layer;

#endif
