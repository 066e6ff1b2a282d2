/*
 * Predictions in the order of sums that docs/abi.md states, each product and each sum rounded to float32 by itself (compile
 * with -ffp-contract=off), and in exact integers for int8.
 */
#include "file.h"
#include "reference.h"

#include <math.h>
#include <string.h>

enum { MOST_CHANNELS = 64, MOST_VALUES = 28 * 28 * MOST_CHANNELS };

/* Activations of the layer before and of the layer at hand: (row, column, channel). */
static float floats[2][MOST_VALUES];
static uint8_t bytes[2][MOST_VALUES];

/* Of the convolution at hand: (kernel row, kernel column, channel, output). */
static float float_weights[MOST_VALUES * MOST_CHANNELS];
static int8_t integer_weights[MOST_VALUES * MOST_CHANNELS];

/* ((0 + 4) + (2 + 6)) + ((1 + 5) + (3 + 7)) */
static float add_lanes(const float *lane) {
    return ((lane[0] + lane[4]) + (lane[2] + lane[6])) + ((lane[1] + lane[5]) + (lane[3] + lane[7]));
}

/* The dot product of a linear model: 14 steps of 7 accumulators of 8 lanes. */
static float line(const unsigned char *weights, const float *pixels) {
    float sums[7][8] = {{0}}, lanes[8];
    for (int step = 0; step < 14; ++step) {
        for (int k = 0; k < 7; ++k) {
            for (int lane = 0; lane < 8; ++lane) {
                const int index = 56 * step + 8 * k + lane;
                sums[k][lane] += pixels[index] * read_f32(weights + 4 * index);
            }
        }
    }
    for (int lane = 0; lane < 8; ++lane) {
        lanes[lane] = ((sums[0][lane] + sums[1][lane]) + (sums[2][lane] + sums[3][lane])) +
                      ((sums[4][lane] + sums[5][lane]) + sums[6][lane]);
    }
    return add_lanes(lanes);
}

/* min(255, (max(0, sum) * m + 2^(n - 1)) >> n) with the scale m / 2^n. */
static uint8_t requantized(int64_t sum, uint32_t scale_bits) {
    if (sum <= 0) return 0;
    const uint64_t m = 0x800000 + (scale_bits & 0x7fffff);
    const unsigned n = 150 - (scale_bits >> 23);
    const uint64_t result = ((uint64_t)sum * m + ((uint64_t)1 << (n - 1))) >> n;
    return result > 255 ? 255 : (uint8_t)result;
}

/* One column of a convolution's output, all its channels. Returns 0 when a sum is not finite. */
static int convolve(const unsigned char *file, const struct layer *l, unsigned from, unsigned r, unsigned c, size_t place) {
    float sums[MOST_CHANNELS] = {0};
    int32_t integers[MOST_CHANNELS] = {0};
    int is_finite = 1;
    for (unsigned i = 0; i < l->kernel; ++i) {
        const unsigned y = l->stride * r + i - l->padding; /* beyond every height where it is less than 0 */
        for (unsigned j = 0; j < l->kernel && y < l->height; ++j) {
            const unsigned x = l->stride * c + j - l->padding;
            if (x >= l->width) continue;
            const size_t value = ((size_t)y * l->width + x) * l->channels;
            const size_t weight = (size_t)(i * l->kernel + j) * l->channels * l->outputs;
            for (unsigned q = 0; q < l->channels; ++q) {
                const size_t first = weight + (size_t)q * l->outputs;
                for (unsigned o = 0; o < l->outputs; ++o) {
                    if (l->element == FLOAT32) sums[o] += floats[from][value + q] * float_weights[first + o];
                    else integers[o] += bytes[from][value + q] * integer_weights[first + o];
                }
            }
        }
    }
    for (unsigned o = 0; o < l->outputs; ++o) {
        const unsigned char *bias = file + l->biases + 4 * o;
        if (l->element == INT8) {
            const int64_t sum = (int64_t)integers[o] + (int32_t)read_u32(bias);
            bytes[1 - from][place + o] = requantized(sum, read_u32(file + l->scales + 4 * o));
            continue;
        }
        const float sum = sums[o] + read_f32(bias);
        floats[1 - from][place + o] = sum > 0 ? sum : 0;
        is_finite &= isfinite(sum) != 0;
    }
    return is_finite;
}

