/*
 * Frames pictures that it draws itself, from 1x1 to 640x480, and compares a hash of each result with the expected one. Like
 * runner.c it needs nothing but board.h, and 400 KB of RAM. Its last line is
 *     frames: P pictures M mismatches digest D
 * and its exit status is 1 when anything differed. Built with FRAMES_PRINT it prints the hashes instead, which become
 * frames.bin: `make conformance-frames`.
 */
#include "conformance.h"
#include "writing.h"

extern const unsigned char frames[];
extern const size_t frames_size;

enum { PADDING = 3, LARGEST_WIDTH = 640, LARGEST_HEIGHT = 480, SCRATCH = 69632 };

static const uint16_t sizes[][2] = {
    {1, 1},    {1, 2},     {2, 1},     {3, 3},     {5, 7},     {8, 8},     {12, 12},   {16, 20},   {20, 20},
    {21, 21},  {24, 24},   {28, 28},   {32, 24},   {40, 40},   {57, 91},   {64, 64},   {96, 96},   {100, 30},
    {127, 128}, {128, 128}, {129, 130}, {160, 120}, {200, 150}, {255, 257}, {320, 240}, {480, 320}, {640, 480},
    {640, 1},  {1, 480},
};
enum { SIZES = sizeof sizes / sizeof sizes[0], KINDS = 14, PICTURES = SIZES * KINDS };

static uint8_t picture[(LARGEST_WIDTH + PADDING) * LARGEST_HEIGHT];
/* One byte more, so that it can begin at an odd address. */
static uint8_t scratch[SCRATCH + 1];
static uint8_t form[MNIST37_PIXELS];

static uint32_t state;

/* Marsaglia's xorshift32. */
static uint32_t next(void) {
    state ^= state << 13;
    state ^= state >> 17;
    state ^= state << 5;
    return state;
}

static uint8_t clamped(int value) { return (uint8_t)(value < 0 ? 0 : value > 255 ? 255 : value); }

/* How much ink, 0 to 255, a digit has that fills the middle two thirds of a picture. */
static int ink(const uint8_t *digit, int x, int y, int width, int height) {
    const int side = (width < height ? width : height) * 2 / 3;
    if (side == 0) return 0;
    const int column = (x - (width - side) / 2) * 28 / side, row = (y - (height - side) / 2) * 28 / side;
    return column < 0 || column >= 28 || row < 0 || row >= 28 ? 0 : digit[28 * row + column];
}

/* Draws a picture of a kind; the bytes between its rows are anything. */
static void draw(unsigned kind, int width, int height, int stride) {
    const uint8_t *digit = digits[next() % 16];
    const int contrast = 60 + (int)(next() % 160), noise = (int)(next() % 24), shade = (int)(next() % 100);
    const int pen = 1 + width / 24, line = height / 6 + 1;
    for (int y = 0; y < height; ++y) {
        for (int x = 0; x < stride; ++x) {
            const uint32_t drawn = next();
            int value = 240 - shade * x / width - ink(digit, x, y, width, height) * contrast / 300;
            switch (kind) {
            case 0: value = (int)(drawn >> 24); break;                          /* noise */
            case 1: value = (int)(drawn >> 31) * 255; break;                    /* of two levels */
            case 2: value = 200; break;                                         /* nothing */
            case 3: value = 255 * x / width; break;                             /* a slope */
            case 4: value = 255 - ink(digit, x, y, width, height); break;       /* a drawing */
            case 5: value = ink(digit, x, y, width, height); break;             /* light ink */
            case 6: break;                                                      /* a photograph */
            case 7: value = 255 - value; break;                                 /* of chalk */
            case 8: if (y % line < pen) value = 40; break;                      /* ruled lines */
            case 9: if (x > width / 2) value = value * 2 / 5; break;            /* a hard shadow */
            case 10:                                                            /* a frame */
                if (x < width / 10 + pen || y < height / 10 + pen || x > width * 9 / 10 - pen || y > height * 9 / 10 - pen)
                    if (x >= width / 10 && y >= height / 10 && x <= width * 9 / 10 && y <= height * 9 / 10) value = 30;
                break;
            case 11: value = (x + y) & 1 ? 255 : 0; break;                      /* the most regions there can be */
            case 12: value = y & 1 && x % (width / 2 + 1) ? 255 : 0; break;     /* the longest region */
            default: value = drawn >> 16 < 40 ? 0 : 255;                        /* specks */
            }
            if (kind >= 6 && kind <= 10 && noise) value += (int)(drawn >> 8) % noise - noise / 2;
            picture[y * stride + x] = clamped(value);
        }
    }
}

static uint32_t hash_byte(uint32_t hash, uint32_t byte) { return (hash ^ byte) * 16777619u; }

/* FNV-1a of the status, and of the result where there is one. */
static uint32_t frame(unsigned number) {
    const int width = sizes[number % SIZES][0], height = sizes[number % SIZES][1];
    const int stride = width + (number & 1 ? PADDING : 0);
    static const int32_t inks[] = {MNIST37_INK_DECIDE, MNIST37_INK_DECIDE, MNIST37_INK_DECIDE, MNIST37_INK_DARK,
                                   MNIST37_INK_LIGHT};
    state = 2463534242u + number;
    draw(number / SIZES, width, height, stride);
    const size_t size = mnist37_frame_scratch((size_t)width, (size_t)height);
    for (size_t index = 0; index < MNIST37_PIXELS; ++index) form[index] = 0;
    const mnist37_status status = mnist37_frame(picture, (size_t)width, (size_t)height, (size_t)stride, inks[number % 5],
                                                scratch + (number >> 1 & 1), size, form);
    uint32_t hash = hash_byte(2166136261u, (uint32_t)status);
    for (size_t index = 0; index < MNIST37_PIXELS; ++index) hash = hash_byte(hash, form[index]);
    return hash;
}

int main(void) {
    unsigned mismatches = frames_size != 4 * PICTURES;
    uint32_t digest = 2166136261u;
    for (unsigned number = 0; number < PICTURES; ++number) {
        const uint32_t hash = frame(number);
        digest = hash_byte(digest, hash);
#ifdef FRAMES_PRINT
        write_labelled("", hash, 16);
        board_write("\n");
        continue;
#endif
        const unsigned char *bytes = frames + 4 * number;
        const uint32_t expected =
            bytes[0] | (uint32_t)bytes[1] << 8 | (uint32_t)bytes[2] << 16 | (uint32_t)bytes[3] << 24;
        if (mismatches == 0 || frames_size == 4 * PICTURES) {
            if (hash == expected || ++mismatches > 3) continue;
            write_labelled("picture ", number, 10);
            write_labelled(": hash ", hash, 16);
            write_labelled(", expected ", expected, 16);
            board_write("\n");
        }
    }
#ifdef FRAMES_PRINT
    return 0;
#endif
    write_labelled("frames: ", PICTURES, 10);
    write_labelled(" pictures ", mismatches, 10);
    write_labelled(" mismatches digest ", digest, 16);
    board_write("\n");
    return mismatches != 0;
}
