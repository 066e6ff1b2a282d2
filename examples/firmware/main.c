/*
 * Classifies three pictures on a microcontroller: no C library, no heap, the weights in flash. weights.h is written by
 *
 *     trainer export conv-tiny-i8.m37 --c weights.h
 *
 * Every board prints the same bits, which are also a laptop's.
 */
#include "board.h"
#include "mnist37.h"
#include "pictures.h"
#include "weights.h"
#include "write_prediction.h"

static mnist37_model model;
static mnist37_info info = {.size = sizeof info};

static mnist37_status classify(const char *name, const uint8_t *pixels) {
    mnist37_prediction prediction;
    const mnist37_status status = mnist37_predict_bytes(&model, pixels, &prediction);
    if (status == MNIST37_OK) write_prediction(name, &prediction, &info);
    return status;
}

int main(void) {
    mnist37_status status = mnist37_model_init(&model, weights, sizeof weights);
    if (status == MNIST37_OK) status = mnist37_model_info(&model, &info);
    if (status == MNIST37_OK) status = classify("three", three);
    if (status == MNIST37_OK) status = classify("seven", seven);
    if (status == MNIST37_OK) status = classify("zero", zero);
    if (status != MNIST37_OK) {
        board_write(mnist37_status_text(status));
        board_write("\n");
    }
    return status;
}
