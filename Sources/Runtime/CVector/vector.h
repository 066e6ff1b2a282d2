/*
 * Vectors for the kernels. Swift's own SIMD types compute some operations lane by lane, and have no name for others
 * (docs/swift-as-c.md counts); a clang vector type passed through inline functions becomes vector instructions for all,
 * at any instruction set: sixteen floats are four registers of SSE2 or NEON, two of AVX2, one of AVX-512.
 *
 * No multiply-add is ever contracted into a fused one: the fused rounding differs, and targets without the instruction
 * could not return the same bits.
 */
#ifndef MNIST37_VECTOR_H
#define MNIST37_VECTOR_H

#include <stdint.h>

#pragma clang fp contract(off)

/* Every function here is inlined: no vector is ever passed in the way that the warning is about. */
#pragma clang diagnostic push
#pragma clang diagnostic ignored "-Wpsabi"

typedef float f32x2 __attribute__((ext_vector_type(2)));
typedef float f32x4 __attribute__((ext_vector_type(4)));
typedef float f32x8 __attribute__((ext_vector_type(8)));
typedef float f32x16 __attribute__((ext_vector_type(16)));
typedef uint8_t u8x8 __attribute__((ext_vector_type(8)));
typedef uint8_t u8x16 __attribute__((ext_vector_type(16)));
typedef int8_t i8x16 __attribute__((ext_vector_type(16)));
typedef uint64_t u64x2 __attribute__((ext_vector_type(2)));
typedef int16_t i16x8 __attribute__((ext_vector_type(8)));
typedef int16_t i16x16 __attribute__((ext_vector_type(16)));
typedef int32_t i32x4 __attribute__((ext_vector_type(4)));
typedef int32_t i32x8 __attribute__((ext_vector_type(8)));
typedef int32_t i32x16 __attribute__((ext_vector_type(16)));
typedef uint32_t u32x8 __attribute__((ext_vector_type(8)));
typedef uint32_t u32x16 __attribute__((ext_vector_type(16)));

/* The same, read from any address that an element may have. */
typedef float f32x8_unaligned __attribute__((ext_vector_type(8), aligned(4)));
typedef float f32x16_unaligned __attribute__((ext_vector_type(16), aligned(4)));
typedef uint8_t u8x8_unaligned __attribute__((ext_vector_type(8), aligned(1)));
typedef uint8_t u8x16_unaligned __attribute__((ext_vector_type(16), aligned(1)));
typedef int8_t i8x16_unaligned __attribute__((ext_vector_type(16), aligned(1)));

#define MNIST37_INLINE static inline __attribute__((always_inline))

MNIST37_INLINE f32x8 f32x8_zero(void) { return (f32x8)0.0f; }
MNIST37_INLINE f32x16 f32x16_zero(void) { return (f32x16)0.0f; }

MNIST37_INLINE f32x8 f32x8_load(const float *address) { return *(const f32x8_unaligned *)address; }
MNIST37_INLINE f32x16 f32x16_load(const float *address) { return *(const f32x16_unaligned *)address; }

MNIST37_INLINE void f32x8_store(float *address, f32x8 value) { *(f32x8_unaligned *)address = value; }

/* sum + a * b, rounded twice. */
MNIST37_INLINE f32x8 f32x8_add_product(f32x8 sum, f32x8 a, f32x8 b) { return sum + a * b; }
MNIST37_INLINE f32x16 f32x16_add_product(f32x16 sum, f32x16 a, f32x16 b) { return sum + a * b; }

MNIST37_INLINE f32x8 f32x8_add(f32x8 a, f32x8 b) { return a + b; }
MNIST37_INLINE f32x8 f32x8_splat(float value) { return (f32x8)value; }

/* The first eight lanes plus the last eight. */
MNIST37_INLINE f32x8 f32x16_add_halves(f32x16 value) { return value.lo + value.hi; }

/* ((0 + 4) + (2 + 6)) + ((1 + 5) + (3 + 7)): halves added to halves. */
MNIST37_INLINE float f32x8_sum(f32x8 value) {
    f32x4 four = value.lo + value.hi;
    f32x2 two = four.lo + four.hi;
    return two.x + two.y;
}

