/* Random numbers that repeat: SplitMix64 (Steele, Lea, Flood, 2014). */
#ifndef TORTURE_RANDOM_H
#define TORTURE_RANDOM_H

#include <stdint.h>

/* The numbers that follow are those of this seed. */
void seed_random(uint64_t seed);
uint32_t next_random(void);
/* 0 to bound - 1 */
uint32_t random_below(uint32_t bound);

#endif
