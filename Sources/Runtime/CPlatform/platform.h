/* The few things of the processor and of POSIX that Embedded Swift has no module for. */
#ifndef MNIST37_PLATFORM_H
#define MNIST37_PLATFORM_H

#if defined(__x86_64__)
#include <cpuid.h>

/* What glibc knows of a leaf of cpuid since 2.33: which bits the processor has, and which of them are usable. */
struct mnist37_cpu_leaf {
    unsigned processor[4];
    unsigned usable[4];
};
extern const struct mnist37_cpu_leaf *__x86_get_cpuid_feature_leaf(unsigned index) __attribute__((weak));

/*
 * 1 when this processor and system run code compiled with -mavx2 -mfma -mpclmul. Asked of the C library where it answers:
 * it remembers, while a cpuid instruction traps in a virtual machine and takes a microsecond or more.
 * __builtin_cpu_supports would link five kilobytes and a constructor.
 */
static inline int mnist37_has_avx2(void) {
    unsigned a, b, c, d, leaf1, leaf7;
    if (__x86_get_cpuid_feature_leaf) {
        leaf1 = __x86_get_cpuid_feature_leaf(0)->usable[2];
        leaf7 = __x86_get_cpuid_feature_leaf(1)->usable[1];
    } else {
        if (!__get_cpuid(1, &a, &b, &leaf1, &d) || !__get_cpuid_count(7, 0, &a, &leaf7, &c, &d)) return 0;
        if (!(leaf1 & bit_OSXSAVE)) return 0;
        __asm__("xgetbv" : "=a"(a), "=d"(d) : "c"(0));
        if ((a & 6) != 6) return 0;
    }
    unsigned needed = bit_FMA | bit_PCLMULQDQ;
    return (leaf1 & needed) == needed && (leaf7 & bit_AVX2);
}

/* The same for code compiled with -mavx512f -mavx512bw -mavx512dq -mavx512vl -mavx512vnni besides. */
static inline int mnist37_has_avx512(void) {
    const unsigned ebx = bit_AVX512F | bit_AVX512BW | bit_AVX512DQ | bit_AVX512VL, ecx = bit_AVX512VNNI;
    unsigned a, b, c, d;
    if (!mnist37_has_avx2()) return 0;
    if (__x86_get_cpuid_feature_leaf) {
        const unsigned *usable = __x86_get_cpuid_feature_leaf(1)->usable;
        return (usable[1] & ebx) == ebx && (usable[2] & ecx) == ecx;
    }
    if (!__get_cpuid_count(7, 0, &a, &b, &c, &d) || (b & ebx) != ebx || (c & ecx) != ecx) return 0;
    /* The system keeps the registers zmm0 to zmm31 and the masks. */
    __asm__("xgetbv" : "=a"(a), "=d"(d) : "c"(0));
    return (a & 0xe6) == 0xe6;
}
#endif

#if defined(__unix__) || defined(__APPLE__)
#include <errno.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

/*
 * open is variadic, and errno, S_ISREG and MAP_FAILED are macros: Swift sees none of them. A signal that arrives during a
 * call is no failure: the call is made again.
 */
static inline int mnist37_open_file(const char *path) {
    int file;
    do file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    while (file < 0 && errno == EINTR);
    return file;
}

/* Reads `size` bytes, and returns 1; 0 when the file ends before them or cannot be read. */
static inline int mnist37_read_file(int file, void *to, size_t size) {
    while (size) {
        ssize_t count = read(file, to, size);
        if (count < 0 && errno == EINTR) continue;
        if (count <= 0) return 0;
        to = (char *)to + count;
        size -= (size_t)count;
    }
    return 1;
}

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
