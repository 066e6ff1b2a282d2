/* Makes the pixel vectors, as generate.py does. */
#include "conformance.h"

enum {
    CONSTANT,
    DIGIT,
    BYTES,
    UNIFORM,
    WIDE,
    DENORMAL,
    TINY,
    LARGE,
    ANY,
    ONE_HOT,
    NON_FINITE,
    HALVES,
    SPARSE,
    SCALED,
    CHECKER
};

/* Marsaglia's xorshift32. */
static uint32_t next(uint32_t *state) {
    uint32_t x = *state;
    x ^= x << 13;
    x ^= x >> 17;
    x ^= x << 5;
    return *state = x;
}

static float from_bits(uint32_t bits) {
    union {
        uint32_t bits;
        float value;
    } both = {bits};
    return both.value;
}

int make_bytes(const struct vector *vector, uint8_t *pixels) {
    uint32_t state = vector->seed;
    if (vector->kind == CONSTANT && state != 0 && state != 0x3f800000) return 0;
    for (uint32_t index = 0; index < MNIST37_PIXELS; ++index) {
        uint32_t draw;
        switch (vector->kind) {
        case CONSTANT: pixels[index] = state ? 255 : 0; break;
        case DIGIT: pixels[index] = digits[vector->parameter][index]; break;
        case BYTES: pixels[index] = (uint8_t)(next(&state) >> 24); break;
        case SPARSE:
            draw = next(&state);
            pixels[index] = (uint8_t)(draw & 7 ? 0 : draw >> 24);
            break;
        case CHECKER: pixels[index] = (index / 28 + index % 28 + vector->parameter) & 1 ? 255 : 0; break;
        default: return 0;
        }
    }
    return 1;
}

/* One pixel of a vector that draws a number for each. */
static float pixel(const struct vector *vector, uint32_t draw) {
    const uint32_t fraction = draw & 0x807fffff, exponent = draw >> 23 & 0xff;
    const float uniform = (float)(draw >> 8) * 0x1p-24f;
    switch (vector->kind) {
    case DENORMAL: return from_bits(fraction);
    case TINY: return from_bits(fraction | (exponent % 40 + 1) << 23);
    case LARGE: return from_bits(fraction | (exponent % 40 + 187) << 23);
    case ANY: return from_bits(fraction | exponent % 255 << 23);
    case WIDE: return (float)((int32_t)(draw >> 8) - 0x800000) * 0x1p-21f;
    case HALVES: return (float)(2 * (draw >> 24) + 1) / 510.0f;
    case SCALED: return uniform * from_bits((uint32_t)vector->parameter << 23);
    default: return uniform;
    }
}

void make_pixels(const struct vector *vector, float *pixels) {
    /* The bytes are made in the last quarter of the floats, and each is read before a float is written over it. */
    uint8_t *bytes = (uint8_t *)(pixels + MNIST37_PIXELS) - MNIST37_PIXELS;
    if (make_bytes(vector, bytes)) {
        for (uint32_t index = 0; index < MNIST37_PIXELS; ++index) pixels[index] = (float)bytes[index] / 255.0f;
        return;
    }
    uint32_t state = vector->seed;
    if (vector->kind == CONSTANT || vector->kind == ONE_HOT) {
        const float value = vector->kind == CONSTANT ? from_bits(state) : 0;
        for (uint32_t index = 0; index < MNIST37_PIXELS; ++index) pixels[index] = value;
        if (vector->kind == ONE_HOT) {
            const uint32_t exponent = vector->parameter;
            pixels[vector->seed % MNIST37_PIXELS] = from_bits((next(&state) & 0x807fffff) | exponent << 23);
        }
        return;
    }
    for (uint32_t index = 0; index < MNIST37_PIXELS; ++index) pixels[index] = pixel(vector, next(&state));
    if (vector->kind == NON_FINITE) {
        static const uint32_t values[] = {0x7f800000, 0xff800000, 0x7fc00001, 0xff800001};
        const uint32_t positions[] = {0, MNIST37_PIXELS - 1, vector->seed % MNIST37_PIXELS};
        pixels[positions[vector->parameter >> 2]] = from_bits(values[vector->parameter & 3]);
    }
}
