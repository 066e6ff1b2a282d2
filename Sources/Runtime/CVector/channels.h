/*
 * Vectors whose lanes are output channels, for the rows of a convolution: floats; and integers, which are sums of 32 bits
 * of the products of bytes and int8 weights.
 */
#ifndef MNIST37_CHANNELS_H
#define MNIST37_CHANNELS_H

#include "vector.h"

/* As in vector.h. */
#pragma clang diagnostic push
#pragma clang diagnostic ignored "-Wpsabi"

typedef int8_t i8x4 __attribute__((ext_vector_type(4)));
typedef int8_t i8x8 __attribute__((ext_vector_type(8)));
typedef int8_t i8x32 __attribute__((ext_vector_type(32)));
typedef int8_t i8x64 __attribute__((ext_vector_type(64)));
typedef uint8_t u8x32 __attribute__((ext_vector_type(32)));
typedef uint8_t u8x64 __attribute__((ext_vector_type(64)));
typedef int16_t i16x4 __attribute__((ext_vector_type(4)));
typedef uint16_t u16x16 __attribute__((ext_vector_type(16)));

typedef float f32x4_unaligned __attribute__((ext_vector_type(4), aligned(4)));
typedef int8_t i8x4_unaligned __attribute__((ext_vector_type(4), aligned(1)));
typedef int8_t i8x8_unaligned __attribute__((ext_vector_type(8), aligned(1)));
typedef int8_t i8x32_unaligned __attribute__((ext_vector_type(32), aligned(1)));
typedef int8_t i8x64_unaligned __attribute__((ext_vector_type(64), aligned(1)));
typedef uint8_t u8x64_unaligned __attribute__((ext_vector_type(64), aligned(1)));
typedef int32_t i32x4_unaligned __attribute__((ext_vector_type(4), aligned(4)));
typedef int32_t i32x8_unaligned __attribute__((ext_vector_type(8), aligned(4)));
typedef int32_t i32x16_unaligned __attribute__((ext_vector_type(16), aligned(4)));
typedef uint64_t u64x8 __attribute__((ext_vector_type(8)));
typedef uint64_t u64_unaligned __attribute__((aligned(1), may_alias));
typedef int32_t i32_unaligned __attribute__((aligned(1), may_alias));

/* Whether eight lanes pay: where a register holds them, or there are many registers. On SSE2 such code only grows. */
MNIST37_INLINE _Bool mnist37_has_wide_vectors(void) {
#if defined(__AVX2__) || defined(__aarch64__)
    return 1;
#else
    return 0;
#endif
}

/* Whether one instruction multiplies bytes with int8 weights and adds up four products; see i32x16_add_quads. */
MNIST37_INLINE _Bool mnist37_has_quad_products(void) {
#if defined(__AVX512VNNI__)
    return 1;
#else
    return 0;
#endif
}

/* Whether the registers hold fourteen vectors of sixteen floats at once, and what is multiplied with them. */
MNIST37_INLINE _Bool mnist37_has_many_registers(void) {
#if defined(__AVX512F__)
    return 1;
#else
    return 0;
#endif
}

/* The same four floats twice. */
MNIST37_INLINE f32x8 f32x8_load_twice(const float *address) {
    f32x4 four = *(const f32x4_unaligned *)address;
    return __builtin_shufflevector(four, four, 0, 1, 2, 3, 0, 1, 2, 3);
}

/* The float at the address and the one two after it, each in four lanes; reads four floats. */
MNIST37_INLINE f32x8 f32x8_load_even_quads(const float *address) {
    f32x4 four = *(const f32x4_unaligned *)address;
    f32x8 twice = __builtin_shufflevector(four, four, 0, 1, 2, 3, 0, 1, 2, 3);
    return __builtin_shufflevector(twice, twice, 0, 0, 0, 0, 6, 6, 6, 6);
}

/* The same eight floats twice. */
MNIST37_INLINE f32x16 f32x16_load_twice(const float *address) {
    f32x8 eight = f32x8_load(address);
    return __builtin_shufflevector(eight, eight, 0, 1, 2, 3, 4, 5, 6, 7, 0, 1, 2, 3, 4, 5, 6, 7);
}

