/* Pictures of all sizes for mnist37_frame: the same answer wherever the scratch memory lies and whatever is in it, and nothing
 * written on an error. */
#include "torture.h"

#include <string.h>

static uint8_t pixel(uint32_t kind, unsigned x, unsigned y, unsigned width, unsigned height, uint32_t parameter) {
    const uint32_t draw = next_random();
    const unsigned left = width / 4, top = height / 4;
    const int is_inside = x >= left && x < width - left && y >= top && y < height - top;
    const int is_stroke = is_inside && (x - left < 1 + width / 12 || y - top < 1 + height / 12);
    switch (kind) {
    case 0: return (uint8_t)draw;
    case 1: return draw & 1 ? 255 : 0;
    case 2: return (uint8_t)(is_stroke ? 30 + draw % 30 : 200 + draw % 40);
    case 3: return is_stroke ? 255 : 0;
    case 4: return (x + y) & 1 ? 255 : 0;
    case 5: return draw % 50 ? 255 : 0;
    case 6: return (uint8_t)(255 * x / width);
    case 7: return y % (2 + parameter % 9) == 0 || is_stroke ? 20 : 240;
    case 8: return (uint8_t)parameter;
    default: return (uint8_t)((is_stroke ? 60 : 220) - 60 * x / width - draw % (1 + parameter % 20));
    }
}

static void check_frame(unsigned width, unsigned height) {
    const unsigned stride = width + random_below(4), kind = random_below(10), parameter = next_random();
    const int32_t ink = (int32_t)random_below(3);
    const size_t grey_size = (size_t)stride * (height - 1) + width;
    uint8_t *grey = block(GREY_BLOCK, grey_size), forms[2][MNIST37_PIXELS];
    for (size_t index = 0; index < grey_size; ++index) {
        grey[index] = pixel(kind, (unsigned)(index % stride), (unsigned)(index / stride), width, height, parameter);
    }
    const size_t needed = mnist37_frame_scratch(width, height);
    mnist37_status statuses[2];
    for (unsigned time = 0; time < 2; ++time) {
        const unsigned offset = random_below(8);
        uint8_t *scratch = block(SCRATCH_BLOCK, needed + offset), *form = block(FORM_BLOCK, MNIST37_PIXELS);
        memset(scratch, time ? 0xff : 0, needed + offset);
        memset(form, 37, MNIST37_PIXELS);
        statuses[time] = mnist37_frame(grey, width, height, stride, ink, scratch + offset, needed, form);
        memcpy(forms[time], form, MNIST37_PIXELS);
        if (mnist37_frame(grey, width, height, stride, ink, scratch + offset, needed - 1, form) !=
            MNIST37_ERROR_FRAME_SCRATCH)
            fail("scratch memory that is short", 0, MNIST37_ERROR_FRAME_SCRATCH);
    }
    ++count->inputs;
    if (statuses[0] != statuses[1]) fail("mnist37_frame", statuses[1], statuses[0]);
    if (memcmp(forms[0], forms[1], MNIST37_PIXELS) != 0) fail("mnist37_frame, bytes", 0, 0);
    unsigned ink_seen = 0;
    for (unsigned index = 0; index < MNIST37_PIXELS; ++index) {
        if (forms[0][index] > ink_seen) ink_seen = forms[0][index];
        if (statuses[0] != MNIST37_OK && forms[0][index] != 37) fail("a picture that was not framed", forms[0][index], 37);
    }
    if (statuses[0] == MNIST37_OK && ink_seen < 254) fail("the brightest pixel", ink_seen, 255);
    if (statuses[0] != MNIST37_OK && statuses[0] != MNIST37_ERROR_NO_INK && statuses[0] != MNIST37_ERROR_ONLY_INK)
        fail("mnist37_frame", statuses[0], MNIST37_OK);
}

/* A ring of 20x20 pixels in the middle of 28x28 has MNIST's form, and passes as it is, in either polarity. */
static void check_passing(void) {
    const uint8_t mask = random_below(2) ? 255 : 0;
    const unsigned stride = 28 + random_below(4), thickness = 1 + random_below(9);
    uint8_t *grey = block(GREY_BLOCK, stride * 28), form[MNIST37_PIXELS], *scratch;
    const size_t needed = mnist37_frame_scratch(28, 28);
    scratch = block(SCRATCH_BLOCK, needed);
    for (unsigned y = 0; y < 28; ++y) {
        for (unsigned x = 0; x < stride; ++x) {
            const unsigned across = x < 14 ? x : 27 - x, down = y < 14 ? y : 27 - y, edge = across < down ? across : down;
            grey[y * stride + x] = (x < 28 && edge >= 4 && edge < 4 + thickness ? 255 : 0) ^ mask;
        }
    }
    ++count->inputs;
    const mnist37_status status = mnist37_frame(grey, 28, 28, stride, MNIST37_INK_DECIDE, scratch, needed, form);
    if (status != MNIST37_OK) return fail("mnist37_frame", status, MNIST37_OK);
    for (unsigned index = 0; index < MNIST37_PIXELS; ++index) {
        const int expected = grey[index / 28 * stride + index % 28] ^ mask;
        if (form[index] != expected) return fail("what has MNIST's form", form[index], expected);
    }
}

static void check_refused(void) {
    static const size_t sizes[][3] = {{0, 1, 1}, {1, 0, 1}, {3, 3, 2}, {(size_t)1 << 24, 1, (size_t)1 << 24}, {1, (size_t)1 << 24, 1},
                                      {1 << 16, 1 << 16, 1 << 16}, {SIZE_MAX, 2, SIZE_MAX}, {2, 2, SIZE_MAX / 2}};
    uint8_t pixels[9] = {0}, form[MNIST37_PIXELS], scratch[1];
    for (unsigned index = 0; index < sizeof sizes / sizeof sizes[0]; ++index) {
        ++count->inputs;
        const mnist37_status status = mnist37_frame(pixels, sizes[index][0], sizes[index][1], sizes[index][2],
                                                    MNIST37_INK_DECIDE, scratch, SIZE_MAX / 2, form);
        if (status != MNIST37_ERROR_PICTURE_SIZE) fail("a size that is refused", status, MNIST37_ERROR_PICTURE_SIZE);
    }
    const mnist37_status status = mnist37_frame(pixels, 3, 3, 3, 3, scratch, SIZE_MAX / 2, form);
    if (status != MNIST37_ERROR_INK) fail("an ink that is none", status, MNIST37_ERROR_INK);
}

void try_framing(void) {
    check_refused();
    for (unsigned time = 0; time < 100000; ++time) {
        if (!is_mine(97)) continue;
        /* Mostly small, where every edge is near. */
        const unsigned most = time % 64 == 0 ? 700 : time % 8 == 0 ? 160 : 40;
        const unsigned width = 1 + random_below(most), height = 1 + random_below(most);
        if (time % 32 == 1) check_passing();
        else check_frame(width, height);
    }
}
