/*
 * Preloaded: the FAULT_ALLOCATION-th allocation fails, and how many there were is written to the file FAULT_COUNT, when the
 * environment names one. What a program allocates before main counts as well.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* glibc's own, under the names that are not replaced here. */
void *__libc_malloc(size_t size);
void *__libc_calloc(size_t count, size_t size);
void *__libc_realloc(void *block, size_t size);
void *__libc_memalign(size_t alignment, size_t size);

static atomic_ulong allocations;
static atomic_ulong failing;
enum { NOT_READ = 0 };

/* getenv does not allocate. */
static unsigned long failing_allocation(void) {
    unsigned long number = atomic_load(&failing);
    if (number != NOT_READ) return number;
    const char *text = getenv("FAULT_ALLOCATION");
    number = text ? 0 : UINT32_MAX;
    for (; text && *text >= '0' && *text <= '9'; text++) number = number * 10 + (unsigned long)(*text - '0');
    atomic_store(&failing, number);
    return number;
}

static int fails(void) {
    if (atomic_fetch_add(&allocations, 1) + 1 != failing_allocation()) return 0;
    errno = ENOMEM;
    return 1;
}

void *malloc(size_t size) { return fails() ? NULL : __libc_malloc(size); }
void *calloc(size_t count, size_t size) { return fails() ? NULL : __libc_calloc(count, size); }
void *realloc(void *block, size_t size) { return fails() ? NULL : __libc_realloc(block, size); }
void *memalign(size_t alignment, size_t size) { return fails() ? NULL : __libc_memalign(alignment, size); }
void *aligned_alloc(size_t alignment, size_t size) { return memalign(alignment, size); }

int posix_memalign(void **block, size_t alignment, size_t size) {
    void *memory = memalign(alignment, size);
    if (!memory) return ENOMEM;
    *block = memory;
    return 0;
}

__attribute__((destructor)) static void tell(void) {
    const char *path = getenv("FAULT_COUNT");
    const int file = path ? open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600) : -1;
    if (file < 0) return;
    char text[24];
    size_t start = sizeof text;
    for (unsigned long number = atomic_load(&allocations); start == sizeof text || number != 0; number /= 10)
        text[--start] = (char)('0' + number % 10);
    if (write(file, text + start, sizeof text - start) < 0) _exit(99);
    close(file);
}
