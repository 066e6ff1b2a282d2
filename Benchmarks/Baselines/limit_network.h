/* The networks, with AVX2 and FMA; as limit.h, in two versions. */
#ifndef LIMIT_NETWORK_H
#define LIMIT_NETWORK_H

#include "limit.h"

/*
 * Activations with a row and a column of zeros before them, and room after: row y, column x, channel c of size columns is
 * at ((y + 1) * (size + 2) + x + 1) * channels + c.
 */
#define ROW(size, channels) (((size) + 2) * (channels))

/* What a sum of products begins with, and what it becomes: under the rule the bias comes last, and the largest magnitude of
   a sum, doubled as an integer, tells whether one overflowed. */
static inline __m256 begun(__m256 bias) {
#ifdef RULE
    (void)bias;
    return _mm256_setzero_ps();
#else
    return bias;
#endif
}

static inline __m256 finished(__m256 sum, __m256 bias, __m256i *largest) {
#ifdef RULE
    sum = _mm256_add_ps(sum, bias);
    *largest = _mm256_max_epu32(*largest, _mm256_slli_epi32(_mm256_castps_si256(sum), 1));
#else
    (void)bias;
    (void)largest;
#endif
    return _mm256_max_ps(sum, _mm256_setzero_ps());
}

/* Copies a row of pixels, which are checked under the rule; whether there is ink in it. */
static inline uint32_t copy_row(const float *from, float *to, __m256i *largest) {
    __m256i any = _mm256_setzero_si256();
    for (int k = 0; k < 4; k++) {
        int x = k < 3 ? LANES * k : 20;
        __m256 pixels = _mm256_loadu_ps(from + x);
        any = _mm256_or_si256(any, _mm256_castps_si256(pixels));
#ifdef RULE
        *largest = _mm256_max_epu32(*largest, _mm256_slli_epi32(_mm256_castps_si256(pixels), 1));
#else
        (void)largest;
#endif
        _mm256_storeu_ps(to + x, pixels);
    }
    return !_mm256_testz_si256(any, any);
}

/* A convolution to 4 channels of 14 columns, two columns to a vector, from one channel. Bit r of `inked`: row r of the
   activations, the padding being row 0, is not all zeros; a row of zeros changes no sum. */
static void to_four(const float *in, uint32_t inked, const struct baseline_layer *layer, float *out, __m256i *largest) {
    const __m256i index = _mm256_setr_epi32(0, 0, 0, 0, 2, 2, 2, 2);
    __m256 bias = _mm256_broadcast_ps((const __m128 *)layer->biases);
    for (int y = 0; y < 14; y++) {
        __m256 a[7];
        for (int j = 0; j < 7; j++) a[j] = begun(bias);
        for (int k = 0; k < 3; k++) {
            if (!(inked >> (2 * y + k) & 1)) continue;
            for (int t = 0; t < 3; t++) {
                const float *x = in + (2 * y + k) * ROW(28, 1) + t;
                __m256 weights = _mm256_broadcast_ps((const __m128 *)(layer->weights + 4 * (3 * k + t)));
#pragma GCC unroll 7
                for (int j = 0; j < 7; j++)
                    a[j] = ADD_PRODUCT(_mm256_permutevar8x32_ps(_mm256_loadu_ps(x + 4 * j), index), weights, a[j]);
            }
        }
        for (int j = 0; j < 7; j++) _mm256_storeu_ps(out + (y + 1) * ROW(14, 4) + 4 + 8 * j, finished(a[j], bias, largest));
    }
}

/* A convolution to a multiple of 8 channels of a multiple of `block` columns. */
static inline __attribute__((always_inline)) void to_eights(const float *in, uint32_t inked, const float *weights,
                                                            const float *biases, float *out, int size, int channels,
                                                            int outputs, int block, __m256i *largest) {
    int half = (size + 1) / 2, taps = 3 * channels;
    for (int y = 0; y < half; y++)
        for (int first = 0; first < outputs; first += 8)
            for (int column = 0; column < half; column += block) {
                __m256 a[7], bias = _mm256_loadu_ps(biases + first);
                for (int j = 0; j < block; j++) a[j] = begun(bias);
                for (int k = 0; k < 3; k++) {
                    if (!(inked >> (2 * y + k) & 1)) continue;
                    const float *x = in + (2 * y + k) * ROW(size, channels) + 2 * column * channels;
                    for (int t = 0; t < taps; t++) {
                        __m256 w = _mm256_loadu_ps(weights + (k * taps + t) * outputs + first);
#pragma GCC unroll 7
                        for (int j = 0; j < block; j++)
                            a[j] = ADD_PRODUCT(_mm256_broadcast_ss(x + 2 * j * channels + t), w, a[j]);
                    }
                }
                for (int j = 0; j < block; j++)
                    _mm256_storeu_ps(out + (y + 1) * ROW(half, outputs) + (column + j + 1) * outputs + first,
                                     finished(a[j], bias, largest));
            }
}

/* A dense layer of two outputs. */
static void to_two(const float *in, const struct baseline_layer *layer, float *out) {
    int row = layer->size * layer->channels;
    for (int output = 0; output < 2; output++) {
        const float *weights = layer->weights + output * layer->size * row;
        __m256 sum = _mm256_setzero_ps();
        for (int y = 0; y < layer->size; y++)
            for (int i = 0; i < row; i += LANES)
                sum = ADD_PRODUCT(
                    _mm256_loadu_ps(in + (y + 1) * ROW(layer->size, layer->channels) + layer->channels + i),
                    _mm256_loadu_ps(weights + y * row + i), sum);
        out[output] = horizontal_sum(sum) + layer->biases[output];
    }
}

/* Both log-odds by one of the two networks that ship, and by no other. */
static void network_logits(const float *pixels, const struct baseline_layer *layers, int count, float *logits,
                           __m256i *largest) {
    float a[31 * ROW(28, 1)] = {0}, b[16 * ROW(14, 8)], c[9 * ROW(7, 16)], d[6 * ROW(4, 16)];
    const uint32_t all = ~(uint32_t)0;
    uint32_t inked = 0;
    for (int y = 0; y < 28; y++)
        inked |= copy_row(pixels + 28 * y, a + (y + 1) * ROW(28, 1) + 1, largest) << (y + 1);
    int channels = layers[0].outputs;
    /* The zeros before each row and above the first are what is read of the padding. */
    memset(b, 0, ROW(14, channels) * sizeof(float));
    for (int y = 1; y < 15; y++) memset(b + y * ROW(14, channels), 0, channels * sizeof(float));
    if (count == 3) {
        to_four(a, inked, &layers[0], b, largest);
        to_eights(b, all, layers[1].weights, layers[1].biases, c, 14, 4, 8, 7, largest);
        to_two(c, &layers[2], logits);
        return;
    }
    to_eights(a, inked, layers[0].weights, layers[0].biases, b, 28, 1, 8, 7, largest);
    memset(c, 0, sizeof c);
    to_eights(b, all, layers[1].weights, layers[1].biases, c, 14, 8, 16, 7, largest);
    to_eights(c, all, layers[2].weights, layers[2].biases, d, 7, 16, 16, 4, largest);
    to_two(d, &layers[3], logits);
}

#endif
