#include "input.h"

#include <stdlib.h>
#include <string.h>
#include <zlib.h>

/* Appends a member of a gzip file to *contents. Returns the bytes of the file that it takes, 0 for none that is whole. */
static size_t unpack_member(const uint8_t *data, size_t size, uint8_t **contents, size_t *count, size_t *room) {
    z_stream stream = {.next_in = (uint8_t *)data, .avail_in = (uInt)size};
    /* 15 is the largest window, and 16 stands for gzip. */
    if (inflateInit2(&stream, 15 + 16) != Z_OK) abort();
    int code = Z_OK;
    while (code == Z_OK) {
        if (*count == *room) {
            *contents = realloc(*contents, *room *= 2);
            if (*contents == 0) abort();
        }
        stream.next_out = *contents + *count;
        stream.avail_out = (uInt)(*room - *count);
        code = inflate(&stream, Z_NO_FLUSH);
        *count = (size_t)(stream.next_out - *contents);
    }
    const size_t taken = size - stream.avail_in;
    inflateEnd(&stream);
    return code == Z_STREAM_END ? taken : 0;
}

uint8_t *reference_unpack(const uint8_t *data, size_t size, size_t *count) {
    size_t room = 4 * size + 1;
    uint8_t *contents = malloc(room);
    if (contents == 0) abort();
    *count = 0;
    if (size < 2 || data[0] != 0x1f || data[1] != 0x8b) {
        memcpy(contents, data, size);
        *count = size;
        return contents;
    }
    for (size_t position = 0, taken; position < size; position += taken) {
        taken = unpack_member(data + position, size - position, &contents, count, &room);
        if (taken == 0) {
            free(contents);
            return 0;
        }
    }
    return contents;
}
