/* Writes a prediction to a board's port, with its bits, which are the same everywhere: no float has to be printed. */
#ifndef WRITE_PREDICTION_H
#define WRITE_PREDICTION_H

#include "board.h"
#include "mnist37.h"

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

/* name: of the picture; info: of the model. */
static void write_prediction(const char *name, const mnist37_prediction *prediction, const mnist37_info *info) {
    board_write(name);
    board_write(": ");
    const int is_neither = prediction->known < 0.5f;
    if (is_neither) board_write("neither");
    else board_write(info->class_names[prediction->logit > 0 ? 0 : 1]);
    /* Hundredths of a percent. */
    const float probability = is_neither ? 1 - prediction->known : prediction->probability;
    const uint32_t hundredths = (uint32_t)(probability * 10000 + 0.5f);
    board_write(", ");
    write_number(hundredths / 100, 10, 1);
    board_write(".");
    write_number(hundredths % 100, 10, 2);
    write_bits(" % sure (bits: logit ", prediction->logit);
    write_bits(", probability ", prediction->probability);
    write_bits(", known ", prediction->known);
    board_write(")\n");
}

#endif
