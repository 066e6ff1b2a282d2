/*
 * Vectors whose lanes are output channels, for the rows of a convolution: floats, and integers of 16 and 32 bits.
 */
#ifndef MNIST37_CHANNELS_H
#define MNIST37_CHANNELS_H

#include "vector.h"

/* Every function here is inlined: no vector is ever passed in the way that the warning is about. */
#pragma clang diagnostic push
#pragma clang diagnostic ignored "-Wpsabi"

typedef float f32x4_unaligned __attribute__((ext_vector_type(4), aligned(4)));
typedef int8_t i8x4_unaligned __attribute__((ext_vector_type(4), aligned(1)));
typedef int8_t i8x8_unaligned __attribute__((ext_vector_type(8), aligned(1)));
typedef int16_t i16x8_unaligned __attribute__((ext_vector_type(8), aligned(2)));
typedef int32_t i32x4_unaligned __attribute__((ext_vector_type(4), aligned(4)));
typedef int32_t i32x8_unaligned __attribute__((ext_vector_type(8), aligned(4)));
typedef int32_t i32_unaligned __attribute__((aligned(2), may_alias));
typedef uint32_t u32x8 __attribute__((ext_vector_type(8)));
typedef uint64_t u64x4 __attribute__((ext_vector_type(4)));

/* The same four floats twice. */
MNIST37_INLINE f32x8 f32x8_load_twice(const float *address) {
    f32x4 four = *(const f32x4_unaligned *)address;
    return __builtin_shufflevector(four, four, 0, 1, 2, 3, 0, 1, 2, 3);
}

/* Whether the registers hold seven vectors of sixteen floats at once, and what is multiplied with them. */
MNIST37_INLINE _Bool mnist37_has_many_registers(void) {
#if defined(__AVX512F__) || defined(__aarch64__)
    return 1;
#else
    return 0;
#endif
}

typedef int8_t i8x32 __attribute__((ext_vector_type(32)));
typedef int16_t i16x32 __attribute__((ext_vector_type(32)));
typedef int32_t i32x16_unaligned __attribute__((ext_vector_type(16), aligned(4)));
typedef int32_t i32x32 __attribute__((ext_vector_type(32)));

MNIST37_INLINE void f32x16_store(float *address, f32x16 value) { *(f32x16_unaligned *)address = value; }

MNIST37_INLINE f32x16 f32x16_splat(float value) { return (f32x16)value; }

MNIST37_INLINE i32x16 i32x16_load(const int32_t *address) { return *(const i32x16_unaligned *)address; }

MNIST37_INLINE void i32x16_store(int32_t *address, i32x16 value) { *(i32x16_unaligned *)address = value; }

/* Sixteen channels of two taps, side by side: a0 b0 a1 b1 ... */
MNIST37_INLINE i16x32 i16x32_load_taps(const int8_t *a, const int8_t *b) {
    i8x16 x = *(const i8x16_unaligned *)a, y = *(const i8x16_unaligned *)b;
    i8x32 both = __builtin_shufflevector(x, y, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23, 8, 24, 9, 25, 10,
                                         26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31);
    return __builtin_convertvector(both, i16x32);
}

/* Sixteen channels of one tap, each beside a zero. */
MNIST37_INLINE i16x32 i16x32_load_tap(const int8_t *a) {
    i8x16 x = *(const i8x16_unaligned *)a, y = (i8x16)(int8_t)0;
    i8x32 both = __builtin_shufflevector(x, y, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23, 8, 24, 9, 25, 10,
                                         26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31);
    return __builtin_convertvector(both, i16x32);
}

/* The two values at the address in each pair of lanes. */
MNIST37_INLINE i16x32 i16x32_splat_pair(const int16_t *address) {
    return (i16x32)(i32x16)*(const i32_unaligned *)address;
}

