/* The mutator of files that gzip compressed: in three cases of four it changes the contents and compresses them again,
 * as one to three members. */
#include "input.h"

#include <stdlib.h>
#include <string.h>
#include <zlib.h>

size_t LLVMFuzzerMutate(uint8_t *data, size_t size, size_t most);

/* Returns the size of the compressed member; 0 when there is no room for it. */
static size_t pack_member(const uint8_t *contents, size_t count, uint8_t *data, size_t room) {
    z_stream stream = {
        .next_in = (uint8_t *)contents, .avail_in = (uInt)count, .next_out = data, .avail_out = (uInt)room};
    const int level = (int)random_below(10), strategy = (int)random_below(5), window = 9 + (int)random_below(7);
    if (deflateInit2(&stream, level, Z_DEFLATED, window + 16, 8, strategy) != Z_OK) abort();
    uint8_t name[] = "name", extra[] = {1, 2, 3};
    gz_header header = {.name = name, .comment = name, .extra = extra, .extra_len = sizeof extra, .hcrc = 1};
    if (random_below(4) == 0) deflateSetHeader(&stream, &header);
    const int code = deflate(&stream, Z_FINISH);
    const size_t size = room - stream.avail_out;
    deflateEnd(&stream);
    return code == Z_STREAM_END ? size : 0;
}

size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t most, unsigned seed) {
    enum { MOST = 1 << 16 };
    static uint8_t contents[MOST];
    seed_random(seed);
    size_t count;
    uint8_t *unpacked = random_below(4) ? reference_unpack(data, size, &count) : 0;
    if (unpacked == 0 || count > MOST) {
        free(unpacked);
        return LLVMFuzzerMutate(data, size, most);
    }
    memcpy(contents, unpacked, count);
    free(unpacked);
    count = LLVMFuzzerMutate(contents, count, MOST);
    size_t packed = 0, done = 0;
    for (unsigned left = 1 + random_below(3); left > 0; --left) {
        const size_t part = left == 1 ? count - done : random_below((uint32_t)(count - done + 1));
        const size_t member = pack_member(contents + done, part, data + packed, most - packed);
        /* What stands there is a file cut short. */
        if (member == 0) return most;
        packed += member;
        done += part;
    }
    /* Damage, which only a checksum may show. */
    return random_below(4) ? packed : LLVMFuzzerMutate(data, packed, most);
}
