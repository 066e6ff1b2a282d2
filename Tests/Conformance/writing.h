/* What the conformance programs write numbers with: there is no C library on a microcontroller. */
#ifndef WRITING_H
#define WRITING_H

#include "board.h"

#include <stdint.h>

static inline void write_number(uint32_t value, uint32_t base) {
    char text[12], *at = text + sizeof text - 1;
    *at = 0;
    do {
        *--at = "0123456789abcdef"[value % base];
        value /= base;
    } while (value);
    board_write(at);
}

static inline void write_labelled(const char *label, uint32_t value, uint32_t base) {
    board_write(label);
    write_number(value, base);
}

static inline uint32_t bits_of(float value) {
    union {
        float value;
        uint32_t bits;
    } both = {value};
    return both.bits;
}

#endif
