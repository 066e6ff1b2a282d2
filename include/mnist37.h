/*
 * mnist37: is this handwritten digit a three or a seven?
 *
 * 784 floats in; "3 or 7, and how sure" out. The library is a few kilobytes, needs nothing but libc, never allocates on
 * the heap, never prints, has no global state, and returns the same bits on every target it runs on.
 *
 * Three ways to use it:
 *
 *   1. From a file, on a machine with a file system:
 *
 *          mnist37_model model;
 *          mnist37_status status = mnist37_model_open(&model, "mnist37.m37");
 *          if (status != MNIST37_OK) { puts(mnist37_status_text(status)); return 1; }
 *          mnist37_prediction prediction;
 *          status = mnist37_predict(&model, pixels, &prediction);   // pixels: 784 floats
 *          mnist37_model_close(&model);
 *
 *   2. From memory (flash, an array, a mapped file), anywhere: mnist37_model_init instead of mnist37_model_open.
 *
 *   3. Many pictures at once: mnist37_predict_batch. From a camera or a file of bytes: mnist37_predict_bytes.
 *
 * A picture is 28 rows of 28 pixels, row by row, from the top left; 0 is background and 1 is ink. It should be framed as
 * MNIST frames its digits: bright ink on dark ground, the longest side of the digit 20 pixels, its centre of mass in the
 * middle.
 *
 * Threads: an initialised model is immutable, so any number of threads may predict from it at once.
 *
 * Errors: every function that can fail returns a status. No input makes the library crash, whatever its bytes: a null
 * pointer, a damaged file, a NaN among the pixels each have a status of their own. (A pointer to memory that is not
 * there is the one thing C cannot check.)
 *
 * docs/weights-format.md specifies the weights file, docs/abi.md what stays compatible from one version to the next.
 */
#ifndef MNIST37_H
#define MNIST37_H

#include <stddef.h>
#include <stdint.h>

#define MNIST37_VERSION_MAJOR 1
#define MNIST37_VERSION_MINOR 0
#define MNIST37_VERSION_PATCH 0
#define MNIST37_VERSION (MNIST37_VERSION_MAJOR * 0x10000 + MNIST37_VERSION_MINOR * 0x100 + MNIST37_VERSION_PATCH)

/** Rows and columns of a picture, and their product: the number of pixels that every predict function reads. */
#define MNIST37_SIDE 28
#define MNIST37_PIXELS 784

