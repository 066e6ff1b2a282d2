/* The checks of a reader, in the order of docs/weights-format.md. */
#include "file.h"
#include "reference.h"

#include <math.h>
#include <string.h>
#include <zlib.h>

uint32_t reference_checksum(const unsigned char *bytes, size_t size) { return (uint32_t)crc32_z(0, bytes, size); }

/* The code point that begins at *at, which moves on; -1 where it is not the shortest UTF-8 of one that may stand in text. */
static long code_point(const unsigned char **at) {
    static const long least[] = {0, 0x80, 0x800, 0x10000};
    const unsigned char lead = *(*at)++;
    const int more = lead < 0x80 ? 0 : lead >> 5 == 6 ? 1 : lead >> 4 == 14 ? 2 : lead >> 3 == 30 ? 3 : -1;
    if (more < 0) return -1;
    long point = more == 0 ? lead : lead & (0x3f >> more);
    for (int index = 0; index < more; ++index, ++*at) {
        if (**at >> 6 != 2) return -1;
        point = point << 6 | (**at & 0x3f);
    }
    return point < least[more] || point > 0x10ffff || (point >= 0xd800 && point < 0xe000) ? -1 : point;
}

static mnist37_status name_status(const unsigned char *name) {
    const unsigned char *end = memchr(name, 0, NAME);
    const unsigned char *last = name + NAME - 1;
    if (end == name || *last != 0) return MNIST37_ERROR_NAME_LENGTH;
    while (name < end) {
        const long point = code_point(&name);
        if (point < 0x20 || (point >= 0x7f && point < 0xa0)) return MNIST37_ERROR_NAME_ENCODING;
    }
    for (; name < last; ++name) {
        if (*name != 0) return MNIST37_ERROR_RESERVED;
    }
    return MNIST37_OK;
}

static mnist37_status names_status(const unsigned char *file) {
    for (int name = 0; name < 2; ++name) {
        const mnist37_status status = name_status(file + NAMES + NAME * name);
        if (status != MNIST37_OK) return status;
    }
    return memcmp(file + NAMES, file + NAMES + NAME, NAME) == 0 ? MNIST37_ERROR_NAMES_EQUAL : MNIST37_OK;
}

struct shape {
    unsigned height, width, channels;
};

static mnist37_status record_status(const struct layer *l, struct shape input, int element, int is_last, unsigned outputs) {
    const int is_convolution = l->kind == CONVOLUTION;
    if (!is_convolution && l->kind != DENSE) return MNIST37_ERROR_LAYER_KIND;
    if ((l->element != FLOAT32 && l->element != INT8) || (element >= 0 && l->element != (unsigned)element))
        return MNIST37_ERROR_ELEMENT_TYPE;
    if (l->activation != (is_convolution ? 1u : 0u)) return MNIST37_ERROR_ACTIVATION;
    if (l->zeros || l->more_zeros || (!is_convolution && (l->kernel || l->stride || l->padding)))
        return MNIST37_ERROR_RESERVED;
    if (l->height != input.height || l->width != input.width || l->channels != input.channels || is_last == is_convolution)
        return MNIST37_ERROR_SHAPE;
    if (!is_convolution) {
        const unsigned most = element < 0 ? 1 : 2;
        return l->outputs == outputs && outputs >= 1 && outputs <= most ? MNIST37_OK : MNIST37_ERROR_SHAPE;
    }
    const unsigned side = l->height < l->width ? l->height : l->width;
    return l->kernel >= 1 && l->kernel <= side && l->stride >= 1 && l->stride <= l->kernel &&
                   2 * l->padding < l->kernel && l->outputs >= 1 && l->outputs <= 64
               ? MNIST37_OK
               : MNIST37_ERROR_SHAPE;
}

/* Whether a tensor of `size` bytes stands at *offset, as the record says, with zeros up to a multiple of 4; moves on. */
static int takes(const unsigned char *file, size_t end, uint32_t stated, size_t size, size_t *offset) {
    const size_t padded = (size + 3) / 4 * 4;
    if (stated != *offset || padded > end - *offset) return 0;
    for (size_t at = *offset + size; at < *offset + padded; ++at) {
        if (file[at]) return 0;
    }
    *offset += padded;
    return 1;
}

