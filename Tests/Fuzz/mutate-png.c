/* The mutator of PNGs. In half of the cases libFuzzer changes the file; in the other half it changes the rows, or the
 * header becomes another, and the rows are compressed again. Seven times of eight the chunks get their checksums right,
 * without which libpng reads none. */
#include "input.h"

#include <stdlib.h>
#include <string.h>
#include <zlib.h>

size_t LLVMFuzzerMutate(uint8_t *data, size_t size, size_t most);

enum { SIGNATURE = 8, AROUND = 12, HEADER = 13, MOST_ROWS = 1 << 18, MOST_SIDE = 64 };

static uint32_t read_word(const uint8_t *at) {
    return (uint32_t)at[0] << 24 | (uint32_t)at[1] << 16 | (uint32_t)at[2] << 8 | at[3];
}

/* The data of the whole chunk at `position`; null behind the last. */
static uint8_t *chunk_at(uint8_t *data, size_t size, size_t position, size_t *length) {
    if (size < position + AROUND) return 0;
    *length = read_word(data + position);
    return *length <= size - position - AROUND ? data + position + 8 : 0;
}

static void seal_chunks(uint8_t *data, size_t size) {
    size_t position = SIGNATURE, length;
    for (uint8_t *chunk; (chunk = chunk_at(data, size, position, &length)); position += AROUND + length)
        write_word(chunk + length, crc32(crc32(0, 0, 0), chunk - 4, (uInt)length + 4));
}

/* A file that is made. */
static uint8_t made[1 << 19];
static size_t made_size;

static void add_chunk(const char *type, const uint8_t *data, size_t length) {
    if (length + AROUND > sizeof made - made_size) return;
    write_word(made + made_size, length);
    memcpy(made + made_size + 4, type, 4);
    if (length > 0) memcpy(made + made_size + 8, data, length);
    made_size += AROUND + length;
}

/* Bytes of all rows, each after its filter's (PNG specification, sections 7.2 and 8). Where `rows` is given, the filters
 * become ones that there are. */
static size_t walk_rows(const uint8_t *header, uint8_t *rows) {
    static const uint8_t channels[] = {1, 0, 3, 1, 2, 0, 4};
    static const uint8_t whole[1][4] = {{0, 1, 0, 1}};
    static const uint8_t interlaced[7][4] = {{0, 8, 0, 8}, {0, 8, 4, 8}, {4, 8, 0, 4}, {0, 4, 2, 4},
                                             {2, 4, 0, 2}, {0, 2, 1, 2}, {1, 2, 0, 1}};
    const size_t width = read_word(header), height = read_word(header + 4), bits = header[8] * channels[header[9] % 7];
    const uint8_t(*passes)[4] = header[12] ? interlaced : whole;
    size_t size = 0;
    for (int pass = 0; pass < (header[12] ? 7 : 1); ++pass) {
        const uint8_t *p = passes[pass];
        const size_t columns = (width + p[3] - 1 - p[2]) / p[3], count = (height + p[1] - 1 - p[0]) / p[1];
        const size_t row = columns > 0 ? 1 + (columns * bits + 7) / 8 : 0;
        for (size_t index = 0; rows != 0 && row > 0 && index < count; ++index) rows[size + index * row] %= 5;
        size += count * row;
    }
    return size;
}

static void draw_header(uint8_t *header) {
    /* Depth and colour type, every pair that there is. */
    static const uint8_t kinds[][2] = {{1, 0}, {2, 0}, {4, 0}, {8, 0}, {16, 0}, {8, 2},  {16, 2}, {1, 3},
                                       {2, 3}, {4, 3}, {8, 3}, {8, 4}, {16, 4}, {8, 6}, {16, 6}};
    const uint8_t *kind = kinds[random_below(sizeof kinds / sizeof kinds[0])];
    write_word(header, 1 + random_below(MOST_SIDE));
    write_word(header + 4, 1 + random_below(MOST_SIDE));
    header[8] = kind[0], header[9] = kind[1];
    header[10] = header[11] = 0;
    header[12] = (uint8_t)random_below(2);
}

static void add_rows(const uint8_t *rows, size_t count) {
    static uint8_t packed[1 << 19];
    uLongf size = sizeof packed;
    if (compress2(packed, &size, rows, count, (int)random_below(10)) != Z_OK) abort();
    for (size_t done = 0, left = 1 + random_below(3); left > 0; --left) {
        const size_t part = left == 1 ? size - done : random_below((uint32_t)(size - done + 1));
        add_chunk("IDAT", packed + done, part);
        done += part;
    }
}