/* sum + the products of neighbours, added in pairs. */
MNIST37_INLINE i32x16 i32x16_add_products(i32x16 sum, i16x32 a, i16x32 b) {
#if defined(__AVX512BW__)
    typedef short v32hi __attribute__((__vector_size__(64)));
    return sum + (i32x16)__builtin_ia32_pmaddwd512((v32hi)a, (v32hi)b);
#else
    i32x8 low = i32x8_add_products(sum.lo, a.lo, b.lo), high = i32x8_add_products(sum.hi, a.hi, b.hi);
    return __builtin_shufflevector(low, high, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);
#endif
}

MNIST37_INLINE void i16x16_store(int16_t *address, i16x16 value) { *(i16x16_unaligned *)(void *)address = value; }

MNIST37_INLINE int16_t i16x16_or(i16x16 value) { return __builtin_reduce_or(value); }

/*
 * The float at the address and the one two after it, each in four lanes; reads eight floats. One permutation by an index
 * that the compiler must not see through, because it would make two of it.
 */
MNIST37_INLINE f32x8 f32x8_load_even_quads(const float *address) {
    f32x8 eight = *(const f32x8_unaligned *)address;
#if defined(__AVX2__)
    typedef int v8si __attribute__((__vector_size__(32)));
    typedef float v8sf __attribute__((__vector_size__(32)));
    v8si index = {0, 0, 0, 0, 2, 2, 2, 2};
    __asm__("" : "+x"(index));
    return (f32x8)__builtin_ia32_permvarsf256((v8sf)eight, index);
#else
    return __builtin_shufflevector(eight, eight, 0, 0, 0, 0, 2, 2, 2, 2);
#endif
}

/* value where it is above 0, else 0. */
MNIST37_INLINE f32x8 f32x8_rectify(f32x8 value) { return value > 0.0f ? value : (f32x8)0.0f; }

/*
 * The larger of the marks and the magnitudes, which are the bits of the values without their signs, doubled: zeros for a
 * zero, and from 0xff000000 on for NaN and infinity.
 */
MNIST37_INLINE u32x8 u32x8_largest_magnitude(u32x8 marks, f32x8 value) {
    return __builtin_elementwise_max(marks, (u32x8)value << 1);
}

MNIST37_INLINE u32x8 u32x8_zero(void) { return (u32x8)0u; }

MNIST37_INLINE uint32_t u32x8_largest(u32x8 value) { return __builtin_reduce_max(value); }

MNIST37_INLINE i32x8 i32x8_load(const int32_t *address) { return *(const i32x8_unaligned *)address; }

MNIST37_INLINE i32x8 i32x8_load_twice(const int32_t *address) {
    i32x4 four = *(const i32x4_unaligned *)address;
    return __builtin_shufflevector(four, four, 0, 1, 2, 3, 0, 1, 2, 3);
}

MNIST37_INLINE void i32x8_store(int32_t *address, i32x8 value) { *(i32x8_unaligned *)address = value; }

MNIST37_INLINE i32x8 i32x8_add(i32x8 a, i32x8 b) { return a + b; }

/* Eight channels of two taps, side by side: a0 b0 a1 b1 ... */
MNIST37_INLINE i16x16 i16x16_load_taps(const int8_t *a, const int8_t *b) {
    i8x8_unaligned x = *(const i8x8_unaligned *)a, y = *(const i8x8_unaligned *)b;
    i8x16 both = __builtin_shufflevector(x, y, 0, 8, 1, 9, 2, 10, 3, 11, 4, 12, 5, 13, 6, 14, 7, 15);
    return __builtin_convertvector(both, i16x16);
}

/* Eight channels of one tap, each beside a zero. */
MNIST37_INLINE i16x16 i16x16_load_tap(const int8_t *a) {
    i8x8_unaligned x = *(const i8x8_unaligned *)a, y = (i8x8_unaligned)(int8_t)0;
    i8x16 both = __builtin_shufflevector(x, y, 0, 8, 1, 9, 2, 10, 3, 11, 4, 12, 5, 13, 6, 14, 7, 15);
    return __builtin_convertvector(both, i16x16);
}