/*
 * Bytes b as pixels: the correctly rounded b / 255, without a division. A test tries all bytes.
 *
 * In binary, b / 255 repeats the eight bits of b for ever. Behind the 24 bits that a float keeps, another turn of them
 * begins, which for b > 0 starts with a one: b / 255 is always rounded up.
 *
 * With the reciprocal in two parts, b * high is exact: b * 0x10101 is 24 bits, b three times. So a fused multiply-add,
 * where there is one, rounds as the separate sum does.
 */
#if defined(__FMA__) || defined(__ARM_FEATURE_FMA)
#define MNIST37_ADD_EXACT_PRODUCT(sum, a, b) __builtin_elementwise_fma(a, b, sum)
#else
#define MNIST37_ADD_EXACT_PRODUCT(sum, a, b) ((sum) + (a) * (b))
#endif

/*
 * AVX-512 can round a product toward zero. The float above 1 / 255 is c = (1 + 2^-24 - 2^-31) / 255. Let r be the eight
 * bits behind the 24 kept ones, 128 <= r <= 255: b / 255 lies r / 255 of a last place above those 24 bits, and b * c lies
 * r / 255 * (2 - 2^-7) = r / 128 above them. That is at least one and less than two, so what is left of the product is
 * the next float above the 24 bits: b / 255, rounded to nearest.
 */
MNIST37_INLINE f32x16 f32x16_pixels(u8x16 bytes) {
    f32x16 values = __builtin_convertvector(bytes, f32x16);
#if defined(__AVX512F__)
    typedef float v16sf __attribute__((__vector_size__(64)));
    /* 3 is toward zero, 8 without exceptions. */
    return (f32x16)__builtin_ia32_mulps512((v16sf)values, (v16sf)(f32x16)0x1.010102p-8f, 3 | 8);
#else
    return MNIST37_ADD_EXACT_PRODUCT(values * 0x1.0101p-32f, values, (f32x16)0x1.0101p-8f);
#endif
}

MNIST37_INLINE f32x8 f32x8_pixels(u8x8 bytes) {
#if defined(__AVX512F__)
    /* Only a vector of sixteen has the rounding. */
    u8x8 none = (u8x8)(uint8_t)0;
    return f32x16_pixels(__builtin_shufflevector(bytes, none, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15)).lo;
#else
    f32x8 values = __builtin_convertvector(bytes, f32x8);
    return MNIST37_ADD_EXACT_PRODUCT(values * 0x1.0101p-32f, values, (f32x8)0x1.0101p-8f);
#endif
}

MNIST37_INLINE f32x8 f32x8_load_pixels(const uint8_t *address) {
    return f32x8_pixels(*(const u8x8_unaligned *)address);
}
MNIST37_INLINE f32x16 f32x16_load_pixels(const uint8_t *address) {
    return f32x16_pixels(*(const u8x16_unaligned *)address);
}

/* Sixteen bytes, or int8 weights, as 16-bit integers. */
MNIST37_INLINE i16x16 i16x16_load_bytes(const uint8_t *address) {
    return __builtin_convertvector(*(const u8x16_unaligned *)address, i16x16);
}

MNIST37_INLINE i16x16 i16x16_load_weights(const int8_t *address) {
    return __builtin_convertvector(*(const i8x16_unaligned *)address, i16x16);
}

MNIST37_INLINE i32x8 i32x8_zero(void) { return (i32x8)0; }

/* sum + a[2 l] * b[2 l] + a[2 l + 1] * b[2 l + 1], in 32 bits, for each lane l. */
MNIST37_INLINE i32x8 i32x8_add_products(i32x8 sum, i16x16 a, i16x16 b) {
#if defined(__AVX2__)
    typedef short v16hi __attribute__((__vector_size__(32)));
    return sum + (i32x8)__builtin_ia32_pmaddwd256((v16hi)a, (v16hi)b);
#elif defined(__SSE2__)
    typedef short v8hi __attribute__((__vector_size__(16)));
    i32x4 low = (i32x4)__builtin_ia32_pmaddwd128((v8hi)(i16x8)a.lo, (v8hi)(i16x8)b.lo);
    i32x4 high = (i32x4)__builtin_ia32_pmaddwd128((v8hi)(i16x8)a.hi, (v8hi)(i16x8)b.hi);
    return sum + __builtin_shufflevector(low, high, 0, 1, 2, 3, 4, 5, 6, 7);
#else
    i32x16 products = __builtin_convertvector(a, i32x16) * __builtin_convertvector(b, i32x16);
    return sum + products.even + products.odd;
#endif
}