/* Copies all chunks but those of the rows, and those that depend on the header when it is another. */
static void copy_chunks(uint8_t *data, size_t size, int is_new) {
    size_t position = SIGNATURE, length;
    for (uint8_t *chunk; (chunk = chunk_at(data, size, position, &length)); position += AROUND + length) {
        const char *type = (const char *)chunk - 4;
        const int is_replaced =
            memcmp(type, "IHDR", 4) == 0 || memcmp(type, "IDAT", 4) == 0 || memcmp(type, "IEND", 4) == 0;
        const int depends = memcmp(type, "PLTE", 4) == 0 || memcmp(type, "tRNS", 4) == 0;
        if (!is_replaced && !(is_new && depends)) add_chunk(type, chunk, length);
    }
}

/* What states how samples are meant to be displayed, which must change nothing. */
static void add_color_space(void) {
    uint8_t gamma[4], intent = (uint8_t)random_below(4);
    write_word(gamma, 20000 + random_below(300000));
    if (random_below(4) == 0) add_chunk("gAMA", gamma, sizeof gamma);
    if (random_below(4) == 0) add_chunk("sRGB", &intent, 1);
}

static void add_colors(const uint8_t *header) {
    uint8_t colors[3 * 256];
    for (size_t index = 0; index < sizeof colors; ++index) colors[index] = (uint8_t)next_random();
    const size_t entries = header[9] == 3 ? 1 + random_below(1u << header[8]) : 0;
    if (entries > 0) add_chunk("PLTE", colors, 3 * entries);
    /* The colour that is transparent: one that a sample of so many bits can be. */
    const uint8_t least[6] = {0, (uint8_t)random_below(2), 0, (uint8_t)random_below(2), 0, (uint8_t)random_below(2)};
    if (random_below(2) || header[9] > 3) return;
    if (header[9] == 3) add_chunk("tRNS", colors, 1 + random_below((uint32_t)entries));
    else add_chunk("tRNS", least, header[9] == 0 ? 2 : 6);
}

/* All rows, decompressed as far as that goes. */
static size_t read_rows(uint8_t *data, size_t size, uint8_t *rows) {
    z_stream stream = {.next_out = rows, .avail_out = MOST_ROWS};
    if (inflateInit(&stream) != Z_OK) abort();
    size_t position = SIGNATURE, length;
    for (uint8_t *chunk; (chunk = chunk_at(data, size, position, &length)); position += AROUND + length) {
        if (memcmp(chunk - 4, "IDAT", 4) != 0) continue;
        stream.next_in = chunk, stream.avail_in = (uInt)length;
        if (inflate(&stream, Z_NO_FLUSH) != Z_OK) break;
    }
    inflateEnd(&stream);
    return MOST_ROWS - stream.avail_out;
}

/* Returns the size, 0 when there is no picture to change. */
static size_t change_picture(uint8_t *data, size_t size, size_t most) {
    static uint8_t rows[MOST_ROWS];
    uint8_t header[HEADER];
    size_t length;
    uint8_t *first = chunk_at(data, size, SIGNATURE, &length);
    if (first == 0 || length != HEADER || memcmp(first - 4, "IHDR", 4) != 0) return 0;
    memcpy(header, first, HEADER);
    size_t count = read_rows(data, size, rows);
    const int is_new = random_below(2) || walk_rows(header, 0) > MOST_ROWS;
    if (is_new) draw_header(header);
    else count = LLVMFuzzerMutate(rows, count, MOST_ROWS);
    const size_t needed = walk_rows(header, 0);
    if (needed > MOST_ROWS) return 0;
    for (; count < needed; ++count) rows[count] = count % 3 ? (uint8_t)next_random() : 0;
    if (random_below(16)) walk_rows(header, rows);
    memcpy(made, "\x89PNG\r\n\x1a\n", made_size = SIGNATURE);
    add_chunk("IHDR", header, HEADER);
    add_color_space();
    copy_chunks(data, size, is_new);
    if (is_new) add_colors(header);
    /* Now and then a few bytes too many or too few. */
    add_rows(rows, random_below(16) ? needed : random_below((uint32_t)count + 1));
    add_chunk("IEND", 0, 0);
    if (made_size > most) return 0;
    memcpy(data, made, made_size);
    return made_size;
}

size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t most, unsigned seed) {
    seed_random(seed);
    const size_t changed = random_below(2) ? change_picture(data, size, most) : 0;
    size = changed ? changed : LLVMFuzzerMutate(data, size, most);
    /* A picture of millions of pixels takes as long as thousands of small ones. */
    if (random_below(16) && size >= 24) memset(data + 16, 0, 3), memset(data + 20, 0, 3);
    if (random_below(8)) seal_chunks(data, size);
    return size;
}
