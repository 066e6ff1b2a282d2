/* The mutator of pairs of IDX files that are not compressed: in seven cases of eight the headers get right, and there are
 * as many labels as pictures. */
#include "input.h"

#include <string.h>

size_t LLVMFuzzerMutate(uint8_t *data, size_t size, size_t most);

enum { PREFIX = 2, LABELS = 8, PICTURES = 16, PIXELS = 784 };

size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t most, unsigned seed) {
    seed_random(seed);
    size = LLVMFuzzerMutate(data, size, most);
    /* Compressed files have checksums, which stay wrong. */
    if (random_below(8) == 0 || size < PREFIX + 2 || memcmp(data + PREFIX, "\x1f\x8b", 2) == 0) return size;
    const size_t fixed = PREFIX + LABELS + PICTURES, room = most > fixed ? (most - fixed) / (PIXELS + 1) : 0;
    if (room < 2) return size;
    const size_t count = random_below((uint32_t)(room < 10 ? room : 10) + 1), labels = LABELS + count;
    const size_t whole = fixed + (PIXELS + 1) * count;
    if (size < whole) memset(data + size, 0, whole - size);
    data[0] = (uint8_t)labels, data[1] = (uint8_t)(labels >> 8);
    uint8_t *const pictures = data + PREFIX + labels;
    write_word(data + PREFIX, 0x801);
    write_word(data + PREFIX + 4, count);
    for (size_t index = 0; index < count; ++index) {
        uint8_t *label = data + PREFIX + LABELS + index;
        if (random_below(2)) *label = random_below(2) ? 3 : 7;
    }
    write_word(pictures, 0x803);
    write_word(pictures + 4, count);
    write_word(pictures + 8, 28);
    write_word(pictures + 12, 28);
    /* One of the fields, or the size, a little off. */
    switch (random_below(8)) {
    case 0: data[PREFIX + random_below(LABELS)] ^= (uint8_t)(1 << random_below(8)); return whole;
    case 1: pictures[random_below(PICTURES)] ^= (uint8_t)(1 << random_below(8)); return whole;
    case 2: return whole - (count > 0 ? random_below(PIXELS + 2) : 0);
    case 3: return size > whole ? size : whole;
    default: return whole;
    }
}
