/* Weights files that were damaged: everywhere by a little, and as somebody would who wants them to be read; and those that are
 * as they were. */
#include "torture.h"

#include <string.h>

static unsigned char edited[1 << 20];

static size_t records_end(const struct base *base) { return HEADER + RECORD * (size_t)base->bytes[16]; }

static void copy(const struct base *base) { memcpy(edited, base->bytes, base->size); }

void try_truncations(void) {
    for (unsigned index = 0; index < shipped_count; ++index) {
        copy(&bases[index]);
        for (size_t size = 0; size < bases[index].size; ++size) {
            if (is_mine(20)) check_file(edited, size);
        }
        /* With the size and the checksum of what is left. */
        for (size_t size = HEADER + 4; size < bases[index].size; ++size) {
            if (!is_mine(20)) continue;
            copy(&bases[index]);
            seal(edited, size);
            check_file(edited, size);
        }
    }
}

static void turn_every_bit(int is_sealed, unsigned sampled) {
    for (unsigned index = 0; index < shipped_count; ++index) {
        for (size_t bit = 0; bit < 8 * bases[index].size; ++bit) {
            if (!is_mine(sampled)) continue;
            copy(&bases[index]);
            edited[bit / 8] ^= (unsigned char)(1 << bit % 8);
            if (is_sealed) seal(edited, bases[index].size);
            check_file(edited, bases[index].size);
        }
    }
}

void try_bits(void) { turn_every_bit(0, 50); }
void try_sealed_bits(void) { turn_every_bit(1, 199); }

void try_records(void) {
    for (unsigned index = 0; index < base_count; ++index) {
        for (size_t offset = 0; offset < records_end(&bases[index]); ++offset) {
            for (unsigned value = 0; value < 256; ++value) {
                if (!is_mine(97)) continue;
                copy(&bases[index]);
                edited[offset] = (unsigned char)value;
                seal(edited, bases[index].size);
                check_file(edited, bases[index].size);
            }
        }
    }
}

/* The two bytes with which the first class's name begins, in all values, and what follows them at random: mostly UTF-8. */
void try_names(void) {
    static const unsigned char followers[] = {0, 0x30, 0x7f, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf, 0xc0};
    for (unsigned start = 0; start < 4 * 65536; ++start) {
        if (!is_mine(97)) continue;
        const struct base *base = &bases[random_below(base_count)];
        copy(base);
        unsigned char *name = edited + NAMES + NAME * random_below(2);
        memset(name, 0, NAME);
        name[0] = (unsigned char)start, name[1] = (unsigned char)(start >> 8);
        for (unsigned index = 2, length = random_below(4) ? 2 + random_below(4) : 2 + random_below(15); index < length; ++index)
            name[index] = random_below(3) ? followers[random_below(sizeof followers)] : (unsigned char)next_random();
        seal(edited, base->size);
        check_file(edited, base->size);
    }
}

/* A number that a reader may stumble over. */
static uint32_t odd_number(void) {
    static const uint32_t numbers[] = {0,          1,          2,          3,          4,          5,          7,
                                       28,         29,         63,         64,         65,         255,        256,
                                       784,        0x7fff,     0x8000,     0xffff,     0x3fffffff, 0x40000000, 0x40000001,
                                       0x7f7fffff, 0x7f800000, 0x7fc00000, 0x7fffffff, 0x80000000, 0x80000001, 0xc0000000,
                                       0xfffffffc, 0xffffffff, 0x2b800000, 0x47800000};
    return random_below(4) ? numbers[random_below(sizeof numbers / sizeof numbers[0])] : next_random();
}

/* One change: a byte, a half-word or a word of the header, the records or the tensors; or bytes moved, put in or taken out. */
static size_t change(size_t size, size_t records) {
    const size_t part = random_below(3) ? records : size - 4;
    const uint32_t number = odd_number();
    const size_t width = (size_t)1 << random_below(3), at = random_below((uint32_t)(part / width)) * width;
    switch (random_below(12)) {
    case 0: return size > 200 ? size - 4 * (1 + random_below(16)) : size;
    case 1: return memset(edited + size, 0, 64), size + 4 * (1 + random_below(16));
    case 2: /* one record over another */
        memmove(edited + HEADER + RECORD * random_below(3), edited + HEADER + RECORD * random_below(3), RECORD);
        return size;
    case 3: edited[at] ^= (unsigned char)(1 << random_below(8)); return size;
    default: memcpy(edited + at, &number, width); return size;
    }
}

void try_edits(void) {
    for (unsigned index = 0; index < base_count; ++index) {
        /* Small files are read in less time. */
        const unsigned times = bases[index].size < 2000 ? 240000 : bases[index].size < 6000 ? 100000 : 25000;
        for (unsigned time = 0; time < times; ++time) {
            if (!is_mine(97)) continue;
            copy(&bases[index]);
            size_t size = bases[index].size;
            for (unsigned changes = 1 + random_below(4); changes; --changes) size = change(size, records_end(&bases[index]));
            seal(edited, size);
            check_file(edited, size);
        }
    }
}

void try_pictures(void) {
    for (unsigned index = 0; index < base_count; ++index) {
        const unsigned rounds = 4;
        for (unsigned times = 0; times < 2000; ++times) {
            if (!is_mine(40)) continue;
            unsigned char *file = block(FILE_BLOCK, bases[index].size);
            memcpy(file, bases[index].bytes, bases[index].size);
            count->inputs += 4 * rounds;
            check_predictions(file, bases[index].size, rounds);
        }
    }
}
