#include "torture.h"

#include <stdlib.h>

void *block(unsigned slot, size_t size) {
    static void *blocks[BLOCKS];
    static size_t sizes[BLOCKS];
    if (blocks[slot] == 0 || sizes[slot] != size) {
        free(blocks[slot]);
        blocks[slot] = malloc(size ? size : 1);
        sizes[slot] = size;
        if (blocks[slot] == 0) abort();
    }
    return blocks[slot];
}
