/*
 * What training needs of vectors beyond the runtime's: fused products, bytes as floats, doubles for gradients that are
 * checked to more digits than floats have, and prefetching.
 */
#ifndef TRAINING_VECTORS_H
#define TRAINING_VECTORS_H

#include "../Runtime/CVector/vector.h"

/* As in vector.h: no sum is fused but where a function says so, and every function is inlined. */
#pragma clang fp contract(off)
#pragma clang diagnostic push
#pragma clang diagnostic ignored "-Wpsabi"

#define TRAINING_INLINE static inline __attribute__((always_inline))

/* sum + a * b, rounded once; without an instruction for it by calls of the C library's fmaf, exact and slow. */
TRAINING_INLINE f32x8 f32x8_fused_add_product(f32x8 sum, f32x8 a, f32x8 b) {
    return __builtin_elementwise_fma(a, b, sum);
}
TRAINING_INLINE f32x16 f32x16_fused_add_product(f32x16 sum, f32x16 a, f32x16 b) {
    return __builtin_elementwise_fma(a, b, sum);
}

/* Bytes as floats 0 to 255. */
TRAINING_INLINE f32x8 f32x8_load_bytes(const uint8_t *address) {
    return __builtin_convertvector(*(const u8x8_unaligned *)address, f32x8);
}
TRAINING_INLINE f32x16 f32x16_load_bytes(const uint8_t *address) {
    return __builtin_convertvector(*(const u8x16_unaligned *)address, f32x16);
}

/* value where gate is above 0, else 0. */
TRAINING_INLINE f32x8 f32x8_gated(f32x8 value, f32x8 gate) { return gate > 0.0f ? value : (f32x8)0.0f; }

typedef double f64x8 __attribute__((ext_vector_type(8)));
typedef double f64x8_unaligned __attribute__((ext_vector_type(8), aligned(8)));

TRAINING_INLINE f64x8 f64x8_load(const double *address) { return *(const f64x8_unaligned *)address; }
TRAINING_INLINE void f64x8_store(double *address, f64x8 value) { *(f64x8_unaligned *)address = value; }
TRAINING_INLINE f64x8 f64x8_splat(double value) { return (f64x8)value; }
TRAINING_INLINE f64x8 f64x8_add(f64x8 a, f64x8 b) { return a + b; }

/* sum + a * b, rounded twice. */
TRAINING_INLINE f64x8 f64x8_add_product(f64x8 sum, f64x8 a, f64x8 b) { return sum + a * b; }

/* Halves added to halves, as f32x8_sum. */
TRAINING_INLINE double f64x8_sum(f64x8 value) {
    return ((value[0] + value[4]) + (value[2] + value[6])) + ((value[1] + value[5]) + (value[3] + value[7]));
}

TRAINING_INLINE f64x8 f64x8_gated(f64x8 value, f64x8 gate) { return gate > 0.0 ? value : (f64x8)0.0; }

/*
 * Asks the second-level cache for the line that lies `distance` bytes after an address, past whatever is there: a prefetch
 * of memory that does not exist does nothing.
 */
TRAINING_INLINE void prefetch(const void *address, uintptr_t distance) {
    __builtin_prefetch((const void *)((uintptr_t)address + distance), 0, 2);
}

#pragma clang diagnostic pop

#endif
