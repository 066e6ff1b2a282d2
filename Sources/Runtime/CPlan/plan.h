/*
 * The plan of a model: what a prediction needs to know of a weights file. mnist37_model_init verifies the file and writes
 * the plan into the caller's mnist37_model, once; a prediction reads it and nothing else of the file but the tensors.
 *
 * It stands here, in C, because the modules in Prediction* are compiled apart, one for each instruction set, and must
 * agree on its layout.
 */
#ifndef MNIST37_PLAN_H
#define MNIST37_PLAN_H

#include "../include/mnist37.h"

/* The most layers that this library runs. */
#define MNIST37_LAYER_LIMIT 5

/* Bytes of the eight sums of an output of the dense layer, with which the scratch memory begins. */
#define MNIST37_SUMS_SIZE 32

/* The convolutions for whose sizes vectorised loops are compiled: outputs, taps, step, columns (see mnist37_layer). */
enum {
    MNIST37_SHAPE_ANY = 0,
    MNIST37_SHAPE_4_3_2_14,   /* the first layer of conv-tiny */
    MNIST37_SHAPE_8_3_2_14,   /* the first layer of conv */
    MNIST37_SHAPE_8_12_8_7,   /* the second layer of conv-tiny */
    MNIST37_SHAPE_16_24_16_7, /* the second layer of conv */
    MNIST37_SHAPE_16_48_32_4, /* the third layer of conv */
};

/*
 * One layer. Its input comes row by row; a row is row_size values (float32 or bytes), of which margin at each end are
 * padding. A convolution keeps its last kernel_size rows of input in the scratch memory, a dense layer one.
 */
typedef struct mnist37_layer {
    uint32_t weights;        /* offset in the file of (kernel_size, taps, outputs), or of (outputs, height, row_size) */
    uint32_t scales;         /* offset in the file of (outputs) float32; 0 in a float32 layer */
    uint32_t biases;         /* offset in the file of (outputs) */
    uint32_t rows;           /* offset in the scratch memory of (kernel_size, row_size) values */
    uint16_t row_size;       /* values of a row of input */
    uint16_t margin;         /* padding * channels */
    uint16_t taps;           /* inputs that one output sees in one row of the kernel: kernel_size * channels */
    uint16_t step;           /* inputs between one column of output and the next: stride * channels */
    uint16_t outputs;        /* channels of the output */
    uint8_t columns;         /* columns of the output */
    uint8_t height;          /* rows of input */
    uint8_t kernel_size;     /* rows of the kernel; 0 in a dense layer */
    uint8_t stride;          /* rows of input between one row of output and the next */
    uint8_t padding;         /* rows of zeros above the input and below it */
    uint8_t shape;           /* MNIST37_SHAPE_... */
    uint8_t has_large_sums;  /* int8: a sum may reach 2^24, beyond the integers that float32 holds exactly */
    uint8_t has_halves;      /* int8: a sum times its scale may lie halfway between two integers */
} mnist37_layer;

typedef struct mnist37_plan {
    const unsigned char *_Nullable bytes; /* the weights file; null while the model is not initialised */
    const void *_Nullable owner;       /* the model that mnist37_model_open was given; null where the bytes are borrowed */
    uint32_t size;                    /* of the file, in bytes */
    uint16_t scratch_blocks;          /* blocks of 32 bytes that a prediction takes on the stack for activations */
    uint8_t instruction_set;          /* see InstructionSet */
    uint8_t is_integer;               /* whether weights are int8 and activations bytes; else both are float32 */
    uint8_t layer_count;              /* 1 for a linear model */
    uint8_t outputs;                  /* of the last layer: 1 or 2 */
    int32_t digits[2];                /* what mnist37_prediction.digit is for the first class, and for the second */
    mnist37_layer layers[MNIST37_LAYER_LIMIT];
} mnist37_plan;

_Static_assert(sizeof(mnist37_plan) <= sizeof(mnist37_model), "mnist37_model has no room for the plan");
_Static_assert(_Alignof(mnist37_plan) <= _Alignof(mnist37_model), "mnist37_model is not aligned for the plan");

/* Swift sees a C array as a tuple, and cannot take the address of an element. */
static inline const mnist37_layer *_Nonnull mnist37_plan_layer(const mnist37_plan *_Nonnull plan, intptr_t index) {
    return plan->layers + index;
}

#endif
