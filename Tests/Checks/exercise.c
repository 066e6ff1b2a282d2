/*
 * Runs every function of the library on a weights file and on pictures made up from a seed, and prints the bits of all
 * answers: two runs that print the same, gave the same. Run with allocations.c preloaded, it also fails when a call
 * other than open and close allocates.
 *
 *   exercise weights.m37
 */
#include "mnist37.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Defined by allocations.c, when that is preloaded. */
extern unsigned long allocation_count __attribute__((weak));

enum { pictures = 67 };

static uint32_t aligned_file[1 << 14];
static float floats[pictures * MNIST37_PIXELS];
static uint8_t bytes[pictures * MNIST37_PIXELS];
static mnist37_prediction one[pictures], other[pictures], all[pictures], all_bytes[pictures];

static void show(const char *what, mnist37_status status, const mnist37_prediction *prediction) {
    uint32_t bits[3];
    memcpy(bits, &prediction->logit, 4);
    memcpy(bits + 1, &prediction->probability, 4);
    memcpy(bits + 2, &prediction->known, 4);
    printf("%s %d %d %08x %08x %08x\n", what, status, prediction->digit, bits[0], bits[1], bits[2]);
}

int main(int count, char **arguments) {
    FILE *file = count == 2 ? fopen(arguments[1], "rb") : NULL;
    if (!file) {
        fprintf(stderr, "usage: exercise weights.m37\n");
        return 64;
    }
    size_t size = fread(aligned_file, 1, sizeof aligned_file, file);
    fclose(file);
    /* A fifth of the pixels is ink, as in handwriting; the last pictures have some that are out of range. */
    uint32_t random = 37;
    for (int i = 0; i < pictures * MNIST37_PIXELS; i++) {
        random = random * 1664525 + 1013904223;
        bytes[i] = random >> 24 < 51 ? (uint8_t)(random >> 16) : 0;
        floats[i] = (float)bytes[i] / 255;
        if (i >= (pictures - 3) * MNIST37_PIXELS && random >> 24 == 255) floats[i] = (float)(int32_t)random * 1e-8f;
    }
    uint32_t nan_bits = 0x7fc00000;
    memcpy(floats + (pictures - 1) * MNIST37_PIXELS + 300, &nan_bits, 4);

    unsigned long before = &allocation_count ? allocation_count : 0;
    mnist37_model model;
    mnist37_info info = {.size = sizeof info};
    mnist37_status statuses[2 * pictures];
    mnist37_status opened = mnist37_model_init(&model, aligned_file, size);
    mnist37_status told = mnist37_model_info(&model, &info);
    for (int i = 0; i < pictures; i++) {
        statuses[2 * i] = mnist37_predict(&model, floats + i * MNIST37_PIXELS, one + i);
        statuses[2 * i + 1] = mnist37_predict_bytes(&model, bytes + i * MNIST37_PIXELS, other + i);
    }
    mnist37_status batch = mnist37_predict_batch(&model, floats, pictures, all);
    mnist37_status batch_bytes = mnist37_predict_batch_bytes(&model, bytes, pictures, all_bytes);
    mnist37_model_close(&model);
    unsigned long after = &allocation_count ? allocation_count : 0;

    printf("init %d info %d batch %d %d\n", opened, told, batch, batch_bytes);
    for (int i = 0; i < pictures; i++) {
        show("floats", statuses[2 * i], one + i);
        show("bytes", statuses[2 * i + 1], other + i);
        show("batch", batch, all + i);
        if (memcmp(other + i, all_bytes + i, sizeof *one) ||
            (i < pictures - 3 && (memcmp(one + i, other + i, sizeof *one) || memcmp(one + i, all + i, sizeof *one)))) {
            fprintf(stderr, "exercise: picture %d: floats, bytes and batch differ\n", i);
            return 1;
        }
    }
    if (opened != MNIST37_OK || told != MNIST37_OK) return 1;
    if (&allocation_count) {
        fprintf(stderr, "exercise: %lu allocations\n", after - before);
        return after != before;
    }
    return 0;
}