MNIST37_INLINE int32_t i32x8_sum(i32x8 value) {
    i32x4 four = value.lo + value.hi;
    return (four.x + four.y) + (four.z + four.w);
}

/*
 * The integers nearest to 255 * pixel, bounded to 0...255 and 0 for NaN, in the low bits of floats of 2^23 or more; see
 * byte(nearest:). Comparisons would do, but take three times as long as the instructions for minimum and maximum.
 */
MNIST37_INLINE f32x8 f32x8_nearest_bytes(f32x8 pixels) {
    f32x8 scaled = pixels * 255.0f, zero = (f32x8)0.0f, most = (f32x8)255.0f;
#if defined(__AVX__)
    typedef float v8sf __attribute__((__vector_size__(32)));
    f32x8 bounded = (f32x8)__builtin_ia32_minps256(__builtin_ia32_maxps256((v8sf)scaled, (v8sf)zero), (v8sf)most);
#else
    f32x8 least = scaled > zero ? scaled : zero;
    f32x8 bounded = least < most ? least : most;
#endif
    return bounded + 0x1p23f;
}

/* The integers 0...255 nearest to 255 * pixel. */
MNIST37_INLINE i16x16 i16x16_nearest_bytes(f32x16 pixels) {
    i32x8 low = (i32x8)f32x8_nearest_bytes(pixels.lo), high = (i32x8)f32x8_nearest_bytes(pixels.hi);
    return __builtin_convertvector(
        __builtin_shufflevector(low, high, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15), i16x16);
}

/*
 * The larger of the marks and the magnitudes, which are the bits of the values without their signs, doubled: zeros for a
 * zero, and from 0xff000000 on for NaN and infinity.
 */
MNIST37_INLINE u32x8 u32x8_largest_magnitude(u32x8 marks, f32x8 value) {
    return __builtin_elementwise_max(marks, (u32x8)value << 1);
}
MNIST37_INLINE u32x16 u32x16_largest_magnitude(u32x16 marks, f32x16 value) {
    return __builtin_elementwise_max(marks, (u32x16)value << 1);
}

MNIST37_INLINE u32x8 u32x8_zero(void) { return (u32x8)0u; }
MNIST37_INLINE u32x16 u32x16_zero(void) { return (u32x16)0u; }
MNIST37_INLINE uint32_t u32x8_largest(u32x8 value) { return __builtin_reduce_max(value); }
MNIST37_INLINE uint32_t u32x16_largest(u32x16 value) { return __builtin_reduce_max(value); }

#if defined(__PCLMUL__)
typedef uint64_t u64x2_unaligned __attribute__((ext_vector_type(2), aligned(4)));
typedef long long i64x2 __attribute__((__vector_size__(16)));

MNIST37_INLINE u64x2 u64x2_load(const void *address) { return *(const u64x2_unaligned *)address; }
MNIST37_INLINE u64x2 u64x2_make(uint64_t low, uint64_t high) { return (u64x2){low, high}; }
MNIST37_INLINE u64x2 u64x2_xor(u64x2 a, u64x2 b) { return a ^ b; }
MNIST37_INLINE uint64_t u64x2_low(u64x2 value) { return value.x; }
MNIST37_INLINE uint64_t u64x2_high(u64x2 value) { return value.y; }

/* Both halves of `value` times those of `powers`, without carries, and the sum of the products. */
MNIST37_INLINE u64x2 u64x2_fold(u64x2 value, u64x2 powers) {
    return (u64x2)__builtin_ia32_pclmulqdq128((i64x2)value, (i64x2)powers, 0x00)
        ^ (u64x2)__builtin_ia32_pclmulqdq128((i64x2)value, (i64x2)powers, 0x11);
}
#endif

#pragma clang diagnostic pop

#endif
