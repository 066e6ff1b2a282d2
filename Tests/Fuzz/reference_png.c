#include "reference_png.h"

#include <png.h>
#include <stdlib.h>
#include <string.h>

struct input {
    const uint8_t *data;
    size_t left;
};

static void take(png_structp png, png_bytep bytes, size_t count) {
    struct input *input = png_get_io_ptr(png);
    if (count > input->left) png_error(png, "cut short");
    memcpy(bytes, input->data, count);
    input->data += count;
    input->left -= count;
}

static void stop(png_structp png, png_const_charp text) { (void)text, png_longjmp(png, 1); }
static void ignore(png_structp png, png_const_charp text) { (void)png, (void)text; }

struct samples {
    png_uint_32 width, height;
    unsigned channels, bytes; /* of a pixel; of a sample, big-endian */
    png_bytep values;
    png_bytepp rows;
};

static void read_samples(png_structp png, png_infop info, struct samples *samples) {
    /* What other programs pass over, as libpng's simplified API does. */
    png_set_benign_errors(png, 1);
    png_read_info(png, info);
    samples->width = png_get_image_width(png, info);
    samples->height = png_get_image_height(png, info);
    if ((uint64_t)samples->width * samples->height > 4096 * 4096) png_error(png, "large");
    png_set_expand(png);
    png_set_interlace_handling(png);
    png_read_update_info(png, info);
    samples->channels = png_get_channels(png, info);
    samples->bytes = png_get_bit_depth(png, info) / 8;
    const size_t row = png_get_rowbytes(png, info);
    samples->values = calloc(samples->height, row);
    samples->rows = calloc(samples->height, sizeof *samples->rows);
    if (samples->values == 0 || samples->rows == 0) abort();
    for (size_t index = 0; index < samples->height; ++index) samples->rows[index] = samples->values + index * row;
    png_read_image(png, samples->rows);
}

static unsigned luma(const unsigned *color) {
    return (19595 * color[0] + 38470 * color[1] + 7471 * color[2] + 32768) / 65536;
}

/* The upper 8 bits of red, green, blue and alpha of one pixel. */
static void read_pixel(const struct samples *samples, size_t index, unsigned *pixel) {
    const png_bytep first = samples->values + index * samples->channels * samples->bytes;
    const int has_alpha = samples->channels % 2 == 0;
    for (unsigned channel = 0; channel < 3; ++channel)
        pixel[channel] = first[(samples->channels > 2 ? channel : 0) * samples->bytes];
    pixel[3] = has_alpha ? first[(samples->channels - 1) * samples->bytes] : 255;
}

static void make_grey(const struct samples *samples, struct reference_picture *picture) {
    const size_t count = picture->width * picture->height;
    const int has_alpha = samples->channels % 2 == 0, is_deep = samples->bytes == 2;
    uint64_t grey = 0, weights = 0;
    unsigned pixel[4];
    for (size_t index = 0; has_alpha && index < count; ++index) {
        read_pixel(samples, index, pixel);
        grey += luma(pixel) * pixel[3];
        weights += pixel[3];
    }
    const unsigned paper = weights > 0 && grey >= 160 * weights ? 0 : 255;
    picture->pixels = malloc(count);
    if (picture->pixels == 0) abort();
    for (size_t index = 0; index < count; ++index) {
        read_pixel(samples, index, pixel);
        for (int channel = 0; channel < 3; ++channel)
            pixel[channel] = (2 * (pixel[3] * pixel[channel] + (255 - pixel[3]) * paper) + 255) / 510;
        picture->pixels[index] = (uint8_t)luma(pixel);
    }
    if (!is_deep || !has_alpha) return;
    /* A sample of 16 bits may come back as the next upper byte; then the mean may lie on the other side of 160. */
    picture->tolerance = llabs((int64_t)grey - (int64_t)(160 * weights)) <= (int64_t)weights ? 255 : 2;
}

struct reference_picture reference_png(const uint8_t *data, size_t size) {
    struct reference_picture picture = {0, 0, 0, 0};
    struct input input = {data, size};
    /* Where longjmp leaves it as it is. */
    static struct samples samples;
    memset(&samples, 0, sizeof samples);
    png_structp png = png_create_read_struct(PNG_LIBPNG_VER_STRING, 0, stop, ignore);
    png_infop info = png ? png_create_info_struct(png) : 0;
    if (info == 0) abort();
    if (setjmp(png_jmpbuf(png)) == 0) {
        png_set_read_fn(png, &input, take);
        read_samples(png, info, &samples);
        picture.width = samples.width;
        picture.height = samples.height;
        make_grey(&samples, &picture);
    }
    png_destroy_read_struct(&png, &info, 0);
    free(samples.values);
    free(samples.rows);
    return picture;
}
