/* A layer of a .m37 file, read field by field as docs/weights-format.md has them. */
#ifndef TORTURE_FILE_H
#define TORTURE_FILE_H

#include <stddef.h>
#include <stdint.h>

enum { HEADER = 96, NAMES = 64, NAME = 16, RECORD = 32, DENSE = 1, CONVOLUTION = 2, FLOAT32 = 0, INT8 = 1, LAYERS = 5 };

static inline uint32_t read_u16(const unsigned char *at) { return at[0] | (uint32_t)at[1] << 8; }
static inline uint32_t read_u32(const unsigned char *at) { return read_u16(at) | read_u16(at + 2) << 16; }
static inline float read_f32(const unsigned char *at) {
    union {
        uint32_t bits;
        float value;
    } both = {read_u32(at)};
    return both.value;
}

struct layer {
    unsigned kind, element, activation, kernel, stride, padding;
    unsigned zeros, more_zeros;
    unsigned height, width, channels, outputs;
    uint32_t weights, scales, biases; /* offsets in the file */
};

static inline struct layer read_layer(const unsigned char *file, unsigned index) {
    const unsigned char *r = file + HEADER + RECORD * index;
    return (struct layer){
        .kind = r[0], .element = r[1], .activation = r[2], .kernel = r[3], .stride = r[4], .padding = r[5],
        .zeros = read_u16(r + 6), .height = read_u16(r + 8), .width = read_u16(r + 10), .channels = read_u16(r + 12),
        .outputs = read_u16(r + 14), .weights = read_u32(r + 16), .scales = read_u32(r + 20), .biases = read_u32(r + 24),
        .more_zeros = read_u32(r + 28),
    };
}

/* Weights of a layer whose shape is good. */
static inline size_t weights_of(const struct layer *l) {
    const size_t inputs = l->kind == CONVOLUTION ? (size_t)l->kernel * l->kernel : (size_t)l->height * l->width;
    return inputs * l->channels * l->outputs;
}

/* Height or width of a convolution's output. */
static inline unsigned output_side(const struct layer *l, unsigned side) {
    return (side + 2 * l->padding - l->kernel) / l->stride + 1;
}

#endif
