/*
 * Vectors of eight floats for the kernels. Swift's own SIMD8 compiles to one scalar operation a lane on Linux; a clang
 * vector type passed through inline functions becomes real vector instructions, at any instruction set: two SSE2 or
 * NEON registers, or one AVX2 register.
 *
 * No multiply-add is ever contracted into a fused one: the fused rounding differs, and targets without the instruction
 * could not return the same bits.
 */
#ifndef MNIST37_VECTOR_H
#define MNIST37_VECTOR_H

#include <stdint.h>

#pragma clang fp contract(off)

typedef float f32x8 __attribute__((ext_vector_type(8)));
typedef float f32x8_unaligned __attribute__((ext_vector_type(8), aligned(4)));
typedef uint8_t u8x8 __attribute__((ext_vector_type(8)));
typedef uint8_t u8x8_unaligned __attribute__((ext_vector_type(8), aligned(1)));
typedef float f32x4 __attribute__((ext_vector_type(4)));
typedef float f32x2 __attribute__((ext_vector_type(2)));

#define MNIST37_INLINE static inline __attribute__((always_inline))

/* Eight floats from any address that a float may have. */
MNIST37_INLINE f32x8 f32x8_load(const float *address) { return *(const f32x8_unaligned *)address; }

MNIST37_INLINE void f32x8_store(float *address, f32x8 value) { *(f32x8_unaligned *)address = value; }

/* Eight bytes as floats 0 to 255. */
MNIST37_INLINE f32x8 f32x8_load_bytes(const uint8_t *address) {
    return __builtin_convertvector(*(const u8x8_unaligned *)address, f32x8);
}

MNIST37_INLINE f32x8 f32x8_zero(void) { return (f32x8)0.0f; }

MNIST37_INLINE f32x8 f32x8_splat(float value) { return (f32x8)value; }

MNIST37_INLINE f32x8 f32x8_add(f32x8 a, f32x8 b) { return a + b; }

MNIST37_INLINE f32x8 f32x8_multiply(f32x8 a, f32x8 b) { return a * b; }

/* sum + a * b, rounded twice. */
MNIST37_INLINE f32x8 f32x8_add_product(f32x8 sum, f32x8 a, f32x8 b) { return sum + a * b; }

/* ((0 + 4) + (2 + 6)) + ((1 + 5) + (3 + 7)): halves added to halves. */
MNIST37_INLINE float f32x8_sum(f32x8 value) {
    f32x4 four = value.lo + value.hi;
    f32x2 two = four.lo + four.hi;
    return two.x + two.y;
}

#endif