MNIST37_INLINE void f32x16_store(float *address, f32x16 value) { *(f32x16_unaligned *)address = value; }
MNIST37_INLINE f32x16 f32x16_splat(float value) { return (f32x16)value; }
MNIST37_INLINE f32x16 f32x16_add(f32x16 a, f32x16 b) { return a + b; }

/* value where it is above 0, else 0. */
MNIST37_INLINE f32x8 f32x8_rectify(f32x8 value) { return value > 0.0f ? value : (f32x8)0.0f; }
MNIST37_INLINE f32x16 f32x16_rectify(f32x16 value) { return value > 0.0f ? value : (f32x16)0.0f; }

MNIST37_INLINE i32x16 i32x16_zero(void) { return (i32x16)0; }
MNIST37_INLINE i32x8 i32x8_load(const int32_t *address) { return *(const i32x8_unaligned *)address; }
MNIST37_INLINE i32x16 i32x16_load(const int32_t *address) { return *(const i32x16_unaligned *)address; }
MNIST37_INLINE i32x8 i32x8_add(i32x8 a, i32x8 b) { return a + b; }
MNIST37_INLINE i32x16 i32x16_add(i32x16 a, i32x16 b) { return a + b; }

/* The same four integers twice. */
MNIST37_INLINE i32x8 i32x8_load_twice(const int32_t *address) {
    i32x4 four = *(const i32x4_unaligned *)address;
    return __builtin_shufflevector(four, four, 0, 1, 2, 3, 0, 1, 2, 3);
}

/* The same eight integers twice. */
MNIST37_INLINE i32x16 i32x16_load_twice(const int32_t *address) {
    i32x8 eight = i32x8_load(address);
    return __builtin_shufflevector(eight, eight, 0, 1, 2, 3, 4, 5, 6, 7, 0, 1, 2, 3, 4, 5, 6, 7);
}

/* sum + the products of the four bytes and the four weights of each lane. */
MNIST37_INLINE i32x8 i32x8_add_quads(i32x8 sum, u8x32 inputs, i8x32 weights) {
#if defined(__AVX512VNNI__) && defined(__AVX512VL__)
    typedef int v8si __attribute__((__vector_size__(32)));
    return (i32x8)__builtin_ia32_vpdpbusd256((v8si)sum, (v8si)inputs, (v8si)weights);
#else
    /* The first and the third of each four, and the others. Little-endian. */
    u16x16 pairs = (u16x16)inputs;
    i16x16 firsts = (i16x16)weights << 8;
    sum = i32x8_add_products(sum, (i16x16)(pairs & 0xff), firsts >> 8);
    return i32x8_add_products(sum, (i16x16)(pairs >> 8), (i16x16)weights >> 8);
#endif
}

MNIST37_INLINE i32x16 i32x16_add_quads(i32x16 sum, u8x64 inputs, i8x64 weights) {
#if defined(__AVX512VNNI__)
    typedef int v16si __attribute__((__vector_size__(64)));
    return (i32x16)__builtin_ia32_vpdpbusd512((v16si)sum, (v16si)inputs, (v16si)weights);
#else
    i32x8 low = i32x8_add_quads(sum.lo, inputs.lo, weights.lo), high = i32x8_add_quads(sum.hi, inputs.hi, weights.hi);
    return __builtin_shufflevector(low, high, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);
#endif
}

MNIST37_INLINE u8x64 u8x64_load(const uint8_t *address) { return *(const u8x64_unaligned *)address; }
MNIST37_INLINE i8x64 i8x64_load(const int8_t *address) { return *(const i8x64_unaligned *)address; }

/* The first eight lanes plus the last eight. */
MNIST37_INLINE i32x8 i32x16_add_halves(i32x16 value) { return value.lo + value.hi; }

/* The four bytes at the address in each lane. */
MNIST37_INLINE u8x32 u8x32_splat_quad(const uint8_t *address) {
    return (u8x32)(i32x8)*(const i32_unaligned *)(const void *)address;
}
MNIST37_INLINE u8x64 u8x64_splat_quad(const uint8_t *address) {
    return (u8x64)(i32x16)*(const i32_unaligned *)(const void *)address;
}

