/*
 * Two copies of libmnist37.so in one process, each in a namespace of its own, as when a plugin brings its own version: both
 * answer alike from models of their own, from many threads, and one may be unloaded while the other goes on.
 * Prints "CASES FAILURES".
 *
 *   two_versions libmnist37.so other-libmnist37.so weights.m37
 */
#define _GNU_SOURCE
#include "mnist37.h"

#include <dlfcn.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>

enum { ROUNDS = 20000 };

typedef struct library {
    void *handle;
    mnist37_status (*open)(mnist37_model *, const char *);
    mnist37_status (*predict_bytes)(const mnist37_model *, const uint8_t *, mnist37_prediction *);
    void (*close)(mnist37_model *);
    mnist37_model model;
    mnist37_prediction first;
    int wrong;
} library;

static uint8_t pixels[MNIST37_PIXELS];
static int cases, failures;

static void expect(int holds, const char *what) {
    cases++;
    if (holds) return;
    failures++;
    fprintf(stderr, "two_versions: %s: does not hold\n", what);
}

static int load(library *library, const char *file, const char *weights) {
    library->handle = dlmopen(LM_ID_NEWLM, file, RTLD_NOW | RTLD_LOCAL);
    if (!library->handle) {
        fprintf(stderr, "two_versions: %s\n", dlerror());
        return 0;
    }
    *(void **)&library->open = dlsym(library->handle, "mnist37_model_open");
    *(void **)&library->predict_bytes = dlsym(library->handle, "mnist37_predict_bytes");
    *(void **)&library->close = dlsym(library->handle, "mnist37_model_close");
    return library->open && library->predict_bytes && library->close &&
           library->open(&library->model, weights) == MNIST37_OK &&
           library->predict_bytes(&library->model, pixels, &library->first) == MNIST37_OK;
}

static void *predict_often(void *argument) {
    library *library = argument;
    for (int i = 0; i < ROUNDS; i++) {
        mnist37_prediction prediction;
        if (library->predict_bytes(&library->model, pixels, &prediction) != MNIST37_OK ||
            memcmp(&prediction, &library->first, sizeof prediction) != 0)
            library->wrong++;
    }
    return NULL;
}

int main(int count, char **arguments) {
    if (count != 4) {
        fprintf(stderr, "usage: two_versions libmnist37.so other-libmnist37.so weights.m37\n");
        return 64;
    }
    for (int i = 0; i < MNIST37_PIXELS; i++) pixels[i] = (uint8_t)(i * 37 >> 3);
    static library libraries[2];
    for (int i = 0; i < 2; i++) expect(load(libraries + i, arguments[1 + i], arguments[3]), "a copy loads and answers");
    if (failures) return 1;
    expect(*(void **)&libraries[0].predict_bytes != *(void **)&libraries[1].predict_bytes, "they are two");
    expect(memcmp(&libraries[0].first, &libraries[1].first, sizeof libraries[0].first) == 0, "both answer alike");

    pthread_t threads[2];
    for (int i = 0; i < 2; i++) pthread_create(threads + i, NULL, predict_often, libraries + i);
    for (int i = 0; i < 2; i++) pthread_join(threads[i], NULL);
    expect(libraries[0].wrong == 0 && libraries[1].wrong == 0, "both answer alike at once");

    libraries[0].close(&libraries[0].model);
    expect(dlclose(libraries[0].handle) == 0, "one unloads");
    predict_often(libraries + 1);
    expect(libraries[1].wrong == 0, "the other goes on");
    libraries[1].close(&libraries[1].model);
    printf("%d %d\n", cases, failures);
    return failures != 0;
}
