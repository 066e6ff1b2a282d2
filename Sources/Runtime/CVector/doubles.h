/* Vectors of eight doubles, for gradients that are checked to more digits than floats have. */
#ifndef MNIST37_DOUBLES_H
#define MNIST37_DOUBLES_H

#include "vector.h"

typedef double f64x8 __attribute__((ext_vector_type(8)));
typedef double f64x8_unaligned __attribute__((ext_vector_type(8), aligned(8)));

MNIST37_INLINE f64x8 f64x8_load(const double *address) { return *(const f64x8_unaligned *)address; }

MNIST37_INLINE void f64x8_store(double *address, f64x8 value) { *(f64x8_unaligned *)address = value; }

MNIST37_INLINE f64x8 f64x8_splat(double value) { return (f64x8)value; }

MNIST37_INLINE f64x8 f64x8_add(f64x8 a, f64x8 b) { return a + b; }

MNIST37_INLINE f64x8 f64x8_add_product(f64x8 sum, f64x8 a, f64x8 b) { return sum + a * b; }

MNIST37_INLINE double f64x8_sum(f64x8 value) {
    return ((value[0] + value[4]) + (value[2] + value[6])) + ((value[1] + value[5]) + (value[3] + value[7]));
}

/* value where gate is above 0, else 0. */
MNIST37_INLINE f64x8 f64x8_gated(f64x8 value, f64x8 gate) { return gate > 0.0 ? value : (f64x8)0.0; }

MNIST37_INLINE f32x8 f32x8_gated(f32x8 value, f32x8 gate) { return gate > 0.0f ? value : (f32x8)0.0f; }

#endif
