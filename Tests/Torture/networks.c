/* Good files, and files just beyond good ones: networks of random layers, weights of every size, scales and biases at the
 * ends of their ranges. Here kernels meet shapes that nobody trains. */
#include "torture.h"

#include <string.h>

enum { ROOM = 1 << 20, MOST_IN_MEMORY = 1008 };
static unsigned char made[ROOM];
static size_t used;

static void put(uint32_t value, size_t width) {
    for (size_t byte = 0; byte < width; ++byte) made[used++] = (unsigned char)(value >> 8 * byte);
}

static void put_float(float value) {
    uint32_t bits;
    memcpy(&bits, &value, sizeof bits);
    put(bits, 4);
}

/* What the numbers of a network are like: `size` is what its weights are multiplied by. */
struct manner {
    unsigned kind;
    float size;
};

static void put_weight(struct manner manner) {
    const uint32_t draw = next_random();
    const float uniform = (float)((int32_t)(draw >> 8) - 0x800000) * 0x1p-23f;
    switch (manner.kind) {
    case 0: put(draw % 0xff ? draw & 0x807fffff : 0x3f800000, 4); break;                /* denormal */
    case 1: put((draw & 0x807fffff) | (draw >> 23 & 0xff) % 255 << 23, 4); break;        /* any finite */
    case 2: put(draw & 3 ? draw & 0x80000000 : 0x3f800000, 4); break;                    /* zeros of both signs */
    default: put_float(uniform * manner.size);
    }
}

static void put_scale(size_t inputs, int is_last) {
    const float fitting = (is_last ? 4.0f : 200.0f) / (60.0f * 128.0f * (float)(inputs + 1)) * (float)(1 + random_below(64));
    switch (random_below(8)) {
    case 0: put((87 + random_below(56)) << 23, 4); break;                                 /* a power of two in range */
    case 1: put(random_below(2) ? 0x2b800000 : 0x477fffff, 4); break;                     /* the ends of the range */
    case 2: put((87 + random_below(56)) << 23 | (next_random() & 0x7f8000), 4); break;    /* few digits: halves */
    default: put_float(fitting);
    }
}

static void put_integer_bias(void) {
    const uint32_t sign = random_below(2) ? 0 : 0xffffffff;
    switch (random_below(8)) {
    case 0: put((0x40000000 ^ sign) - sign, 4); break;
    case 1: put(((0x01000000 - random_below(300000)) ^ sign) - sign, 4); break;           /* sums about 2^24 */
    default: put((random_below(20000) ^ sign) - sign, 4);
    }
}

/* A layer's record from `record` on, its tensors from `used` on. */
static void put_layer(size_t record, struct layer l, struct manner manner) {
    const size_t count = weights_of(&l), inputs = count / l.outputs;
    l.weights = (uint32_t)used;
    for (size_t index = 0; index < count; ++index) {
        if (l.element == INT8) put(manner.kind == 2 ? 0x80 : next_random() & 0xff, 1);
        else put_weight(manner);
    }
    while (used % 4) put(0, 1);
    l.scales = l.element == INT8 ? (uint32_t)used : 0;
    for (unsigned output = 0; l.element == INT8 && output < l.outputs; ++output) put_scale(inputs, l.kind == DENSE);
    l.biases = (uint32_t)used;
    for (unsigned output = 0; output < l.outputs; ++output) {
        if (l.element == INT8) put_integer_bias();
        else put_weight(manner);
    }
    const size_t end = used;
    used = record;
    const uint8_t fields[] = {(uint8_t)l.kind, (uint8_t)l.element, l.kind == CONVOLUTION, (uint8_t)l.kernel,
                              (uint8_t)l.stride, (uint8_t)l.padding, 0, 0};
    for (size_t index = 0; index < sizeof fields; ++index) put(fields[index], 1);
    put(l.height, 2), put(l.width, 2), put(l.channels, 2), put(l.outputs, 2);
    put(l.weights, 4), put(l.scales, 4), put(l.biases, 4), put(0, 4);
    used = end;
}

