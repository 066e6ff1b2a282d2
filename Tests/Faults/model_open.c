/*
 * mnist37_model_open with the n-th of the system's calls failing, for every n: the status tells which, nothing stays open or
 * mapped, and the model is not initialised. Prints "CASES FAILURES".
 *
 *   model_open weights.m37
 */
#define _GNU_SOURCE
#include "mnist37.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

/* Calls until one fails; that call's name. */
static int countdown;
static const char *failed;
static int open_files, mappings;
/* What a call that fails says: an error, or that the file ended where it has not. */
static int ends_early;

static int fails(const char *name, int error) {
    if (countdown == 0 || --countdown != 0) return 0;
    failed = name;
    errno = error;
    return 1;
}

/* The library, linked to this program, calls these. */

int open(const char *path, int flags, ...) {
    if (fails("open", EMFILE)) return -1;
    open_files++;
    return (int)syscall(SYS_openat, AT_FDCWD, path, flags, 0);
}

int fstat(int file, struct stat *status) { return fails("fstat", EIO) ? -1 : (int)syscall(SYS_fstat, file, status); }

void *mmap(void *address, size_t size, int protection, int flags, int file, off_t offset) {
    if (fails("mmap", ENOMEM)) return MAP_FAILED;
    mappings++;
    return (void *)syscall(SYS_mmap, address, size, protection, flags, file, offset);
}

/* A read brings 1000 bytes at most, so that there are several. */
ssize_t read(int file, void *to, size_t size) {
    if (fails("read", EIO)) return ends_early ? 0 : -1;
    return syscall(SYS_read, file, to, size < 1000 ? size : 1000);
}

int close(int file) {
    open_files--;
    syscall(SYS_close, file);
    return fails("close", EIO) ? -1 : 0;
}

int munmap(void *memory, size_t size) {
    mappings--;
    return (int)syscall(SYS_munmap, memory, size);
}

static mnist37_status expected(const char *name) {
    switch (name[0]) {
    case 'o': return MNIST37_ERROR_OPEN;
    case 'm': return MNIST37_ERROR_MEMORY;
    case 'c': return MNIST37_OK; /* all of a file that was only read is there, whatever close says */
    default: return MNIST37_ERROR_READ;
    }
}

static int failures;

static void expect(int holds, int call, const char *what) {
    if (holds) return;
    failures++;
    fprintf(stderr, "model_open: call %d, %s, fails: %s: does not hold\n", call, failed ? failed : "none", what);
}

/* Whether a call failed. */
static int try_call(const char *path, int call) {
    static const uint8_t pixels[MNIST37_PIXELS];
    mnist37_model model;
    mnist37_prediction prediction;
    failed = NULL;
    open_files = mappings = 0;
    countdown = call;
    const mnist37_status status = mnist37_model_open(&model, path);
    countdown = 0;
    expect(status == (failed ? expected(failed) : MNIST37_OK), call, "the status tells what failed");
    expect(open_files == 0, call, "no file stays open");
    expect(mappings == (status == MNIST37_OK), call, "memory stays only with an open model");
    expect(mnist37_predict_bytes(&model, pixels, &prediction) ==
               (status == MNIST37_OK ? MNIST37_OK : MNIST37_ERROR_NOT_INITIALIZED), call, "the model is as the status says");
    mnist37_model_close(&model);
    expect(mappings == 0, call, "closing gives the memory back, once");
    return failed != NULL;
}

int main(int count, char **arguments) {
    if (count != 2) {
        fprintf(stderr, "usage: model_open weights.m37\n");
        return 64;
    }
    int cases = 0;
    for (ends_early = 0; ends_early < 2; ends_early++)
        for (int call = 1; cases++, try_call(arguments[1], call); call++) {}
    printf("%d %d\n", cases, failures);
    return failures != 0;
}