/* All outputs of a convolution; the other half of the activations takes them. Returns 0 when a sum is not finite. */
static int run_convolution(const unsigned char *file, const struct layer *l, unsigned from) {
    const unsigned rows = output_side(l, l->height), columns = output_side(l, l->width);
    int is_finite = 1;
    memcpy(float_weights, file + l->weights, l->element == FLOAT32 ? 4 * weights_of(l) : 0);
    memcpy(integer_weights, file + l->weights, l->element == INT8 ? weights_of(l) : 0);
    for (unsigned place = 0; place < rows * columns; ++place) {
        is_finite &= convolve(file, l, from, place / columns, place % columns, (size_t)place * l->outputs);
    }
    return is_finite;
}

/* An output of the last layer. After convolutions, element i of each row belongs to accumulator i mod 8. */
static float dense(const unsigned char *file, const struct layer *l, unsigned from, unsigned output, int is_line) {
    const size_t row = (size_t)l->width * l->channels, count = l->height * row;
    const unsigned char *bias = file + l->biases + 4 * output;
    if (l->element == INT8) {
        int64_t sum = (int32_t)read_u32(bias);
        for (size_t i = 0; i < count; ++i) sum += bytes[from][i] * (int8_t)file[l->weights + output * count + i];
        return (float)sum * read_f32(file + l->scales + 4 * output);
    }
    const unsigned char *weights = file + l->weights + 4 * output * count;
    if (is_line) return line(weights, floats[from]) + read_f32(bias);
    float lanes[8] = {0};
    for (size_t i = 0; i < count; ++i) lanes[i % row % 8] += floats[from][i] * read_f32(weights + 4 * i);
    return add_lanes(lanes) + read_f32(bias);
}

/* 1 - 1 / (1 + s 2^f), see Sigmoid.swift; x >= 0. */
static float sigmoid(float x) {
    if (!(x < 18)) return 1;
    const float t = x * 0x1.715476p+0f, n = rintf(t), f = t - (n - 1), s = ldexpf(1, (int)n - 1);
    const float low = 0x1.62e1b4p-1f + 0x1.ec3e76p-3f * f, middle = 0x1.c3e362p-5f + 0x1.4aa61ep-7f * f;
    const float high = 0x1.01a38ap-10f + 0x1.287118p-12f * f;
    const float f2 = f * f, sf = s * f, sf3 = sf * f2;
    const float rest = (sf * low + sf3 * middle) + sf3 * (f2 * high);
    return 1 - 1 / ((1 + s) + rest);
}

/* The number that a class has: its name, where both are numbers of 1 to 9 digits; else 1 for the first and 0 for the second. */
static int32_t class_number(const unsigned char *file, int class) {
    int32_t numbers[2] = {0, 0};
    for (int index = 0; index < 2; ++index) {
        const char *name = (const char *)file + NAMES + NAME * index;
        const size_t length = strlen(name);
        if (strspn(name, "0123456789") != length || length > 9 || (name[0] == '0' && length > 1)) return 1 - class;
        for (size_t digit = 0; digit < length; ++digit) numbers[index] = 10 * numbers[index] + name[digit] - '0';
    }
    return numbers[class];
}

struct answer reference_predict(const unsigned char *file, const float *pixels) {
    const struct answer error = {MNIST37_ERROR_PIXELS, {0, 0, 0, 0}};
    const unsigned layers = file[16];
    struct layer l = read_layer(file, 0);
    for (unsigned index = 0; index < MNIST37_PIXELS; ++index) {
        if ((layers > 1 || l.element == INT8) && !isfinite(pixels[index])) return error;
        floats[0][index] = pixels[index];
        if (l.element == INT8) bytes[0][index] = (uint8_t)rintf(fminf(fmaxf(pixels[index] * 255, 0), 255));
    }
    unsigned from = 0;
    for (unsigned index = 0; index + 1 < layers; ++index, from = 1 - from) {
        if (!run_convolution(file, &l, from)) return error;
        l = read_layer(file, index + 1);
    }
    const float logit = dense(file, &l, from, 0, layers == 1);
    const float known = l.outputs == 2 ? dense(file, &l, from, 1, 0) : 0;
    if (!isfinite(logit) || !isfinite(known)) return error;
    struct answer answer = {MNIST37_OK, {class_number(file, !(logit > 0)), sigmoid(fabsf(logit)), logit, 1}};
    if (l.outputs == 2) answer.prediction.known = known < 0 ? 1 - sigmoid(-known) : sigmoid(known);
    return answer;
}
