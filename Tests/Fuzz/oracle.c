/* What Tests/Torture/check.c needs of a fuzz target: random numbers that an input fixes, blocks of exact sizes, and an end
 * where an answer is not the reference's. */
#include "oracle.h"

#include <stdio.h>
#include <stdlib.h>

static struct count counted;
struct count *count = &counted;

static uint64_t state;

void begin_input(const uint8_t *data, size_t size) {
    state = size;
    for (size_t index = 0; index < size; ++index) state = (state ^ data[index]) * 0x100000001b3u;
}

/* SplitMix64. */
uint32_t next_random(void) {
    uint64_t z = state += 0x9e3779b97f4a7c15u;
    z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9u;
    z = (z ^ z >> 27) * 0x94d049bb133111ebu;
    return (uint32_t)(z >> 32);
}

uint32_t random_below(uint32_t bound) { return (uint32_t)((uint64_t)next_random() * bound >> 32); }

void fail(const char *what, long long found, long long expected) {
    fprintf(stderr, "%s: %lld, expected %lld\n", what, found, expected);
    abort();
}

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
