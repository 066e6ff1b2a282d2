/*
 * As fast as we know how to write it by hand for AVX2 and FMA: limit.h, a vector exponential in a batch, four rows to each
 * load of the gradient in training.
 */
#include "limit.h"
#include "limit_network.h"

static inline float sigmoid(float x) { return 1.0f / (1.0f + expf(-x)); }

static float one(const float *pixels, const float *weights, float bias) {
    return sigmoid(dot(pixels, weights) + bias);
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

static void batch(const float *pixels, long count, const float *weights, float bias, float *probabilities) {
    long half = count / 8 * 4, row = 0;
    for (; row < half; row += 4) {
        __m256 p = sigmoid8(eight_rows(pixels + row * PIXELS, pixels + (half + row) * PIXELS, weights, bias));
        _mm_storeu_ps(probabilities + row, _mm256_castps256_ps128(p));
        _mm_storeu_ps(probabilities + half + row, _mm256_extractf128_ps(p, 1));
    }
    for (row = 2 * half; row < count; row++) probabilities[row] = one(pixels + row * PIXELS, weights, bias);
}

static float bytes(const uint8_t *pixels, const float *weights, float bias) {
    return sigmoid(dot_bytes(pixels, weights) + bias);
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
            float p = one(x, weights, *bias);
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

static void network(const float *pixels, const struct baseline_layer *layers, int count, float *logits) {
    __m256i unused = _mm256_setzero_si256();
    network_logits(pixels, layers, count, logits, &unused);
}

const struct baseline limit = {"limit", FLAGS, one, batch, bytes, epoch, network};
