/* Weights files by name: whole ones, damaged ones, and what is no file. */
#define _GNU_SOURCE
#include "torture.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

static mnist37_model model;
static unsigned char bytes[1 << 20];

static void expect_open(const char *path, mnist37_status expected) {
    ++count->inputs;
    const mnist37_status found = mnist37_model_open(&model, path);
    if (found != expected) fail("mnist37_model_open", found, expected);
}

/* What was opened predicts when the file has changed; a copy may be closed, and everything twice. */
static void check_open_model(int file) {
    float pixels[MNIST37_PIXELS];
    mnist37_prediction prediction;
    draw_floats(pixels);
    const struct answer expected = reference_predict(bytes, pixels);
    if (ftruncate(file, 10) != 0) abort();
    mnist37_model copy = model;
    mnist37_model_close(&copy);
    const mnist37_status status = mnist37_predict(&model, pixels, &prediction);
    ++count->predictions;
    if (status != expected.status) fail("mnist37_predict", status, expected.status);
    if (status == MNIST37_OK && memcmp(&prediction, &expected.prediction, sizeof prediction) != 0)
        fail("mnist37_predict, bytes", 0, 0);
    mnist37_model_close(&model);
    mnist37_model_close(&model);
}

static void open_one(const struct base *base, int file, const char *path) {
    size_t size = random_below(3) ? base->size : random_below((uint32_t)base->size + 1);
    memcpy(bytes, base->bytes, base->size);
    for (unsigned changes = random_below(3); changes && size; --changes)
        bytes[random_below((uint32_t)size)] ^= (unsigned char)(1 << random_below(8));
    if (random_below(2)) seal(bytes, size);
    if (ftruncate(file, 0) != 0 || pwrite(file, bytes, size, 0) != (ssize_t)size) abort();
    const mnist37_status status = size ? reference_status(bytes, size) : MNIST37_ERROR_TRUNCATED;
    expect_open(path, status);
    if (status == MNIST37_OK) check_open_model(file);
}

void try_open(void) {
    char path[64];
    const int file = memfd_create("torture", 0);
    if (file < 0) abort();
    snprintf(path, sizeof path, "/proc/self/fd/%d", file);
    expect_open("/nowhere/at all", MNIST37_ERROR_OPEN);
    expect_open("/", MNIST37_ERROR_READ);
    expect_open("/dev/null", MNIST37_ERROR_READ);
    expect_open(0, MNIST37_ERROR_NULL);
    if (ftruncate(file, (1 << 24) + 1) != 0) abort();
    expect_open(path, MNIST37_ERROR_TRAILING);
    if (mnist37_model_open(0, path) != MNIST37_ERROR_NULL) fail("no model", 0, MNIST37_ERROR_NULL);
    for (unsigned index = 0; index < base_count; ++index) {
        for (unsigned time = 0; time < 2000; ++time) {
            if (is_mine(19)) open_one(&bases[index], file, path);
        }
    }
    close(file);
}