/* The four bytes at the address in four lanes, and those two after it in the other four; reads eight bytes. */
MNIST37_INLINE u8x32 u8x32_load_quads(const uint8_t *address) {
    u8x8 eight = *(const u8x8_unaligned *)address;
    return __builtin_shufflevector(eight, eight, 0, 1, 2, 3, 0, 1, 2, 3, 0, 1, 2, 3, 0, 1, 2, 3, 2, 3, 4, 5, 2, 3, 4, 5, 2,
                                   3, 4, 5, 2, 3, 4, 5);
}

/* The same in sixteen lanes: the four bytes at the address in eight, and those two after it in the other eight. */
MNIST37_INLINE u8x64 u8x64_load_quads(const uint8_t *address) {
    u8x64 bytes = (u8x64)(u64x8)*(const u64_unaligned *)(const void *)address;
    return __builtin_shufflevector(bytes, bytes, 0, 1, 2, 3, 0, 1, 2, 3, 0, 1, 2, 3, 0, 1, 2, 3, 16, 17, 18, 19, 16, 17, 18,
                                   19, 16, 17, 18, 19, 16, 17, 18, 19, 34, 35, 36, 37, 34, 35, 36, 37, 34, 35, 36, 37, 34,
                                   35, 36, 37, 50, 51, 52, 53, 50, 51, 52, 53, 50, 51, 52, 53, 50, 51, 52, 53);
}

/*
 * The weights of the next four taps for eight channels, those of a channel side by side; zeros when there are fewer.
 *
 * Where the layer has no other channels, four taps are one vector: fours of bytes change places, then the bytes of each
 * sixteen. It is done for every row of output; where one instruction takes four products, weights that are put together
 * from parts would take longer than they. Elsewhere it gains nothing.
 */
MNIST37_INLINE i8x32 i8x32_load_quads(const int8_t *weights, intptr_t outputs, intptr_t taps) {
#if defined(__AVX512VNNI__)
    if (outputs == 8 && taps >= 4) {
        i32x8 fours = (i32x8)*(const i8x32_unaligned *)weights;
        i8x32 bytes = (i8x32)__builtin_shufflevector(fours, fours, 0, 2, 4, 6, 1, 3, 5, 7);
        /* Keeps the steps apart, of which the compiler would make one of four instructions. */
        __asm__("" : "+v"(bytes));
        return __builtin_shufflevector(bytes, bytes, 0, 4, 8, 12, 1, 5, 9, 13, 2, 6, 10, 14, 3, 7, 11, 15, 16, 20, 24, 28,
                                       17, 21, 25, 29, 18, 22, 26, 30, 19, 23, 27, 31);
    }
#endif
    i8x8 zero = (i8x8)(int8_t)0, a = *(const i8x8_unaligned *)weights;
    i8x8 b = taps > 1 ? *(const i8x8_unaligned *)(weights + outputs) : zero;
    i8x8 c = taps > 2 ? *(const i8x8_unaligned *)(weights + 2 * outputs) : zero;
    i8x8 d = taps > 3 ? *(const i8x8_unaligned *)(weights + 3 * outputs) : zero;
    i16x8 ab = (i16x8)__builtin_shufflevector(a, b, 0, 8, 1, 9, 2, 10, 3, 11, 4, 12, 5, 13, 6, 14, 7, 15);
    i16x8 cd = (i16x8)__builtin_shufflevector(c, d, 0, 8, 1, 9, 2, 10, 3, 11, 4, 12, 5, 13, 6, 14, 7, 15);
    return (i8x32)__builtin_shufflevector(ab, cd, 0, 8, 1, 9, 2, 10, 3, 11, 4, 12, 5, 13, 6, 14, 7, 15);
}

