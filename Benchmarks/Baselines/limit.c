/*
 * As fast as we know how to write it by hand for AVX2 and FMA: several accumulators, two rows to each load of the weights
 * and a vector exponential in a batch, four rows to each load of the gradient in training. Every ratio in
 * docs/benchmarks.md is to these functions.
 */
#include "baselines.h"

#include <immintrin.h>
#include <math.h>
#include <string.h>

#define LANES 8

static inline float horizontal_sum(__m256 v) {
    __m128 four = _mm_add_ps(_mm256_castps256_ps128(v), _mm256_extractf128_ps(v, 1));
    __m128 two = _mm_add_ps(four, _mm_movehl_ps(four, four));
    return _mm_cvtss_f32(_mm_add_ss(two, _mm_movehdup_ps(two)));
}

static inline float sum_of_seven(const __m256 *a) {
    return horizontal_sum(_mm256_add_ps(_mm256_add_ps(_mm256_add_ps(a[0], a[1]), _mm256_add_ps(a[2], a[3])),
                                        _mm256_add_ps(_mm256_add_ps(a[4], a[5]), a[6])));
}

/* 784 = 14 steps of 7 accumulators of 8 lanes: no tail. */
static inline float dot(const float *x, const float *w) {
    __m256 a[7];
    for (int k = 0; k < 7; k++) a[k] = _mm256_setzero_ps();
    for (int i = 0; i < PIXELS; i += 112) {
#pragma GCC unroll 14
        for (int k = 0; k < 14; k++)
            a[k % 7] = _mm256_fmadd_ps(_mm256_loadu_ps(x + i + LANES * k), _mm256_loadu_ps(w + i + LANES * k), a[k % 7]);
    }
    return sum_of_seven(a);
}

static inline float sigmoid(float x) { return 1.0f / (1.0f + expf(-x)); }

static float one_column(const float *pixels, const float *weights, float bias) {
    return sigmoid(dot(pixels, weights) + bias);
}

static void two_columns(const float *pixels, const float *weights, const float *bias, float *probabilities) {
    __m256 a[7], b[7];
    for (int k = 0; k < 7; k++) a[k] = b[k] = _mm256_setzero_ps();
    for (int i = 0; i < PIXELS; i += 56) {
#pragma GCC unroll 7
        for (int k = 0; k < 7; k++) {
            __m256 x = _mm256_loadu_ps(pixels + i + LANES * k);
            a[k] = _mm256_fmadd_ps(x, _mm256_loadu_ps(weights + i + LANES * k), a[k]);
            b[k] = _mm256_fmadd_ps(x, _mm256_loadu_ps(weights + PIXELS + i + LANES * k), b[k]);
        }
    }
    /* The softmax of two is one sigmoid. */
    float p = sigmoid((sum_of_seven(a) + bias[0]) - (sum_of_seven(b) + bias[1]));
    probabilities[0] = p;
    probabilities[1] = 1.0f - p;
}

/* exp, by a polynomial of degree 6 after splitting off a power of two; relative error about 2e-7. */
static inline __m256 exp8(__m256 x) {
    x = _mm256_min_ps(_mm256_max_ps(x, _mm256_set1_ps(-87.0f)), _mm256_set1_ps(88.0f));
    __m256 n = _mm256_round_ps(_mm256_mul_ps(x, _mm256_set1_ps(1.44269504f)), _MM_FROUND_TO_NEAREST_INT | _MM_FROUND_NO_EXC);
    __m256 r = _mm256_fnmadd_ps(n, _mm256_set1_ps(0.693147181f), x);
    __m256 p = _mm256_set1_ps(1.0f / 720);
    p = _mm256_fmadd_ps(p, r, _mm256_set1_ps(1.0f / 120));
    p = _mm256_fmadd_ps(p, r, _mm256_set1_ps(1.0f / 24));
    p = _mm256_fmadd_ps(p, r, _mm256_set1_ps(1.0f / 6));
    p = _mm256_fmadd_ps(p, r, _mm256_set1_ps(0.5f));
    p = _mm256_fmadd_ps(p, r, _mm256_set1_ps(1.0f));
    p = _mm256_fmadd_ps(p, r, _mm256_set1_ps(1.0f));
    __m256i power = _mm256_slli_epi32(_mm256_add_epi32(_mm256_cvtps_epi32(n), _mm256_set1_epi32(127)), 23);
    return _mm256_mul_ps(p, _mm256_castsi256_ps(power));
}

static inline __m256 sigmoid8(__m256 x) {
    __m256 one = _mm256_set1_ps(1.0f);
    return _mm256_div_ps(one, _mm256_add_ps(one, exp8(_mm256_sub_ps(_mm256_setzero_ps(), x))));
}

