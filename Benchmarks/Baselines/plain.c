/* Loops as they stand in a textbook; the compiler's flags decide what becomes of them. SET names the copy. */
#include "baselines.h"

#include <math.h>
#include <string.h>

static float sigmoid(float x) { return 1.0f / (1.0f + expf(-x)); }

static float one(const float *pixels, const float *weights, float bias) {
    float sum = bias;
    for (int i = 0; i < PIXELS; i++) sum += pixels[i] * weights[i];
    return sigmoid(sum);
}

static void batch(const float *pixels, long count, const float *weights, float bias, float *probabilities) {
    for (long row = 0; row < count; row++) probabilities[row] = one(pixels + row * PIXELS, weights, bias);
}

static float bytes(const uint8_t *pixels, const float *weights, float bias) {
    float sum = bias;
    for (int i = 0; i < PIXELS; i++) sum += pixels[i] * weights[i];
    return sigmoid(sum);
}

static double epoch(const float *pixels, const float *labels, long count, long batch, float learning_rate,
                    float *weights, float *bias) {
    double loss = 0;
    for (long start = 0; start < count; start += batch) {
        long end = start + batch < count ? start + batch : count;
        float gradient[PIXELS], bias_gradient = 0;
        memset(gradient, 0, sizeof gradient);
        for (long row = start; row < end; row++) {
            const float *x = pixels + row * PIXELS;
            float p = one(x, weights, *bias);
            int three = labels[row] == 1.0f;
            loss += three ? 1.0f - p : p;
            float d = (three ? -1.0f : 1.0f) * p * (1.0f - p);
            for (int i = 0; i < PIXELS; i++) gradient[i] += d * x[i];
            bias_gradient += d;
        }
        float step = learning_rate / (float)(end - start);
        for (int i = 0; i < PIXELS; i++) weights[i] -= step * gradient[i];
        *bias -= step * bias_gradient;
    }
    return loss / (double)count;
}

static void network(const float *pixels, const struct baseline_layer *layers, int count, float *logits) {
    float memory[2][14 * 14 * 16];
    const float *input = pixels;
    for (int index = 0; index + 1 < count; index++) {
        const struct baseline_layer *layer = layers + index;
        int size = layer->size, channels = layer->channels, outputs = layer->outputs, half = (size + 1) / 2;
        float *output = memory[index % 2];
        for (int y = 0; y < half; y++)
            for (int x = 0; x < half; x++) {
                float *sums = output + (y * half + x) * outputs;
                for (int o = 0; o < outputs; o++) sums[o] = layer->biases[o];
                for (int ky = 0; ky < 3; ky++)
                    for (int kx = 0; kx < 3; kx++) {
                        int row = 2 * y + ky - 1, column = 2 * x + kx - 1;
                        if (row < 0 || row >= size || column < 0 || column >= size) continue;
                        const float *in = input + (row * size + column) * channels;
                        const float *weights = layer->weights + (ky * 3 + kx) * channels * outputs;
                        for (int c = 0; c < channels; c++)
                            for (int o = 0; o < outputs; o++) sums[o] += in[c] * weights[c * outputs + o];
                    }
                for (int o = 0; o < outputs; o++) sums[o] = sums[o] > 0 ? sums[o] : 0;
            }
        input = output;
    }
    const struct baseline_layer *dense = layers + count - 1;
    int inputs = dense->size * dense->size * dense->channels;
    for (int o = 0; o < dense->outputs; o++) {
        float sum = dense->biases[o];
        for (int i = 0; i < inputs; i++) sum += input[i] * dense->weights[o * inputs + i];
        logits[o] = sum;
    }
}

const struct baseline SET = {NAME, FLAGS, one, batch, bytes, epoch, network};
