#include "random.h"

static uint64_t state;

void seed_random(uint64_t seed) { state = seed; }

uint32_t next_random(void) {
    uint64_t z = state += 0x9e3779b97f4a7c15u;
    z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9u;
    z = (z ^ z >> 27) * 0x94d049bb133111ebu;
    return (uint32_t)(z >> 32);
}

uint32_t random_below(uint32_t bound) { return (uint32_t)((uint64_t)next_random() * bound >> 32); }
