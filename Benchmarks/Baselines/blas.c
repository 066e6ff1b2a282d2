/* OpenBLAS, one thread, found at run time: it is not linked, and skipped where it is not installed. */
#include "baselines.h"

#include <dlfcn.h>
#include <math.h>
#include <stddef.h>

extern const struct baseline limit, plain_native, plain_fast, plain;

enum { row_major = 101, no_transpose = 111, transpose = 112 };

static float (*sdot)(int, const float *, int, const float *, int);
static void (*sgemv)(int, int, int, int, float, const float *, int, const float *, int, float, float *, int);

static int found(void) {
    void *library = dlopen("libopenblas.so.0", RTLD_NOW);
    if (!library) return 0;
    *(void **)&sdot = dlsym(library, "cblas_sdot");
    *(void **)&sgemv = dlsym(library, "cblas_sgemv");
    void (*set_threads)(int);
    *(void **)&set_threads = dlsym(library, "openblas_set_num_threads");
    if (set_threads) set_threads(1);
    return sdot && sgemv;
}

static float sigmoid(float x) { return 1.0f / (1.0f + expf(-x)); }

static float one(const float *pixels, const float *weights, float bias) {
    return sigmoid(sdot(PIXELS, pixels, 1, weights, 1) + bias);
}

static void batch(const float *pixels, long count, const float *weights, float bias, float *probabilities) {
    for (long row = 0; row < count; row++) probabilities[row] = bias;
    sgemv(row_major, no_transpose, (int)count, PIXELS, 1, pixels, PIXELS, weights, 1, 1, probabilities, 1);
    for (long row = 0; row < count; row++) probabilities[row] = sigmoid(probabilities[row]);
}

static double epoch(const float *pixels, const float *labels, long count, long batch, float learning_rate,
                    float *weights, float *bias) {
    double loss = 0;
    float z[1024];
    if (batch > 1024) return NAN;
    for (long start = 0; start < count; start += batch) {
        long rows = start + batch < count ? batch : count - start;
        const float *x = pixels + start * PIXELS;
        float bias_gradient = 0, step = learning_rate / (float)rows;
        for (long k = 0; k < rows; k++) z[k] = *bias;
        sgemv(row_major, no_transpose, (int)rows, PIXELS, 1, x, PIXELS, weights, 1, 1, z, 1);
        for (long k = 0; k < rows; k++) {
            float p = sigmoid(z[k]);
            int three = labels[start + k] == 1.0f;
            loss += three ? 1.0f - p : p;
            z[k] = (three ? -1.0f : 1.0f) * p * (1.0f - p);
            bias_gradient += z[k];
        }
        sgemv(row_major, transpose, (int)rows, PIXELS, -step, x, PIXELS, z, 1, 1, weights, 1);
        *bias -= step * bias_gradient;
    }
    return loss / (double)count;
}

const struct baseline *baselines(void) {
    static struct baseline sets[6];
    sets[0] = limit;
    sets[1] = plain_native;
    sets[2] = plain_fast;
    sets[3] = plain;
    if (found())
        sets[4] = (struct baseline){"OpenBLAS", "sdot, sgemv", one, batch, NULL, epoch, NULL};
    return sets;
}
