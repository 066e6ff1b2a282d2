/*
 * Frames and classifies a picture of any size with libmnist37: a photograph's, a scanner's or a camera's grey.
 *
 *     cc -I include examples/c/classify_pgm.c -L build/lib -lmnist37 -Wl,-rpath,"$PWD/build/lib" -o classify_pgm
 *     ./classify_pgm WEIGHTS.m37 [PICTURE.pgm]
 *
 * PICTURE.pgm, or standard input without it, is a binary PGM: "P5", width, height and 255, each followed by white space, then
 * a byte for each pixel, 0 black to 255 white. `djpeg -grayscale -pnm PHOTO.jpg` and `pngtopnm PICTURE.png` write one.
 */
#include <ctype.h>
#include <mnist37.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A grey picture: (height, width) bytes, row by row. */
typedef struct grey_picture {
    size_t width, height;
    uint8_t *grey; /* from malloc */
} grey_picture;

/* The next character of a header, in which a comment, from '#' to the end of its line, counts as that end. */
static int header_character(FILE *file) {
    int character = getc(file);
    if (character == '#')
        while (character != '\n' && character != '\r' && character != EOF) character = getc(file);
    return character;
}

/* The next number of a header, with the white space that ends it; -1 when there is none, or it is above 16,777,215. */
static long header_number(FILE *file) {
    int character;
    long number = 0;
    do {
        character = header_character(file);
    } while (isspace(character));
    if (!isdigit(character)) return -1;
    for (; isdigit(character); character = header_character(file)) {
        number = 10 * number + (character - '0');
        if (number > 0xffffff) return -1;
    }
    return isspace(character) ? number : -1;
}

/* Reads the first picture of a PGM. Null, or what is wrong with the file; then there is no picture to free. */
static const char *read_pgm(FILE *file, grey_picture *picture) {
    if (getc(file) != 'P' || getc(file) != '5' || !isspace(header_character(file)))
        return "not a binary PGM, which begins with P5";
    const long width = header_number(file), height = header_number(file), white = header_number(file);
    if (width < 0 || height < 0 || white < 0) return "the header has no width, height and maximum, or one is too large";
    if (white != 255) return "the maximum in the header is not 255";
    /* Any size that mnist37_frame takes, at most 2^31 pixels, fits a size_t. */
    if (mnist37_frame_scratch((size_t)width, (size_t)height) == 0) return "no pixels, or too many";
    const size_t count = (size_t)width * (size_t)height;
    uint8_t *grey = malloc(count);
    if (!grey) return "no memory for a picture of this size";
    if (fread(grey, 1, count, file) != count) {
        free(grey);
        return ferror(file) ? "cannot be read" : "fewer pixels than the header says";
    }
    picture->width = (size_t)width;
    picture->height = (size_t)height;
    picture->grey = grey;
    return NULL;
}

/* Frames a picture, whichever side of its grey is ink, and classifies it. Null, or what is wrong. */
static const char *classify(const mnist37_model *model, const grey_picture *picture, mnist37_prediction *prediction) {
    const size_t scratch_size = mnist37_frame_scratch(picture->width, picture->height);
    void *scratch = malloc(scratch_size);
    if (!scratch) return "no memory for framing";
    uint8_t framed[MNIST37_PIXELS];
    mnist37_status status = mnist37_frame(picture->grey, picture->width, picture->height, picture->width,
                                          MNIST37_INK_DECIDE, scratch, scratch_size, framed);
    free(scratch);
    if (status == MNIST37_OK) status = mnist37_predict_bytes(model, framed, prediction);
    return status == MNIST37_OK ? NULL : mnist37_status_text(status);
}

static unsigned long bits(float value) {
    uint32_t bits;
    memcpy(&bits, &value, sizeof bits);
    return bits;
}

static int fail(const char *file, const char *reason) {
    fprintf(stderr, "classify_pgm: %s: %s\n", file, reason);
    return 1;
}

int main(int argc, char **argv) {
    if (argc < 2 || argc > 3) {
        fprintf(stderr, "usage: classify_pgm WEIGHTS.m37 [PICTURE.pgm]\n");
        return 64;
    }
    const char *name = argc == 3 ? argv[2] : "standard input";
    FILE *file = argc == 3 ? fopen(name, "rb") : stdin;
    if (!file) return fail(name, "cannot be opened");
    grey_picture picture;
    const char *problem = read_pgm(file, &picture);
    if (file != stdin) fclose(file);
    if (problem) return fail(name, problem);

    mnist37_model model;
    mnist37_prediction prediction;
    mnist37_info info;
    info.size = sizeof info;
    mnist37_status status = mnist37_model_open(&model, argv[1]);
    if (status == MNIST37_OK) status = mnist37_model_info(&model, &info);
    if (status == MNIST37_OK) problem = classify(&model, &picture, &prediction);
    mnist37_model_close(&model);
    free(picture.grey);
    if (status != MNIST37_OK) return fail(argv[1], mnist37_status_text(status));
    if (problem) return fail(name, problem);

    if (prediction.known < 0.5f) printf("neither  %.4f", 1 - (double)prediction.known);
    else printf("%s  %.4f", info.class_names[prediction.logit > 0 ? 0 : 1], (double)prediction.probability);
    printf("  (bits: logit %08lx, probability %08lx, known %08lx)\n", bits(prediction.logit), bits(prediction.probability),
           bits(prediction.known));
    return fflush(stdout) == 0 ? 0 : fail("standard output", "cannot be written");
}