/* A convolution that an input can have; mostly of a size for which there are fast loops. */
static struct layer draw_convolution(struct layer l) {
    const unsigned side = l.height < l.width ? l.height : l.width;
    l.kind = CONVOLUTION;
    l.kernel = side < 3 || random_below(3) == 0 ? 1 + random_below(side < 7 ? side : 7) : 3;
    l.stride = l.kernel == 3 && random_below(2) ? 2 : 1 + random_below(l.kernel);
    l.padding = random_below((l.kernel + 1) / 2);
    static const unsigned outputs[] = {4, 8, 8, 16, 16};
    l.outputs = random_below(2) ? outputs[random_below(5)] : 1 + random_below(random_below(4) ? 20 : 64);
    /* One step beyond what the format has, and all that follows as if it had that. */
    switch (random_below(40)) {
    case 0: l.stride = l.kernel + 1; break;
    case 1: l.padding = (l.kernel + 1) / 2; break;
    case 2: l.kernel = side + 1, l.padding = 1; break;
    case 3: l.outputs = 65; break;
    default: break;
    }
    return l;
}

/* As many outputs of the last convolution as libmnist37 has memory for, or one more. */
static void fill_memory(struct layer *layers, unsigned convolutions) {
    size_t values = 0;
    for (unsigned index = 0; index < convolutions; ++index) {
        const struct layer *l = &layers[index];
        values += (size_t)l->kernel * (l->width + 2 * l->padding) * l->channels;
    }
    struct layer *last = &layers[convolutions];
    if (values >= MOST_IN_MEMORY || last->width == 0) return;
    const unsigned outputs = (unsigned)((MOST_IN_MEMORY - values) / last->width) + random_below(2);
    if (outputs >= 1 && outputs <= 64) layers[convolutions - 1].outputs = last->channels = outputs;
}

/* The layers of the networks that ship, whose loops are compiled for their sizes. */
static unsigned shipped_layers(struct layer *layers, struct layer l) {
    static const unsigned outputs[2][3] = {{4, 8, 0}, {8, 16, 16}};
    const unsigned which = random_below(2);
    unsigned number = 0;
    for (; number < 2 + which; ++number) {
        l.kind = CONVOLUTION, l.kernel = 3, l.stride = 2, l.padding = 1, l.outputs = outputs[which][number];
        layers[number] = l;
        l.height = output_side(&l, l.height), l.width = output_side(&l, l.width), l.channels = l.outputs;
    }
    layers[number] = l;
    return number;
}

static unsigned random_layers(struct layer *layers, struct layer l) {
    unsigned number = 0;
    for (const unsigned wanted = random_below(LAYERS); number < wanted; ++number) {
        l = draw_convolution(l);
        layers[number] = l;
        l.height = output_side(&l, l.height), l.width = output_side(&l, l.width), l.channels = l.outputs;
    }
    layers[number] = l;
    return number;
}

static size_t make_network(void) {
    struct layer layers[LAYERS], first = {.height = 28, .width = 28, .channels = 1, .element = random_below(2)};
    const unsigned convolutions = random_below(3) ? random_layers(layers, first) : shipped_layers(layers, first);
    struct layer *last = &layers[convolutions];
    last->kind = DENSE, last->kernel = last->stride = last->padding = 0;
    last->outputs = convolutions == 0 ? 1 + (random_below(40) == 0) : 1 + random_below(2) + (random_below(40) == 0);
    if (convolutions && random_below(8) == 0) fill_memory(layers, convolutions);
    memcpy(made, bases[0].bytes, HEADER);
    made[16] = (unsigned char)(convolutions + 1);
    made[17] = (unsigned char)last->outputs;
    used = HEADER + RECORD * (convolutions + 1);
    static const float sizes[] = {0.05f, 0.3f, 0.3f, 1, 1e10f, 1e19f, 1e30f, 3e38f};
    for (unsigned index = 0; index <= convolutions; ++index) {
        const struct manner manner = {random_below(12), sizes[random_below(8) % (random_below(3) ? 4 : 8)]};
        if (used + 4 * weights_of(&layers[index]) + 1024 > ROOM) return 0;
        put_layer(HEADER + RECORD * index, layers[index], manner);
    }
    put(0, 4);
    seal(made, used);
    return used;
}

void try_networks(void) {
    for (unsigned time = 0; time < 150000; ++time) {
        if (!is_mine(199)) continue;
        const size_t size = make_network();
        if (size) check_file(made, size);
    }
}
