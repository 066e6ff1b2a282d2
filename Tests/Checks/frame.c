/*
 * Frames the picture on standard input: width, height and MNIST37_INK_* as decimals with white space between them and a line's
 * end after them, then the pixels. Prints the 784 bytes in hexadecimal, or the text of the status. With a weights file as its
 * argument, it prints in a second line what the model makes of them: the digit, and the bits of logit, probability and known.
 */
#include <mnist37.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static unsigned long bits(float value) {
    uint32_t bits;
    memcpy(&bits, &value, sizeof bits);
    return bits;
}

static mnist37_status predict(const char *weights, const uint8_t *picture) {
    mnist37_model model;
    mnist37_prediction prediction;
    mnist37_status status = mnist37_model_open(&model, weights);
    if (status == MNIST37_OK) status = mnist37_predict_bytes(&model, picture, &prediction);
    if (status == MNIST37_OK)
        printf("%d %08lx %08lx %08lx\n", (int)prediction.digit, bits(prediction.logit), bits(prediction.probability),
               bits(prediction.known));
    mnist37_model_close(&model);
    return status;
}

int main(int argc, char **argv) {
    unsigned long width, height;
    int ink, index;
    if (scanf("%lu %lu %d", &width, &height, &ink) != 3 || getchar() != '\n') return 64;
    uint8_t *grey = malloc(width * height), framed[MNIST37_PIXELS];
    const size_t scratch_size = mnist37_frame_scratch(width, height);
    void *scratch = malloc(scratch_size);
    if (!grey || !scratch || fread(grey, 1, width * height, stdin) != width * height) return 65;
    const mnist37_status status = mnist37_frame(grey, width, height, width, ink, scratch, scratch_size, framed);
    if (status != MNIST37_OK) {
        puts(mnist37_status_text(status));
    } else {
        for (index = 0; index < MNIST37_PIXELS; ++index) printf("%02x", framed[index]);
        puts("");
        if (argc > 1 && predict(argv[1], framed) != MNIST37_OK) return 66;
    }
    free(scratch);
    free(grey);
    return 0;
}