#ifdef __cplusplus
extern "C" {
#endif

/** What a call came to: MNIST37_OK or one of the errors below. A plain int32_t, so that it is the same in every ABI. */
typedef int32_t mnist37_status;

#define MNIST37_OK 0

/* Errors of a call. */
#define MNIST37_ERROR_NULL 1            /* a pointer argument is null */
#define MNIST37_ERROR_NOT_INITIALIZED 2 /* the model was never initialised, was closed, or its initialisation failed */
#define MNIST37_ERROR_PIXELS 3          /* a pixel is NaN or infinite, or so large that the sum overflows */

#define MNIST37_ERROR_COUNT 4           /* more pictures than memory can hold: a count that went below 0 */

/* Errors of the system, from mnist37_model_open. errno says more. */
#define MNIST37_ERROR_OPEN 10   /* the file cannot be opened */
#define MNIST37_ERROR_READ 11   /* the file cannot be read, or is no regular file */
#define MNIST37_ERROR_MEMORY 12 /* no memory for the file */

/* Errors of a weights file, in the order in which they are looked for. */
#define MNIST37_ERROR_BIG_ENDIAN 20    /* this machine is big-endian; weights files are little-endian */
#define MNIST37_ERROR_ALIGNMENT 21     /* the bytes do not start at a multiple of 4 */
#define MNIST37_ERROR_TRUNCATED 22     /* fewer bytes than the file says it has, or than any file has */
#define MNIST37_ERROR_MAGIC 23         /* the first 8 bytes are not those of a weights file */
#define MNIST37_ERROR_VERSION 24       /* a version of the format that this library does not know */
#define MNIST37_ERROR_TRAILING 25      /* more bytes than the file says it has */
#define MNIST37_ERROR_CHECKSUM 26      /* the CRC-32 is wrong: the bytes were damaged */
#define MNIST37_ERROR_RESERVED 27      /* a reserved field is not zero */
#define MNIST37_ERROR_METADATA 28      /* the loss is unknown, or more validation errors than pictures */
#define MNIST37_ERROR_LAYER_COUNT 29   /* no layer, or more than this library runs */
#define MNIST37_ERROR_LAYER_KIND 30    /* a kind of layer that this library does not know */
#define MNIST37_ERROR_ELEMENT_TYPE 31  /* an element type that this library does not know, or two in one file */
#define MNIST37_ERROR_ACTIVATION 32    /* an activation that this library does not know, or that its layer cannot have */
#define MNIST37_ERROR_SHAPE 33         /* a layer's shape does not fit its kind, the layer before it, or the picture */
#define MNIST37_ERROR_LAYOUT 34        /* a tensor is not exactly where the format puts it */
#define MNIST37_ERROR_WEIGHT_VALUE 35  /* a weight, bias or scale is not finite or out of its range */
#define MNIST37_ERROR_SCRATCH 36       /* more than 1008 activations would be in memory at a time */

/**
 * A model, in memory that the caller owns: a variable, a static, a member of your own struct. Its fields are private.
 * {0} is a model that is not initialised, and safe to pass to any function.
 *
 * It is about 3 KB because a model of two columns is folded into one column here, once, so that it runs as fast.
 */
typedef struct mnist37_model {
    float folded[MNIST37_PIXELS]; /* (784): column 0 minus column 1, of a float32 model of two columns */
    float bias;                   /* of the one column, or of the folded one */
    uint32_t kernel;              /* which compiled kernel this processor runs */
    const void *owner;            /* the model that mnist37_model_open was given; null where the bytes are borrowed */
    size_t size;                  /* of the weights file, in bytes */
    const unsigned char *bytes;   /* the weights file; null while the model is not initialised */
} mnist37_model;

/** What the model makes of one picture. */
typedef struct mnist37_prediction {
    int32_t digit;     /* 3 when logit > 0, else 7 */
    float probability; /* of that digit: sigmoid(|logit|), 0.5 to 1 */
    float logit;       /* log-odds of a three: ln(P(three) / P(seven)) */
} mnist37_prediction;

/** The losses a model can have been trained with (mnist37_info.loss). */
#define MNIST37_LOSS_UNKNOWN 0
#define MNIST37_LOSS_MNIST 1         /* 1 - p of the right digit, p = sigmoid(logit); one column */
#define MNIST37_LOSS_BCE 2           /* binary cross entropy; one column */
#define MNIST37_LOSS_SOFTMAX 3       /* 1 - p of the right digit, p = softmax of two columns */
#define MNIST37_LOSS_CROSS_ENTROPY 4 /* -log p of the right digit, p = softmax of two columns */

/** The element types of a layer's weights (mnist37_info.element_type: that of the last layer). */
#define MNIST37_FLOAT32 0
#define MNIST37_INT8 1

/** What a weights file says about itself. */
typedef struct mnist37_info {
    uint32_t format_version;    /* of the file */
    uint32_t file_bytes;        /* size of the file */
    uint32_t layers;            /* number of layers */
    uint32_t columns;           /* outputs of the last layer: 1 (sigmoid) or 2 (softmax) */
    uint32_t element_type;      /* MNIST37_FLOAT32 or MNIST37_INT8 */
    uint32_t parameters;        /* number of weights and biases */
    uint32_t multiply_adds;     /* of one prediction, before folding */
    uint32_t scratch_bytes;     /* of stack that a prediction takes for activations: 0, 384, 1040, 1408 or 4064 */
    uint32_t trainer_version;   /* of the program that wrote the file, as MNIST37_VERSION is made */
    uint32_t loss;              /* MNIST37_LOSS_... */
    uint32_t epochs;            /* of training */
    uint32_t batch_size;        /* of training */
    float learning_rate;        /* of training */
    uint32_t validation_count;  /* pictures that the finished model was measured on */
    uint32_t validation_errors; /* of these, how many it got wrong */
    uint64_t seed;              /* of the initialisation and the shuffling */
    uint64_t data_fingerprint;  /* of the training pictures and their labels */
} mnist37_info;

/**
 * Verifies a weights file in memory, every byte of it, and makes the model ready.
 *
 * The bytes are borrowed: they must stay as they are, in place, for as long as the model is used. They must start at a
 * multiple of 4. Survives any content of any size. On an error the model is left not initialised.
 */
mnist37_status mnist37_model_init(mnist37_model *model, const void *bytes, size_t size);

/**
 * Reads a weights file and makes the model ready; hosted builds only. The file may change or vanish afterwards.
 * Close the model when done. On an error nothing stays open and the model is left not initialised.
 */
mnist37_status mnist37_model_open(mnist37_model *model, const char *path);

/**
 * Gives back what mnist37_model_open took, and leaves the model not initialised.
 *
 * The rule of copies: an initialised model may be copied, and a copy predicts like the original. The variable that was
 * opened owns the file's memory. Only closing that variable gives the memory back; after that no copy may be used, but for
 * being closed. Closing a copy, a model of mnist37_model_init, a closed model or null gives nothing back and does no harm.
 * A model that was opened and then moved elsewhere, or opened or initialised again without being closed, can no longer be
 * given back: its memory, the size of the file, stays taken until the program ends.
 */
void mnist37_model_close(mnist37_model *model);

/** Tells what the model's file says about itself. On an error *info is left as it was. */
mnist37_status mnist37_model_info(const mnist37_model *model, mnist37_info *info);

/**
 * Classifies one picture of 784 floats, 0 (background) to 1 (ink). Values beyond that range are allowed; a model of
 * int8 weights reads each pixel as the nearest of the 256 bytes. On an error *prediction is left as it was.
 */
mnist37_status mnist37_predict(const mnist37_model *model, const float *pixels, mnist37_prediction *prediction);

/** Classifies one picture of 784 bytes, 0 (background) to 255 (ink): the same bits as mnist37_predict of bytes / 255. */
mnist37_status mnist37_predict_bytes(const mnist37_model *model, const uint8_t *pixels, mnist37_prediction *prediction);

/**
 * Classifies count pictures of 784 floats each, one after the other: the same bits as count calls of mnist37_predict.
 * Pictures with a pixel that is not finite get digit 0, probability 0 and logit 0, the others their prediction; the
 * status is then MNIST37_ERROR_PIXELS. A count of 0 is no error, whatever the pointers and the model.
 */
mnist37_status mnist37_predict_batch(const mnist37_model *model, const float *pixels, size_t count,
                                     mnist37_prediction *predictions);

/** One line of English for a status, without a full stop; never null. */
const char *mnist37_status_text(mnist37_status status);

/** The version of the library that is running, made as MNIST37_VERSION is: compare the two to find a mismatch. */
uint32_t mnist37_version(void);

#ifdef __cplusplus
}
#endif

#endif