/* For sixteen channels. */
MNIST37_INLINE i8x64 i8x64_load_quads(const int8_t *weights, intptr_t outputs, intptr_t taps) {
    if (mnist37_has_quad_products() && outputs == 16 && taps >= 4) {
        i32x16 fours = (i32x16)i8x64_load(weights);
        i8x64 bytes =
            (i8x64)__builtin_shufflevector(fours, fours, 0, 4, 8, 12, 1, 5, 9, 13, 2, 6, 10, 14, 3, 7, 11, 15);
        return __builtin_shufflevector(bytes, bytes, 0, 4, 8, 12, 1, 5, 9, 13, 2, 6, 10, 14, 3, 7, 11, 15, 16, 20, 24, 28,
                                       17, 21, 25, 29, 18, 22, 26, 30, 19, 23, 27, 31, 32, 36, 40, 44, 33, 37, 41, 45, 34,
                                       38, 42, 46, 35, 39, 43, 47, 48, 52, 56, 60, 49, 53, 57, 61, 50, 54, 58, 62, 51, 55,
                                       59, 63);
    }
    i32x8 low = (i32x8)i8x32_load_quads(weights, outputs, taps), high = (i32x8)i8x32_load_quads(weights + 8, outputs, taps);
    return (i8x64)__builtin_shufflevector(low, high, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);
}

/* For eight channels, twice. */
MNIST37_INLINE i8x64 i8x64_load_quads_twice(const int8_t *weights, intptr_t outputs, intptr_t taps) {
    i32x8 quads = (i32x8)i8x32_load_quads(weights, outputs, taps);
    return (i8x64)__builtin_shufflevector(quads, quads, 0, 1, 2, 3, 4, 5, 6, 7, 0, 1, 2, 3, 4, 5, 6, 7);
}

/* For four channels, twice. */
MNIST37_INLINE i8x32 i8x32_load_quads_twice(const int8_t *weights, intptr_t outputs, intptr_t taps) {
#if defined(__AVX2__)
    if (outputs == 4 && taps >= 3) {
        /* Safe: of three taps it reads four bytes more, of the next taps or of the scales. */
        i8x16 four = *(const i8x16_unaligned *)weights, zero = (i8x16)(int8_t)0;
        i32x4 quads = taps > 3
            ? (i32x4)__builtin_shufflevector(four, zero, 0, 4, 8, 12, 1, 5, 9, 13, 2, 6, 10, 14, 3, 7, 11, 15)
            : (i32x4)__builtin_shufflevector(four, zero, 0, 4, 8, 16, 1, 5, 9, 16, 2, 6, 10, 16, 3, 7, 11, 16);
        return (i8x32)__builtin_shufflevector(quads, quads, 0, 1, 2, 3, 0, 1, 2, 3);
    }
#endif
    i8x4 zero = (i8x4)(int8_t)0, a = *(const i8x4_unaligned *)weights;
    i8x4 b = taps > 1 ? *(const i8x4_unaligned *)(weights + outputs) : zero;
    i8x4 c = taps > 2 ? *(const i8x4_unaligned *)(weights + 2 * outputs) : zero;
    i8x4 d = taps > 3 ? *(const i8x4_unaligned *)(weights + 3 * outputs) : zero;
    i16x4 ab = (i16x4)__builtin_shufflevector(a, b, 0, 4, 1, 5, 2, 6, 3, 7);
    i16x4 cd = (i16x4)__builtin_shufflevector(c, d, 0, 4, 1, 5, 2, 6, 3, 7);
    return (i8x32)__builtin_shufflevector(ab, cd, 0, 4, 1, 5, 2, 6, 3, 7, 0, 4, 1, 5, 2, 6, 3, 7);
}

/* Whether one instruction multiplies and adds, and rounds once. */
MNIST37_INLINE _Bool mnist37_has_fused_products(void) {
#if defined(__FMA__) || defined(__ARM_FEATURE_FMA)
    return 1;
#else
    return 0;
#endif
}

/*
 * Stores min(floor(max(sum, 0) * scale + 1/2), 255) of each lane, exactly, where sum < 2^24 and 2^-40 <= scale < 2^16. Only
 * where products are fused: `requantized` in IntegerSums.swift does it everywhere.
 *
 * A fused multiply-add leaves the nearest integer to the product in the low bits of a float of 2^23 or more, and of two
 * integers that are equally near the even one, where the upper one is wanted: exactly 1/2 is left over then. `halves` is
 * whether that can happen.
 */
