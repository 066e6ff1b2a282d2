/*
 * What a C programmer would write instead of linking libmnist37: a linear classifier of 784 floats and a sigmoid, and the
 * two networks that ship. plain.c is compiled three times with different flags; limit.c is AVX2 and FMA, as fast as we
 * know, and rule.c the same under the library's rule; blas.c calls OpenBLAS. Each set has the same functions, so that the
 * bench program can walk over them; what a set does not have is null.
 */
#ifndef BASELINES_H
#define BASELINES_H

#include <stdint.h>
#include <string.h>

#define PIXELS 784

/*
 * A layer of one of the networks that ship: a convolution of kernel size 3 at stride 2, padded by 1, and a ReLU; the last
 * is a dense layer of two outputs.
 */
struct baseline_layer {
    int size;             /* rows and columns of the input */
    int channels;         /* of the input */
    int outputs;          /* channels of the output */
    const float *weights; /* (3, 3, channels, outputs), or (outputs, size, size, channels) */
    const float *biases;  /* (outputs) */
};

/* As mnist37_prediction. */
struct baseline_prediction {
    int32_t digit;
    float probability, logit, known;
};

/*
 * The library's work under the library's rule: the same bits in all four fields; 0 when a pixel is not finite or a sum
 * overflows.
 */
struct baseline_rule {
    int (*one)(const float *pixels, const float *weights, float bias, struct baseline_prediction *prediction);
    int (*one_of_bytes)(const uint8_t *pixels, const float *weights, float bias, struct baseline_prediction *prediction);
    int (*batch)(const float *pixels, long count, const float *weights, float bias, struct baseline_prediction *predictions);
    int (*batch_of_bytes)(const uint8_t *pixels, long count, const float *weights, float bias,
                          struct baseline_prediction *predictions);
    int (*network)(const float *pixels, const struct baseline_layer *layers, int count,
                   struct baseline_prediction *prediction);
};

/* weights: (784). What is returned or stored is the probability of a three. */
struct baseline {
    const char *name;
    const char *flags;
    float (*one)(const float *pixels, const float *weights, float bias);
    void (*batch)(const float *pixels, long count, const float *weights, float bias, float *probabilities);
    /* weights already divided by 255 */
    float (*bytes)(const uint8_t *pixels, const float *weights, float bias);
    /* One epoch of SGD over (count, 784) floats with labels 0 and 1, loss 1 - p of the right digit; returns the mean
       loss. */
    double (*epoch)(const float *pixels, const float *labels, long count, long batch, float learning_rate,
                    float *weights, float *bias);
    /* Both logits of a network of count layers. */
    void (*network)(const float *pixels, const struct baseline_layer *layers, int count, float *logits);
};

/* The sets that this machine can run, the limit first; ends with a null name. */
const struct baseline *baselines(void);

/* The limit under the library's rule. */
const struct baseline_rule *baseline_rule(void);

/* The library's sigmoid: Sources/Runtime/MNIST37/Sigmoid.swift says why it is so. x >= 0. */
static inline float baseline_rule_sigmoid(float x) {
    if (!(x < 18)) return 1;
    float t = x * 0x1.715476p+0f, rounded = t + 0x1.8p+23f, f = t - (rounded - 0x1.800002p+23f), s;
    uint32_t bits;
    memcpy(&bits, &rounded, sizeof bits);
    bits = (bits + 126) << 23;
    memcpy(&s, &bits, sizeof s);
    float low = 0x1.62e1b4p-1f + 0x1.ec3e76p-3f * f;
    float middle = 0x1.c3e362p-5f + 0x1.4aa61ep-7f * f;
    float high = 0x1.01a38ap-10f + 0x1.287118p-12f * f;
    float f2 = f * f, sf = s * f, sf3 = sf * f2;
    float rest = (sf * low + sf3 * middle) + sf3 * (f2 * high);
    return 1 - 1 / ((1 + s) + rest);
}

#endif
