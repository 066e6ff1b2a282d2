/* As much of Arduino as the example needs, over examples/firmware's board.h: prints to where QEMU shows it, runs once. */
#ifndef ARDUINO_H
#define ARDUINO_H

#include <stddef.h>
#include <stdint.h>

extern "C" {
#define _Noreturn __attribute__((noreturn))
#include "board.h"
void *memcpy(void *to, const void *from, size_t count);
}

enum { HEX = 16 };

static struct {
    void begin(long) {}
    void print(const char *text) { board_write(text); }
    void print(int32_t value) { number((uint32_t)value, 10); }
    void println(const char *text) {
        print(text);
        board_write("\n");
    }
    void println(uint32_t value, uint32_t base) {
        number(value, base);
        board_write("\n");
    }
    void number(uint32_t value, uint32_t base) {
        char text[12], *at = text + sizeof text - 1;
        *at = 0;
        do *--at = "0123456789abcdef"[value % base];
        while (value /= base);
        board_write(at);
    }
} Serial;

void setup();
void loop();

int main() {
    setup();
    loop();
    return 0;
}

#endif
