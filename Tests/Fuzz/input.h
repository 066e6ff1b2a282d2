/* For every fuzz target: random numbers that its input fixes, files that hold it, and what mutators share. */
#ifndef FUZZ_INPUT_H
#define FUZZ_INPUT_H

#include "../Torture/random.h"

#include <stddef.h>
#include <stdint.h>

/* Seeds the random numbers by these bytes. */
void begin_input(const uint8_t *data, size_t size);

/* A file of these bytes in memory. slot: 0 or 1; the file of a slot takes the place of the one before.
 * Returns its descriptor N; its name is /proc/self/fd/N. */
int input_file(unsigned slot, const uint8_t *data, size_t size);

/* Writes the lower 32 bits of a number, big-endian as PNG and IDX have it. */
void write_word(uint8_t *at, size_t value);

/* The contents of a file that gzip may have compressed, by zlib in one piece: *count bytes, to be freed; null for what is
 * damaged, cut short, or followed by what gzip did not write. */
uint8_t *reference_unpack(const uint8_t *data, size_t size, size_t *count);

#endif
