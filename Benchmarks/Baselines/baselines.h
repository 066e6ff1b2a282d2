/*
 * What a C programmer would write instead of linking libmnist37: a linear classifier of 784 floats, one column with a
 * sigmoid or two with a softmax. plain.c is compiled three times with different flags, limit.c once with AVX2 and FMA,
 * blas.c calls OpenBLAS. Each set has the same functions, so that the bench program can walk over them.
 */
#ifndef BASELINES_H
#define BASELINES_H

#include <stdint.h>

#define PIXELS 784

/*
 * A layer of one of the networks that ship: a convolution of kernel size 3 at stride 2, padded by 1, and a ReLU; the last
 * is a dense layer of one output.
 */
struct baseline_layer {
    int size;             /* rows and columns of the input */
    int channels;         /* of the input */
    int outputs;          /* channels of the output */
    const float *weights; /* (3, 3, channels, outputs), or (size, size, channels) */
    const float *biases;  /* (outputs) */
};

/* weights: (784) of one column, or (2, 784) of two; bias: (1) or (2). */
struct baseline {
    const char *name;
    const char *flags;
    float (*one_column)(const float *pixels, const float *weights, float bias);
    void (*two_columns)(const float *pixels, const float *weights, const float *bias, float *probabilities);
    void (*batch_one_column)(const float *pixels, long count, const float *weights, float bias, float *probabilities);
    void (*batch_two_columns)(const float *pixels, long count, const float *weights, const float *bias,
                              float *probabilities);
    /* weights already divided by 255 */
    float (*bytes)(const uint8_t *pixels, const float *weights, float bias);
    /* One epoch of SGD over (count, 784) floats with labels 0 and 1, loss 1 - p of the right digit; returns the mean
       loss. */
    double (*epoch)(const float *pixels, const float *labels, long count, long batch, float learning_rate,
                    float *weights, float *bias);
    /* The logit of a network of count layers; null when the set has none. */
    float (*network)(const float *pixels, const struct baseline_layer *layers, int count);
};

/* The sets that this machine can run, the limit first; ends with a null name. */
const struct baseline *baselines(void);

/* expf and a division, as everyone writes a sigmoid. */
float baseline_sigmoid(float x);

#endif
