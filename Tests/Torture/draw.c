/* Pictures of every kind that may reach a model: as people draw them, and as nobody does. */
#include "torture.h"

#include <string.h>

static float from_bits(uint32_t bits) {
    float value;
    memcpy(&value, &bits, sizeof value);
    return value;
}

void draw_bytes(uint8_t *pixels) {
    const uint32_t kind = random_below(6);
    const unsigned top = random_below(28), left = random_below(28);
    for (unsigned index = 0; index < MNIST37_PIXELS; ++index) {
        const uint32_t draw = next_random();
        const int is_ink = index / 28 - top < 8 && index % 28 - left < 8;
        switch (kind) {
        case 0: pixels[index] = (uint8_t)draw; break;
        case 1: pixels[index] = draw & 0x700 ? 0 : (uint8_t)draw; break;
        case 2: pixels[index] = is_ink ? (uint8_t)draw : 0; break;
        case 3: pixels[index] = is_ink ? 255 : 0; break;
        case 4: pixels[index] = draw & 0x100 ? 255 : 254; break;
        default: pixels[index] = (uint8_t)(top * 9); break;
        }
    }
}

static float draw_float(uint32_t kind, uint32_t draw, uint32_t parameter) {
    const uint32_t fraction = draw & 0x807fffff, exponent = draw >> 23 & 0xff;
    const float uniform = (float)(draw >> 8) * 0x1p-24f;
    switch (kind) {
    case 0: return uniform;
    case 1: return (float)((int32_t)(draw >> 8) - 0x800000) * 0x1p-21f; /* -4 to 4 */
    case 2: return from_bits(fraction);                                 /* denormal */
    case 3: return from_bits(fraction | exponent % 255 << 23);          /* any finite */
    case 4: return uniform * from_bits((100 + parameter % 100) << 23);  /* of one size */
    case 5: return (float)(2 * (draw >> 24) + 1) / 510.0f;              /* between two bytes */
    case 6: return draw & 7 ? 0.0f * (draw & 8 ? -1.0f : 1.0f) : uniform;
    case 7: return from_bits(draw);                                     /* NaN and infinity among them */
    default: return uniform;
    }
}

void draw_floats(float *pixels) {
    static const uint32_t odd[] = {0x7f800000, 0xff800000, 0x7fc00001, 0xff800001, 0x7f7fffff, 0xff7fffff, 1, 0x80000000};
    const uint32_t kind = random_below(10), parameter = next_random();
    for (unsigned index = 0; index < MNIST37_PIXELS; ++index) pixels[index] = draw_float(kind, next_random(), parameter);
    /* One odd pixel in a picture that is sound. */
    if (kind == 8) pixels[random_below(MNIST37_PIXELS)] = from_bits(odd[random_below(8)]);
}