/* Four channels of two taps, side by side, twice. */
MNIST37_INLINE i16x16 i16x16_load_taps_twice(const int8_t *a, const int8_t *b) {
    i8x4_unaligned x = *(const i8x4_unaligned *)a, y = *(const i8x4_unaligned *)b;
    i8x16 both = __builtin_shufflevector(x, y, 0, 4, 1, 5, 2, 6, 3, 7, 0, 4, 1, 5, 2, 6, 3, 7);
    return __builtin_convertvector(both, i16x16);
}

/* Four channels of one tap, each beside a zero, twice. */
MNIST37_INLINE i16x16 i16x16_load_tap_twice(const int8_t *a) {
    i8x4_unaligned x = *(const i8x4_unaligned *)a, y = (i8x4_unaligned)(int8_t)0;
    i8x16 both = __builtin_shufflevector(x, y, 0, 4, 1, 5, 2, 6, 3, 7, 0, 4, 1, 5, 2, 6, 3, 7);
    return __builtin_convertvector(both, i16x16);
}

/* The two values at the address in each pair of lanes. */
MNIST37_INLINE i16x16 i16x16_splat_pair(const int16_t *address) {
    return (i16x16)(i32x8)*(const i32_unaligned *)address;
}

/* The two pairs of values at the address, each in four pairs of lanes; reads sixteen. */
MNIST37_INLINE i16x16 i16x16_load_quads(const int16_t *address) {
    i32x8 eight = (i32x8)*(const i16x16_unaligned *)(const void *)address;
#if defined(__AVX2__)
    typedef int v8si __attribute__((__vector_size__(32)));
    v8si index = {0, 0, 0, 0, 1, 1, 1, 1};
    __asm__("" : "+x"(index));
    return (i16x16)__builtin_ia32_permvarsi256((v8si)eight, index);
#else
    return (i16x16)__builtin_shufflevector(eight, eight, 0, 0, 0, 0, 1, 1, 1, 1);
#endif
}

MNIST37_INLINE i16x16 i16x16_load(const int16_t *address) { return *(const i16x16_unaligned *)(const void *)address; }

/* Stores min(floor(max(sum, 0) * scale + 1/2), 255) of each lane; 2^-40 <= scale < 2^16 (see `requantized`). */
MNIST37_INLINE void i32x8_store_requantized(int16_t *address, i32x8 sum, f32x8 scale) {
    i32x8 positive = sum > 0 ? sum : (i32x8)0;
    u32x8 bits = (u32x8)scale, shift = 150u - (bits >> 23);
    /* Lanes 0, 2, 4, 6 and lanes 1, 3, 5, 7 in 64 bits. */
    u64x4 low = (u64x4)0xffffffffu, sums = (u64x4)positive, shifts = (u64x4)shift;
    u64x4 significands = (u64x4)((bits & 0x7fffffu) | 0x800000u);
    u64x4 even_shift = shifts & low, odd_shift = shifts >> 32;
    u64x4 even = ((sums & low) * (significands & low) + ((u64x4)1u << (even_shift - 1u))) >> even_shift;
    u64x4 odd = ((sums >> 32) * (significands >> 32) + ((u64x4)1u << (odd_shift - 1u))) >> odd_shift;
    /* Where the product is 256 or nearly so, or more, whatever bits were cut off. */
    i32x8 large = __builtin_convertvector(positive, f32x8) * scale >= 256.0f;
    u32x8 value = (u32x8)((even & low) | (odd << 32));
    u32x8 bounded = value < 255u ? value : (u32x8)255u;
    *(i16x8_unaligned *)address = __builtin_convertvector(large ? (u32x8)255u : bounded, i16x8);
}

#pragma clang diagnostic pop

#endif
