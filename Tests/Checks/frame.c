/*
 * Frames the picture on standard input: width, height and MNIST37_INK_* as decimals with white space between them and a line's
 * end after them, then the pixels. Prints the 784 bytes in hexadecimal, or the text of the status.
 */
#include <mnist37.h>
#include <stdio.h>
#include <stdlib.h>

int main(void) {
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
    }
    free(scratch);
    free(grey);
    return 0;
}
