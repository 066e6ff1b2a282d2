/* The few things of the processor and of POSIX that Embedded Swift has no module for. */
#ifndef MNIST37_PLATFORM_H
#define MNIST37_PLATFORM_H

#if defined(__x86_64__)
/* 1 when this processor runs code compiled for x86-64-v3 with carry-less multiplication. */
static inline int mnist37_has_avx2(void) {
    return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") && __builtin_cpu_supports("bmi2")
        && __builtin_cpu_supports("pclmul");
}
#endif

#if defined(__unix__) || defined(__APPLE__)
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

/* open is variadic, and S_ISREG and MAP_FAILED are macros with casts: Swift sees none of them. */
static inline int mnist37_open_file(const char *path) { return open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK); }

/* The size of a regular file; -1 for anything else. */
static inline long long mnist37_file_size(int file) {
    struct stat status;
    return fstat(file, &status) == 0 && S_ISREG(status.st_mode) ? (long long)status.st_size : -1;
}

/* Fresh zeroed memory of its own pages, or null. */
static inline void *mnist37_map_memory(size_t size) {
    void *memory = mmap(0, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    return memory == MAP_FAILED ? 0 : memory;
}
#endif

#endif