/* The dot products of two rows with one column. */
static inline void dot2(const float *x, const float *y, const float *w, float *x_sum, float *y_sum) {
    __m256 a[7], b[7];
    for (int k = 0; k < 7; k++) a[k] = b[k] = _mm256_setzero_ps();
    for (int i = 0; i < PIXELS; i += 56) {
#pragma GCC unroll 7
        for (int k = 0; k < 7; k++) {
            __m256 v = _mm256_loadu_ps(w + i + LANES * k);
            a[k] = _mm256_fmadd_ps(_mm256_loadu_ps(x + i + LANES * k), v, a[k]);
            b[k] = _mm256_fmadd_ps(_mm256_loadu_ps(y + i + LANES * k), v, b[k]);
        }
    }
    *x_sum = sum_of_seven(a);
    *y_sum = sum_of_seven(b);
}

/* The logistic function of four rows and of four others, far away: two streams for the processor's own prefetching. */
static inline __m256 eight_rows(const float *x, const float *y, const float *weights, float bias) {
    float sums[8];
    for (int k = 0; k < 4; k++) dot2(x + k * PIXELS, y + k * PIXELS, weights, sums + k, sums + 4 + k);
    return sigmoid8(_mm256_add_ps(_mm256_loadu_ps(sums), _mm256_set1_ps(bias)));
}

static void batch_one_column(const float *pixels, long count, const float *weights, float bias, float *probabilities) {
    long half = count / 8 * 4, row = 0;
    for (; row < half; row += 4) {
        __m256 p = eight_rows(pixels + row * PIXELS, pixels + (half + row) * PIXELS, weights, bias);
        _mm_storeu_ps(probabilities + row, _mm256_castps256_ps128(p));
        _mm_storeu_ps(probabilities + half + row, _mm256_extractf128_ps(p, 1));
    }
    for (row = 2 * half; row < count; row++) probabilities[row] = one_column(pixels + row * PIXELS, weights, bias);
}

static void batch_two_columns(const float *pixels, long count, const float *weights, const float *bias,
                              float *probabilities) {
    /* Folded once a batch: less work than a second column for each row. */
    float folded[PIXELS];
    for (int i = 0; i < PIXELS; i++) folded[i] = weights[i] - weights[PIXELS + i];
    long half = count / 8 * 4, row = 0;
    for (; row < half; row += 4) {
        float p[8];
        _mm256_storeu_ps(p, eight_rows(pixels + row * PIXELS, pixels + (half + row) * PIXELS, folded, bias[0] - bias[1]));
        for (int k = 0; k < 8; k++) {
            float *of_row = probabilities + 2 * (k < 4 ? row + k : half + row + k - 4);
            of_row[0] = p[k];
            of_row[1] = 1.0f - p[k];
        }
    }
    for (row = 2 * half; row < count; row++) two_columns(pixels + row * PIXELS, weights, bias, probabilities + 2 * row);
}

static float bytes(const uint8_t *pixels, const float *weights, float bias) {
    __m256 a[7];
    for (int k = 0; k < 7; k++) a[k] = _mm256_setzero_ps();
    for (int i = 0; i < PIXELS; i += 56) {
#pragma GCC unroll 7
        for (int k = 0; k < 7; k++) {
            __m256i x = _mm256_cvtepu8_epi32(_mm_loadl_epi64((const __m128i *)(pixels + i + LANES * k)));
            a[k] = _mm256_fmadd_ps(_mm256_cvtepi32_ps(x), _mm256_loadu_ps(weights + i + LANES * k), a[k]);
        }
    }
    return sigmoid(sum_of_seven(a) + bias);
}

/* Forward row by row, gradient over four at a time: they come from memory once, and from L1 the second time. */
static double epoch(const float *pixels, const float *labels, long count, long batch, float learning_rate,
                    float *weights, float *bias) {
    double loss = 0;
    for (long start = 0; start < count; start += batch) {
        long end = start + batch < count ? start + batch : count;
        float gradient[PIXELS], bias_gradient = 0;
        memset(gradient, 0, sizeof gradient);
        long row = start;
        for (; row + 4 <= end; row += 4) {
            const float *x = pixels + row * PIXELS;
            __m256 d[4];
            for (int k = 0; k < 4; k++) {
                float p = sigmoid(dot(x + k * PIXELS, weights) + *bias);
                int three = labels[row + k] == 1.0f;
                loss += three ? 1.0f - p : p;
                float slope = (three ? -1.0f : 1.0f) * p * (1.0f - p);
                bias_gradient += slope;
                d[k] = _mm256_set1_ps(slope);
            }
            for (int i = 0; i < PIXELS; i += LANES) {
                __m256 g = _mm256_loadu_ps(gradient + i);
#pragma GCC unroll 4
                for (int k = 0; k < 4; k++) g = _mm256_fmadd_ps(d[k], _mm256_loadu_ps(x + k * PIXELS + i), g);
                _mm256_storeu_ps(gradient + i, g);
            }
        }
        for (; row < end; row++) {
            const float *x = pixels + row * PIXELS;
            float p = one_column(x, weights, *bias);
            int three = labels[row] == 1.0f;
            loss += three ? 1.0f - p : p;
            float slope = (three ? -1.0f : 1.0f) * p * (1.0f - p);
            bias_gradient += slope;
            for (int i = 0; i < PIXELS; i++) gradient[i] += slope * x[i];
        }
        float step = learning_rate / (float)(end - start);
        for (int i = 0; i < PIXELS; i++) weights[i] -= step * gradient[i];
        *bias -= step * bias_gradient;
    }
    return loss / (double)count;
}

