/* The three functions that compilers call behind one's back, for programs that link no C library. */
#include <stddef.h>
#include <stdint.h>

/* Each is written byte by byte; the build must not turn the loops back into calls of themselves. */

void *memset(void *to, int value, size_t count) {
    unsigned char *bytes = to;
    for (size_t index = 0; index < count; ++index) bytes[index] = (unsigned char)value;
    return to;
}

void *memcpy(void *restrict to, const void *restrict from, size_t count) {
    unsigned char *bytes = to;
    const unsigned char *source = from;
    for (size_t index = 0; index < count; ++index) bytes[index] = source[index];
    return to;
}

void *memmove(void *to, const void *from, size_t count) {
    unsigned char *bytes = to;
    const unsigned char *source = from;
    if ((uintptr_t)to <= (uintptr_t)from) return memcpy(to, from, count);
    while (count-- > 0) bytes[count] = source[count];
    return to;
}
