/*
 * Classifies two pictures on a microcontroller: no C library, no heap, the weights in flash. weights.h is written by
 *
 *     trainer export conv-tiny-i8.m37 --c weights.h
 *
 * Every board prints the same bits, which are also a laptop's.
 */
#include "board.h"
#include "mnist37.h"
#include "pictures.h"
#include "weights.h"

static mnist37_model model;

static void write_number(uint32_t value, uint32_t base, int digits) {
    char text[12], *at = text + sizeof text - 1;
    *at = 0;
    for (; digits > 0 || value > 0; --digits, value /= base) *--at = "0123456789abcdef"[value % base];
    board_write(at);
}

static void write_bits(const char *label, float value) {
    union {
        float value;
        uint32_t bits;
    } both = {value};
    board_write(label);
    write_number(both.bits, 16, 8);
}

static void write_prediction(const char *name, const mnist37_prediction *prediction) {
    board_write(name);
    board_write(": ");
    write_number((uint32_t)prediction->digit, 10, 1);
    /* Hundredths of a percent, so that no float has to be printed. */
    const uint32_t hundredths = (uint32_t)(prediction->probability * 10000 + 0.5f);
    board_write(", ");
    write_number(hundredths / 100, 10, 1);
    board_write(".");
    write_number(hundredths % 100, 10, 2);
    write_bits(" % sure (bits: logit ", prediction->logit);
    write_bits(", probability ", prediction->probability);
    board_write(")\n");
}

static mnist37_status classify(const char *name, const uint8_t *pixels) {
    mnist37_prediction prediction;
    const mnist37_status status = mnist37_predict_bytes(&model, pixels, &prediction);
    if (status == MNIST37_OK) write_prediction(name, &prediction);
    return status;
}

int main(void) {
    mnist37_status status = mnist37_model_init(&model, weights, sizeof weights);
    if (status == MNIST37_OK) status = classify("three", three);
    if (status == MNIST37_OK) status = classify("seven", seven);
    if (status != MNIST37_OK) {
        board_write(mnist37_status_text(status));
        board_write("\n");
    }
    return status;
}
