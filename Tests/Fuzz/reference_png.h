#ifndef FUZZ_REFERENCE_PNG_H
#define FUZZ_REFERENCE_PNG_H

#include <stddef.h>
#include <stdint.h>

struct reference_picture {
    size_t width, height;
    /* (height, width) row-major grey, to be freed; null when libpng refuses the file. */
    uint8_t *pixels;
    /* How far a pixel may be off: 0, but for samples of 16 bits with alpha, which libpng's simplified API multiplies. */
    int tolerance;
};

/* A PNG by libpng's row API; grey as the documentation of GrayImage(png:) has it. */
struct reference_picture reference_png(const uint8_t *data, size_t size);

#endif
