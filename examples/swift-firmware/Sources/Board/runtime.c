/* What Embedded Swift asks of a board: memory, which here is never given back, and a place for print. */
#include "runtime.h"

#include "board.h"

#include <stddef.h>

static _Alignas(16) unsigned char heap[16384];
static size_t used;

int posix_memalign(void **memory, size_t alignment, size_t size) {
    const size_t start = (used + alignment - 1) / alignment * alignment;
    if (start > sizeof heap || size > sizeof heap - start) return 12; /* ENOMEM */
    *memory = heap + start;
    used = start + size;
    return 0;
}

int heap_bytes(void) { return (int)used; }

void free(void *memory) { (void)memory; }

int putchar(int character) {
    const char text[2] = {(char)character, 0};
    board_write(text);
    return character;
}
