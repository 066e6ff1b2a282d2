/* The functions that compilers call behind one's back, for programs that link no C library. */
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
    if ((uintptr_t)to <= (uintptr_t)from) {
        for (size_t index = 0; index < count; ++index) bytes[index] = source[index];
    } else {
        while (count-- > 0) bytes[count] = source[count];
    }
    return to;
}

#if defined(__arm__)
/* The names that Arm's ABI has for them; the numbers promise an alignment. */

void __aeabi_memclr(void *to, size_t count) { memset(to, 0, count); }
void __aeabi_memclr4(void *to, size_t count) { memset(to, 0, count); }
void __aeabi_memclr8(void *to, size_t count) { memset(to, 0, count); }
void __aeabi_memcpy(void *to, const void *from, size_t count) { memcpy(to, from, count); }
void __aeabi_memcpy4(void *to, const void *from, size_t count) { memcpy(to, from, count); }
void __aeabi_memcpy8(void *to, const void *from, size_t count) { memcpy(to, from, count); }
void __aeabi_memmove(void *to, const void *from, size_t count) { memmove(to, from, count); }
void __aeabi_memmove4(void *to, const void *from, size_t count) { memmove(to, from, count); }
void __aeabi_memmove8(void *to, const void *from, size_t count) { memmove(to, from, count); }
#endif