#define MNIST37_STORE_REQUANTIZED(count)                                                                               \
    MNIST37_INLINE void i32x##count##_store_requantized(                                                               \
        uint8_t *address, i32x##count sum, f32x##count scale, _Bool halves) {                                          \
        f32x##count positive = __builtin_convertvector(__builtin_elementwise_max(sum, (i32x##count)0), f32x##count);   \
        f32x##count nearest = __builtin_elementwise_fma(positive, scale, (f32x##count)0x1p23f);                        \
        i32x##count rounded = (i32x##count)nearest;                                                                    \
        if (halves) rounded -= __builtin_elementwise_fma(positive, scale, 0x1p23f - 0.5f - nearest) == 0.0f;           \
        i32x##count bounded = __builtin_elementwise_min(rounded, (i32x##count)(f32x##count)(0x1p23f + 255.0f));        \
        *(u8x##count##_unaligned *)address = __builtin_convertvector(bounded, u8x##count);                             \
    }
MNIST37_STORE_REQUANTIZED(8)
MNIST37_STORE_REQUANTIZED(16)

MNIST37_INLINE int32_t i32x8_lane(i32x8 value, intptr_t lane) { return value[lane]; }
MNIST37_INLINE int32_t i32x16_lane(i32x16 value, intptr_t lane) { return value[lane]; }
MNIST37_INLINE float f32x8_lane(f32x8 value, intptr_t lane) { return value[lane]; }
MNIST37_INLINE float f32x16_lane(f32x16 value, intptr_t lane) { return value[lane]; }

MNIST37_INLINE i32x4 i32x4_load(const int32_t *address) { return *(const i32x4_unaligned *)address; }
MNIST37_INLINE void i32x4_store(int32_t *address, i32x4 value) { *(i32x4_unaligned *)address = value; }

/* sum + the products of eight bytes and eight weights, two in each lane. */
MNIST37_INLINE i32x4 i32x4_add_products(i32x4 sum, const uint8_t *inputs, const int8_t *weights) {
    i16x8 a = __builtin_convertvector(*(const u8x8_unaligned *)inputs, i16x8);
    i16x8 b = __builtin_convertvector(*(const i8x8_unaligned *)weights, i16x8);
#if defined(__SSE2__)
    typedef short v8hi __attribute__((__vector_size__(16)));
    return sum + (i32x4)__builtin_ia32_pmaddwd128((v8hi)a, (v8hi)b);
#else
    i32x8 products = __builtin_convertvector(a, i32x8) * __builtin_convertvector(b, i32x8);
    return sum + products.even + products.odd;
#endif
}

/* Asks for 128 bytes, which are read soon. */
MNIST37_INLINE void prefetch_lines(const void *address) {
    __builtin_prefetch(address);
    __builtin_prefetch((const char *)address + 64);
}

MNIST37_INLINE u8x16 u8x16_load(const uint8_t *address) { return *(const u8x16_unaligned *)address; }
MNIST37_INLINE void u8x16_store(uint8_t *address, u8x16 value) { *(u8x16_unaligned *)address = value; }

/* Whether all bits of these are zeros. */
MNIST37_INLINE int u8x16_are_zero(u8x16 a, u8x16 b) {
    u64x2 halves = (u64x2)(a | b);
    return (halves.x | halves.y) == 0;
}
MNIST37_INLINE int u32x8_are_zero(u32x8 value) {
    u64x2 halves = (u64x2)value.lo | (u64x2)value.hi;
    return (halves.x | halves.y) == 0;
}

/* In each lane the largest of four magnitudes, see u32x8_largest_magnitude. */
MNIST37_INLINE u32x8 u32x8_larger(u32x8 a, u32x8 b) { return __builtin_elementwise_max(a, b); }
MNIST37_INLINE u32x8 u32x8_largest_of(f32x8 a, f32x8 b, f32x8 c, f32x8 d) {
    return u32x8_larger(u32x8_larger((u32x8)a << 1, (u32x8)b << 1), u32x8_larger((u32x8)c << 1, (u32x8)d << 1));
}

/* Stores the lowest eight bits of each lane. */
MNIST37_INLINE void f32x8_store_low_bytes(uint8_t *address, f32x8 value) {
    *(u8x8_unaligned *)address = __builtin_convertvector((i32x8)value, u8x8);
}

#pragma clang diagnostic pop

#endif