static int tensors_are_there(const unsigned char *file, size_t end, const struct layer *l, size_t *offset) {
    const size_t count = weights_of(l);
    if (!takes(file, end, l->weights, l->element == INT8 ? count : 4 * count, offset)) return 0;
    if (l->element == INT8 ? !takes(file, end, l->scales, 4 * l->outputs, offset) : l->scales != 0) return 0;
    return takes(file, end, l->biases, 4 * l->outputs, offset);
}

static int values_are_usable(const unsigned char *file, const struct layer *l) {
    const size_t count = weights_of(l);
    for (size_t index = 0; l->element == FLOAT32 && index < count; ++index) {
        if (!isfinite(read_f32(file + l->weights + 4 * index))) return 0;
    }
    for (size_t output = 0; output < l->outputs; ++output) {
        const unsigned char *bias = file + l->biases + 4 * output;
        if (l->element == FLOAT32) {
            if (!isfinite(read_f32(bias))) return 0;
            continue;
        }
        const float scale = read_f32(file + l->scales + 4 * output);
        const int64_t value = (int32_t)read_u32(bias);
        if (!(scale >= 0x1p-40f && scale < 0x1p16f) || value < -(1 << 30) || value > 1 << 30) return 0;
    }
    return 1;
}

static mnist37_status layers_status(const unsigned char *file, size_t end) {
    const unsigned layers = file[16];
    size_t offset = HEADER + RECORD * layers, values = 0;
    struct shape input = {28, 28, 1};
    int element = -1;
    for (unsigned index = 0; index < layers; ++index) {
        const struct layer l = read_layer(file, index);
        const mnist37_status status = record_status(&l, input, element, index + 1 == layers, file[17]);
        if (status != MNIST37_OK) return status;
        if (!tensors_are_there(file, end, &l, &offset)) return MNIST37_ERROR_LAYOUT;
        if (!values_are_usable(file, &l)) return MNIST37_ERROR_WEIGHT_VALUE;
        element = (int)l.element;
        if (l.kind == CONVOLUTION) {
            values += (size_t)l.kernel * (l.width + 2 * l.padding) * l.channels;
            input = (struct shape){output_side(&l, l.height), output_side(&l, l.width), l.outputs};
        } else {
            values += (size_t)l.width * l.channels;
        }
    }
    if (offset != end) return MNIST37_ERROR_LAYOUT;
    return layers > 1 && values > 1008 ? MNIST37_ERROR_SCRATCH : MNIST37_OK;
}

mnist37_status reference_status(const unsigned char *file, size_t size) {
    static const unsigned char magic[8] = {0x89, 0x4d, 0x33, 0x37, 0x0d, 0x0a, 0x1a, 0x0a};
    if (memcmp(file, magic, size < 8 ? size : 8) != 0) return MNIST37_ERROR_MAGIC;
    if (size < 12) return MNIST37_ERROR_TRUNCATED;
    if (read_u32(file + 8) != 1) return MNIST37_ERROR_VERSION;
    if (size < HEADER + 4 || size < read_u32(file + 12)) return MNIST37_ERROR_TRUNCATED;
    if (size > read_u32(file + 12)) return MNIST37_ERROR_TRAILING;
    if (size % 4 != 0) return MNIST37_ERROR_LAYOUT;
    if (reference_checksum(file, size - 4) != read_u32(file + size - 4)) return MNIST37_ERROR_CHECKSUM;
    if (file[19] != 0 || read_u32(file + 60) != 0) return MNIST37_ERROR_RESERVED;
    if (file[18] > 4 || read_u32(file + 52) > read_u32(file + 48) || !isfinite(read_f32(file + 28)))
        return MNIST37_ERROR_METADATA;
    const mnist37_status names = names_status(file);
    if (names != MNIST37_OK) return names;
    if (file[16] < 1 || file[16] > LAYERS) return MNIST37_ERROR_LAYER_COUNT;
    if (HEADER + RECORD * (size_t)file[16] > size - 4) return MNIST37_ERROR_TRUNCATED;
    return layers_status(file, size - 4);
}
