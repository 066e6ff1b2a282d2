/*
 * The limit under the library's rule: what limit.c does, with the library's roundings, sigmoid and results; the same bits.
 */
#define RULE
#include "limit.h"
#include "limit_network.h"

/* A picture's prediction from its log-odds; whether they are finite. */
static inline int store(float logit, struct baseline_prediction *prediction) {
    if (!isfinite(logit)) return 0;
    *prediction = (struct baseline_prediction){7 - 4 * (logit > 0), baseline_rule_sigmoid(fabsf(logit)), logit, 1};
    return 1;
}

static int one(const float *pixels, const float *weights, float bias, struct baseline_prediction *prediction) {
    return store(dot(pixels, weights) + bias, prediction);
}

/* In a batch a picture without a prediction gets zeros. */
static inline int store_or_clear(float logit, struct baseline_prediction *prediction) {
    *prediction = (struct baseline_prediction){0, 0, 0, 0};
    return store(logit, prediction);
}

static int one_of_bytes(const uint8_t *pixels, const float *weights, float bias, struct baseline_prediction *prediction) {
    return store(dot_bytes(pixels, weights) + bias, prediction);
}

/* As baseline_rule_sigmoid, of eight. */
static inline __m256 sigmoid8(__m256 x) {
    __m256 t = x * 0x1.715476p+0f, rounded = t + 0x1.8p+23f, f = t - (rounded - 0x1.800002p+23f);
    __m256i power = _mm256_slli_epi32(_mm256_add_epi32(_mm256_castps_si256(rounded), _mm256_set1_epi32(126)), 23);
    __m256 s = _mm256_castsi256_ps(power);
    __m256 low = 0x1.62e1b4p-1f + 0x1.ec3e76p-3f * f;
    __m256 middle = 0x1.c3e362p-5f + 0x1.4aa61ep-7f * f;
    __m256 high = 0x1.01a38ap-10f + 0x1.287118p-12f * f;
    __m256 f2 = f * f, sf = s * f, sf3 = sf * f2;
    __m256 rest = (sf * low + sf3 * middle) + sf3 * (f2 * high);
    __m256 less = _mm256_cmp_ps(x, _mm256_set1_ps(18), _CMP_LT_OQ), one = _mm256_set1_ps(1);
    return _mm256_blendv_ps(one, one - one / ((one + s) + rest), less);
}

static inline void store_four(__m128 digits, __m128 probabilities, __m128 logits, __m128 known, float *predictions) {
    _MM_TRANSPOSE4_PS(digits, probabilities, logits, known);
    _mm_storeu_ps(predictions, digits);
    _mm_storeu_ps(predictions + 4, probabilities);
    _mm_storeu_ps(predictions + 8, logits);
    _mm_storeu_ps(predictions + 12, known);
}

/* The predictions of four pictures and of four others; zeros where the log-odds are not finite. Whether all are. */
static inline int store_eight(__m256 logits, struct baseline_prediction *first, struct baseline_prediction *second) {
    __m256 magnitudes = _mm256_andnot_ps(_mm256_set1_ps(-0.0f), logits), infinity = _mm256_set1_ps(INFINITY);
    __m256 finite = _mm256_cmp_ps(magnitudes, infinity, _CMP_LT_OQ);
    __m256i positive = _mm256_castps_si256(_mm256_cmp_ps(logits, _mm256_setzero_ps(), _CMP_GT_OQ));
    __m256i four = _mm256_and_si256(positive, _mm256_set1_epi32(4)), seven = _mm256_set1_epi32(7);
    __m256 digits = _mm256_and_ps(finite, _mm256_castsi256_ps(_mm256_sub_epi32(seven, four)));
    __m256 probabilities = _mm256_and_ps(finite, sigmoid8(magnitudes));
    __m256 known = _mm256_and_ps(finite, _mm256_set1_ps(1));
    logits = _mm256_and_ps(finite, logits);
    store_four(_mm256_castps256_ps128(digits), _mm256_castps256_ps128(probabilities), _mm256_castps256_ps128(logits),
               _mm256_castps256_ps128(known), (float *)first);
    store_four(_mm256_extractf128_ps(digits, 1), _mm256_extractf128_ps(probabilities, 1), _mm256_extractf128_ps(logits, 1),
               _mm256_extractf128_ps(known, 1), (float *)second);
    return _mm256_movemask_ps(finite) == 0xff;
}

static int batch(const float *pixels, long count, const float *weights, float bias,
                 struct baseline_prediction *predictions) {
    int ok = 1;
    long half = count / 8 * 4, row = 0;
    for (; row < half; row += 4) {
        __m256 logits = eight_rows(pixels + row * PIXELS, pixels + (half + row) * PIXELS, weights, bias);
        ok &= store_eight(logits, predictions + row, predictions + half + row);
    }
    for (row = 2 * half; row < count; row++)
        ok &= store_or_clear(dot(pixels + row * PIXELS, weights) + bias, predictions + row);
    return ok;
}

static int batch_of_bytes(const uint8_t *pixels, long count, const float *weights, float bias,
                          struct baseline_prediction *predictions) {
    int ok = 1;
    long half = count / 8 * 4, row = 0;
    for (; row < half; row += 4) {
        float sums[8];
        for (int k = 0; k < 4; k++) {
            sums[k] = dot_bytes(pixels + (row + k) * PIXELS, weights);
            sums[4 + k] = dot_bytes(pixels + (half + row + k) * PIXELS, weights);
        }
        __m256 logits = _mm256_add_ps(_mm256_loadu_ps(sums), _mm256_set1_ps(bias));
        ok &= store_eight(logits, predictions + row, predictions + half + row);
    }
    for (row = 2 * half; row < count; row++)
        ok &= store_or_clear(dot_bytes(pixels + row * PIXELS, weights) + bias, predictions + row);
    return ok;
}

static int network(const float *pixels, const struct baseline_layer *layers, int count,
                   struct baseline_prediction *prediction) {
    __m256i largest = _mm256_setzero_si256();
    float logits[2];
    network_logits(pixels, layers, count, logits, &largest);
    /* The magnitude of infinity, doubled, is 0xff000000. */
    __m256i finite = _mm256_max_epu32(largest, _mm256_set1_epi32((int)0xfeffffffu));
    if (_mm256_movemask_epi8(_mm256_cmpeq_epi32(finite, _mm256_set1_epi32((int)0xfeffffffu))) != -1) return 0;
    if (!isfinite(logits[1]) || !store(logits[0], prediction)) return 0;
    float probability = baseline_rule_sigmoid(fabsf(logits[1]));
    prediction->known = logits[1] < 0 ? 1 - probability : probability;
    return 1;
}

const struct baseline_rule *baseline_rule(void) {
    static const struct baseline_rule rule = {one, one_of_bytes, batch, batch_of_bytes, network};
    return &rule;
}
