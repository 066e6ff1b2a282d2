/*
 * The sums that both limits share: several accumulators, two rows to each load of the weights in a batch. limit.c takes them
 * as fast as AVX2 and FMA go. rule.c defines RULE, and takes them under the library's rule: each product and each sum is
 * rounded by itself, in the library's order (docs/abi.md), and a pixel of bytes is the correctly rounded byte / 255. The
 * one limit to the other is the price of the rule; the library to the latter is the price of Swift, of the checks, and of
 * running any model.
 *
 * A compiler would fuse the separate product and sum again: RULE needs -ffp-contract=off.
 */
#ifndef LIMIT_H
#define LIMIT_H

#include "baselines.h"

#include <immintrin.h>
#include <math.h>

#define LANES 8

#ifdef RULE
#define ADD_PRODUCT(a, b, sum) _mm256_add_ps(_mm256_mul_ps(a, b), sum)
#else
#define ADD_PRODUCT(a, b, sum) _mm256_fmadd_ps(a, b, sum)
#endif

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
            a[k % 7] = ADD_PRODUCT(_mm256_loadu_ps(x + i + LANES * k), _mm256_loadu_ps(w + i + LANES * k), a[k % 7]);
    }
    return sum_of_seven(a);
}

/* The dot products of two rows with one column. */
static inline void dot2(const float *x, const float *y, const float *w, float *x_sum, float *y_sum) {
    __m256 a[7], b[7];
    for (int k = 0; k < 7; k++) a[k] = b[k] = _mm256_setzero_ps();
    for (int i = 0; i < PIXELS; i += 56) {
#pragma GCC unroll 7
        for (int k = 0; k < 7; k++) {
            __m256 v = _mm256_loadu_ps(w + i + LANES * k);
            a[k] = ADD_PRODUCT(_mm256_loadu_ps(x + i + LANES * k), v, a[k]);
            b[k] = ADD_PRODUCT(_mm256_loadu_ps(y + i + LANES * k), v, b[k]);
        }
    }
    *x_sum = sum_of_seven(a);
    *y_sum = sum_of_seven(b);
}

/* Eight bytes as pixels: as floats 0 to 255, whose weights are divided by 255; under the rule byte / 255. */
static inline __m256 load_bytes(const uint8_t *address) {
    __m256 bytes = _mm256_cvtepi32_ps(_mm256_cvtepu8_epi32(_mm_loadl_epi64((const __m128i *)address)));
#ifdef RULE
    /* A product of 1 / 255 in two parts: the second one is exact, so that it may be fused. Sources/Runtime/CVector/vector.h
       has the proof. */
    return _mm256_fmadd_ps(bytes, _mm256_set1_ps(0x1.0101p-8f), _mm256_mul_ps(bytes, _mm256_set1_ps(0x1.0101p-32f)));
#else
    return bytes;
#endif
}

static inline float dot_bytes(const uint8_t *x, const float *w) {
    __m256 a[7];
    for (int k = 0; k < 7; k++) a[k] = _mm256_setzero_ps();
    for (int i = 0; i < PIXELS; i += 56) {
#pragma GCC unroll 7
        for (int k = 0; k < 7; k++)
            a[k] = ADD_PRODUCT(load_bytes(x + i + LANES * k), _mm256_loadu_ps(w + i + LANES * k), a[k]);
    }
    return sum_of_seven(a);
}

/* The log-odds of four rows and of four others, far away: two streams for the processor's own prefetching. */
static inline __m256 eight_rows(const float *x, const float *y, const float *weights, float bias) {
    float sums[8];
    for (int k = 0; k < 4; k++) dot2(x + k * PIXELS, y + k * PIXELS, weights, sums + k, sums + 4 + k);
    return _mm256_add_ps(_mm256_loadu_ps(sums), _mm256_set1_ps(bias));
}

#endif