/*
 * Activations with a row and a column of zeros before them, and room after: row y, column x, channel c of size columns is
 * at ((y + 1) * (size + 2) + x + 1) * channels + c.
 */
#define ROW(size, channels) (((size) + 2) * (channels))

static inline __m256 rectified(__m256 x) { return _mm256_max_ps(x, _mm256_setzero_ps()); }

/* A convolution to 4 channels of 14 columns, two columns to a vector, from one channel. */
static void to_four(const float *in, const struct baseline_layer *layer, float *out) {
    const __m256i index = _mm256_setr_epi32(0, 0, 0, 0, 2, 2, 2, 2);
    __m256 bias = _mm256_broadcast_ps((const __m128 *)layer->biases);
    for (int y = 0; y < 14; y++) {
        __m256 a[7];
        for (int j = 0; j < 7; j++) a[j] = bias;
        for (int k = 0; k < 3; k++)
            for (int t = 0; t < 3; t++) {
                const float *x = in + (2 * y + k) * ROW(28, 1) + t;
                __m256 weights = _mm256_broadcast_ps((const __m128 *)(layer->weights + 4 * (3 * k + t)));
#pragma GCC unroll 7
                for (int j = 0; j < 7; j++)
                    a[j] = _mm256_fmadd_ps(_mm256_permutevar8x32_ps(_mm256_loadu_ps(x + 4 * j), index), weights, a[j]);
            }
        for (int j = 0; j < 7; j++) _mm256_storeu_ps(out + (y + 1) * ROW(14, 4) + 4 + 8 * j, rectified(a[j]));
    }
}

/* A convolution to a multiple of 8 channels of a multiple of `block` columns. */
static inline __attribute__((always_inline)) void to_eights(const float *in, const float *weights, const float *biases,
                                                            float *out, int size, int channels, int outputs, int block) {
    int half = (size + 1) / 2, taps = 3 * channels;
    for (int y = 0; y < half; y++)
        for (int first = 0; first < outputs; first += 8)
            for (int column = 0; column < half; column += block) {
                __m256 a[7];
                for (int j = 0; j < block; j++) a[j] = _mm256_loadu_ps(biases + first);
                for (int k = 0; k < 3; k++) {
                    const float *x = in + (2 * y + k) * ROW(size, channels) + 2 * column * channels;
                    for (int t = 0; t < taps; t++) {
                        __m256 w = _mm256_loadu_ps(weights + (k * taps + t) * outputs + first);
#pragma GCC unroll 7
                        for (int j = 0; j < block; j++)
                            a[j] = _mm256_fmadd_ps(_mm256_broadcast_ss(x + 2 * j * channels + t), w, a[j]);
                    }
                }
                for (int j = 0; j < block; j++)
                    _mm256_storeu_ps(out + (y + 1) * ROW(half, outputs) + (column + j + 1) * outputs + first,
                                     rectified(a[j]));
            }
}

static float dense(const float *in, const struct baseline_layer *layer) {
    __m256 sum = _mm256_setzero_ps();
    for (int y = 0; y < layer->size; y++)
        for (int i = 0; i < layer->size * layer->channels; i += LANES)
            sum = _mm256_fmadd_ps(
                _mm256_loadu_ps(in + (y + 1) * ROW(layer->size, layer->channels) + layer->channels + i),
                _mm256_loadu_ps(layer->weights + y * layer->size * layer->channels + i), sum);
    return horizontal_sum(sum) + layer->biases[0];
}

/* The two networks that ship, and no other. */
static float network(const float *pixels, const struct baseline_layer *layers, int count) {
    float a[31 * ROW(28, 1)] = {0}, b[16 * ROW(14, 8)], c[9 * ROW(7, 16)], d[6 * ROW(4, 16)];
    for (int y = 0; y < 28; y++) memcpy(a + (y + 1) * ROW(28, 1) + 1, pixels + 28 * y, 28 * sizeof(float));
    int channels = layers[0].outputs;
    /* The zeros before each row and above the first are what is read of the padding. */
    memset(b, 0, ROW(14, channels) * sizeof(float));
    for (int y = 1; y < 15; y++) memset(b + y * ROW(14, channels), 0, channels * sizeof(float));
    if (count == 3) {
        to_four(a, &layers[0], b);
        to_eights(b, layers[1].weights, layers[1].biases, c, 14, 4, 8, 7);
        return dense(c, &layers[2]);
    }
    to_eights(a, layers[0].weights, layers[0].biases, b, 28, 1, 8, 7);
    memset(c, 0, sizeof c);
    to_eights(b, layers[1].weights, layers[1].biases, c, 14, 8, 16, 7);
    to_eights(c, layers[2].weights, layers[2].biases, d, 7, 16, 16, 4);
    return dense(d, &layers[3]);
}

const struct baseline limit = {"limit",           FLAGS, one_column, two_columns, batch_one_column,
                               batch_two_columns, bytes, epoch,      network};

float baseline_sigmoid(float x) { return sigmoid(x); }
