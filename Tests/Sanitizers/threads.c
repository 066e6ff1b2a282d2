/*
 * Many threads that predict from one model at once, by every function, while others read what it says of itself, copy it and
 * frame pictures: under the thread sanitizer no two of them may touch the same memory, and every answer is the first one.
 *
 *   threads weights.m37...
 */
#include "mnist37.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { THREADS = 8, PICTURES = 7, ROUNDS = 20, SIDE = 40 };

static mnist37_model model;
static float floats[PICTURES * MNIST37_PIXELS];
static uint8_t bytes[PICTURES * MNIST37_PIXELS], grey[SIDE * SIDE], first_framed[MNIST37_PIXELS];
static mnist37_prediction first[PICTURES];

typedef struct worker {
    pthread_t thread;
    int wrong;
} worker;

static void frame_once(worker *worker) {
    uint8_t framed[MNIST37_PIXELS];
    const size_t size = mnist37_frame_scratch(SIDE, SIDE);
    void *scratch = malloc(size);
    worker->wrong += !scratch ||
        mnist37_frame(grey, SIDE, SIDE, SIDE, MNIST37_INK_DECIDE, scratch, size, framed) != MNIST37_OK ||
        memcmp(framed, first_framed, sizeof framed) != 0;
    free(scratch);
}

static void *work(void *argument) {
    worker *worker = argument;
    for (int round = 0; round < ROUNDS; round++) {
        mnist37_prediction all[PICTURES], one;
        const mnist37_model copy = model;
        mnist37_info info = {.size = sizeof info};
        worker->wrong += mnist37_model_info(&model, &info) != MNIST37_OK;
        worker->wrong += mnist37_predict_batch(&model, floats, PICTURES, all) != MNIST37_OK || memcmp(all, first, sizeof all);
        worker->wrong += mnist37_predict_batch_bytes(&copy, bytes, PICTURES, all) != MNIST37_OK || memcmp(all, first, sizeof all);
        for (int i = 0; i < PICTURES; i++) {
            const int at = i * MNIST37_PIXELS;
            worker->wrong += mnist37_predict(&model, floats + at, &one) != MNIST37_OK || memcmp(&one, first + i, sizeof one);
            worker->wrong += mnist37_predict_bytes(&copy, bytes + at, &one) != MNIST37_OK || memcmp(&one, first + i, sizeof one);
        }
        frame_once(worker);
    }
    return NULL;
}

static void draw(void) {
    uint32_t random = 37;
    for (int i = 0; i < PICTURES * MNIST37_PIXELS; i++) {
        random = random * 1664525 + 1013904223;
        bytes[i] = random >> 24 < 51 ? (uint8_t)(random >> 16) : 0;
        floats[i] = (float)bytes[i] / 255;
    }
    for (int i = 0; i < SIDE * SIDE; i++) grey[i] = i % SIDE > 15 && i % SIDE < 22 && i > 200 && i < 1400 ? 200 : 20;
}

int main(int count, char **arguments) {
    int wrong = count < 2;
    draw();
    void *scratch = malloc(mnist37_frame_scratch(SIDE, SIDE));
    wrong += !scratch || mnist37_frame(grey, SIDE, SIDE, SIDE, MNIST37_INK_DECIDE, scratch, mnist37_frame_scratch(SIDE, SIDE),
                                       first_framed) != MNIST37_OK;
    free(scratch);
    for (int file = 1; file < count; file++) {
        worker workers[THREADS] = {0};
        if (mnist37_model_open(&model, arguments[file]) != MNIST37_OK) {
            fprintf(stderr, "threads: %s cannot be opened\n", arguments[file]);
            return 1;
        }
        for (int i = 0; i < PICTURES; i++)
            wrong += mnist37_predict_bytes(&model, bytes + i * MNIST37_PIXELS, first + i) != MNIST37_OK;
        for (int i = 0; i < THREADS; i++) wrong += pthread_create(&workers[i].thread, NULL, work, workers + i) != 0;
        for (int i = 0; i < THREADS; i++) {
            pthread_join(workers[i].thread, NULL);
            wrong += workers[i].wrong;
        }
        mnist37_model_close(&model);
    }
    if (wrong) fprintf(stderr, "threads: %d answers differ\n", wrong);
    else printf("%d threads, %d files: no two touch the same memory, all answers are the same\n", THREADS, count - 1);
    return wrong != 0;
}
