/*
 * Opening and closing, with the system's calls replaced by ones that count and that signals interrupt: who gives memory
 * back, how often, and whether an interrupted call is taken for a failure.
 *
 *   open weights.m37
 */
#define _GNU_SOURCE
#include "mnist37.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <sys/syscall.h>
#include <unistd.h>

/* How many calls are interrupted before one goes through, and how many bytes one read brings; 0 for all. */
static int interruptions;
static size_t piece;
static int unmapped;

static int is_interrupted(void) {
    if (interruptions == 0) return 0;
    interruptions--;
    errno = EINTR;
    return 1;
}

/* The library, linked to this program, calls these. */

int open(const char *path, int flags, ...) {
    return is_interrupted() ? -1 : (int)syscall(SYS_openat, AT_FDCWD, path, flags, 0);
}

ssize_t read(int file, void *to, size_t size) {
    if (is_interrupted()) return -1;
    if (piece != 0) interruptions = 1;
    return syscall(SYS_read, file, to, piece && piece < size ? piece : size);
}

int munmap(void *memory, size_t size) {
    unmapped++;
    return (int)syscall(SYS_munmap, memory, size);
}

static const uint8_t pixels[MNIST37_PIXELS];
static int failures;

static void expect(int holds, const char *what) {
    if (holds) return;
    failures++;
    fprintf(stderr, "open: %s: does not hold\n", what);
}

int main(int count, char **arguments) {
    if (count != 2) {
        fprintf(stderr, "usage: open weights.m37\n");
        return 64;
    }
    const char *path = arguments[1];
    mnist37_model model, copy, other;
    mnist37_prediction prediction;

    expect(mnist37_model_open(&model, path) == MNIST37_OK, "a file opens");
    copy = model;
    mnist37_model_close(&copy);
    expect(unmapped == 0, "closing a copy gives nothing back");
    expect(mnist37_predict_bytes(&copy, pixels, &prediction) == MNIST37_ERROR_NOT_INITIALIZED, "a closed copy is closed");
    copy = other = model;
    expect(mnist37_predict_bytes(&copy, pixels, &prediction) == MNIST37_OK, "a copy predicts");
    mnist37_model_close(&model);
    expect(unmapped == 1, "closing the model gives its memory back");
    mnist37_model_close(&model);
    mnist37_model_close(&copy);
    mnist37_model_close(&other);
    expect(unmapped == 1, "closing again, or its copies, gives nothing back");
    mnist37_model_close(NULL);

    interruptions = 3;
    expect(mnist37_model_open(&model, path) == MNIST37_OK, "an interrupted open is made again");
    mnist37_model_close(&model);
    piece = 100;
    expect(mnist37_model_open(&model, path) == MNIST37_OK, "a file that comes in pieces, interrupted, opens");
    mnist37_model_close(&model);
    expect(unmapped == 3, "each of them gives its memory back");

    if (failures == 0) printf("check-open: copies and interrupted calls do no harm\n");
    return failures != 0;
}
