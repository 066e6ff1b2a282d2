/*
 * mnist37: is this handwritten digit a three or a seven?
 *
 * 784 floats in; "3 or 7, and how sure" out. The library takes 2 to 6 KB of flash on a microcontroller, and 10 more where
 * it frames pictures (about 85 KB on x86-64, where it holds code for three instruction sets), needs nothing but libc,
 * never allocates on the heap, never prints, has no global state, and returns the same bits on every target it runs on.
 *
 * Three ways to use it:
 *
 *   1. From a file, on a machine with a file system:
 *
 *          mnist37_model model;
 *          mnist37_prediction prediction;
 *          mnist37_status status = mnist37_model_open(&model, "mnist37.m37");
 *          if (status == MNIST37_OK) status = mnist37_predict(&model, pixels, &prediction);   // pixels: 784 floats
 *          if (status != MNIST37_OK) puts(mnist37_status_text(status));
 *          mnist37_model_close(&model);
 *
 *   2. From memory (flash, an array, a mapped file), anywhere: mnist37_model_init instead of mnist37_model_open.
 *
 *   3. From a camera or a file of bytes: mnist37_predict_bytes. Many pictures at once: mnist37_predict_batch_bytes and
 *      mnist37_predict_batch.
 *
 * A picture is 28 rows of 28 pixels, row by row, from the top left; 0 is background and 1 is ink. It must be framed as
 * MNIST frames its digits: bright ink on dark ground, the longest side of the digit 20 pixels, its centre of mass in the
 * middle. mnist37_frame makes it so of any grey picture, a camera's or a scanner's.
 *
 * Threads: an initialised model is immutable, so any number of threads may predict from it at once.
 *
 * Errors: every function that can fail returns a status. No input makes the library crash, whatever its bytes: a null
 * pointer, a damaged file, a NaN among the pixels each have a status of their own. Two things C cannot check: a pointer
 * to memory that is not there, and a model that was never set. So initialise a model first, by {0}, mnist37_model_init or
 * mnist37_model_open; all three leave it in a state that every function survives.
 *
 * Floating point: round to nearest, and denormals not flushed to zero, as every supported target starts. A program that
 * changes this for its threads (-ffast-math at link time does on some systems) may see other bits.
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

/** Bytes of a class's name with the zero that ends it. */
#define MNIST37_NAME_SIZE 16

/** Size of a mnist37_model in words of 8 bytes; the same on every target. */
#define MNIST37_MODEL_WORDS 40

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
#define MNIST37_ERROR_INFO_SIZE 5       /* the size field of a mnist37_info is less than its size */

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
#define MNIST37_ERROR_RESERVED 27      /* a reserved field, or what is behind a name, is not zero */
#define MNIST37_ERROR_METADATA 28      /* the loss is unknown, or more validation errors than pictures */
#define MNIST37_ERROR_LAYER_COUNT 29   /* no layer, or more than this library runs */
#define MNIST37_ERROR_LAYER_KIND 30    /* a kind of layer that this library does not know */
#define MNIST37_ERROR_ELEMENT_TYPE 31  /* an element type that this library does not know, or two in one file */
#define MNIST37_ERROR_ACTIVATION 32    /* an activation that this library does not know, or that its layer cannot have */
#define MNIST37_ERROR_SHAPE 33         /* a layer's shape does not fit its kind, the layer before it, or the picture */
#define MNIST37_ERROR_LAYOUT 34        /* a tensor is not exactly where the format puts it */
#define MNIST37_ERROR_WEIGHT_VALUE 35  /* a weight, bias or scale is not finite or out of its range */
#define MNIST37_ERROR_SCRATCH 36       /* more than 1008 activations would be in memory at a time */
#define MNIST37_ERROR_NAME_LENGTH 37   /* a class's name is empty, or its 16 bytes do not end in a zero */
#define MNIST37_ERROR_NAME_ENCODING 38 /* a class's name is not UTF-8, or holds a control character */
#define MNIST37_ERROR_NAMES_EQUAL 39   /* both classes have the same name */

/* mnist37_frame: */
#define MNIST37_ERROR_NO_INK 40        /* nothing in the picture stands out as ink */
#define MNIST37_ERROR_ONLY_INK 41      /* the picture is nothing but ink */
#define MNIST37_ERROR_PICTURE_SIZE 42  /* no pixels, a side above 16777215, 2^31 in all, or a stride below the width */
#define MNIST37_ERROR_FRAME_SCRATCH 43 /* less scratch memory than mnist37_frame_scratch asks for */
#define MNIST37_ERROR_INK 44           /* the ink is none of MNIST37_INK_* */

/**
 * A model, in memory that the caller owns: a variable, a static, a member of your own struct. {0} is a model that is not
 * initialised, and safe to pass to any function.
 *
 * What it holds is private: a plan of the weights file, made once, and room for what later versions keep there. It may be
 * copied; mnist37_model_close says what that means.
 */
typedef union mnist37_model {
    uint64_t room[MNIST37_MODEL_WORDS];
} mnist37_model;

/**
 * What the model makes of one picture.
 *
 * A model that was trained on two classes of your own has names for them (mnist37_info.class_names): read "three" as the
 * first class and "seven" as the second. `digit` is then the number that is the class's name, 4 or 9 for instance; where
 * not both names are numbers of at most nine digits, it is 1 for the first class and 0 for the second.
 */
typedef struct mnist37_prediction {
    int32_t digit;     /* 3 when logit > 0, else 7 */
    float probability; /* of that digit rather than the other one: sigmoid(|logit|), 0.5 to 1 */
    float logit;       /* log-odds of a three: ln(P(three) / P(seven)) */
    float known;       /* probability that the picture is a three or a seven at all: below 0.5, say "neither"; 1 where the
                          model cannot tell, as a line cannot */
} mnist37_prediction;

/** The losses a model can have been trained with (mnist37_info.loss). */
#define MNIST37_LOSS_UNKNOWN 0
#define MNIST37_LOSS_MNIST 1         /* 1 - p of the right digit, p = sigmoid(logit) */
#define MNIST37_LOSS_BCE 2           /* binary cross entropy */
#define MNIST37_LOSS_SOFTMAX 3       /* 1 - p of the right digit, p = softmax of two columns, now folded into one */
#define MNIST37_LOSS_CROSS_ENTROPY 4 /* -log p of the right digit, p likewise */

/** The element types of a layer's weights (mnist37_info.element_type: that of the last layer). */
#define MNIST37_FLOAT32 0
#define MNIST37_INT8 1

/** What a weights file says about itself. */
typedef struct mnist37_info {
    uint32_t size;              /* set it to sizeof(mnist37_info) before the call; after it, the bytes that were filled */
    uint32_t format_version;    /* of the file */
    uint32_t file_bytes;        /* size of the file */
    uint32_t layers;            /* number of layers */
    uint32_t outputs;           /* of the last layer: 1, or 2 when the model can tell that a picture is neither digit */
    uint32_t element_type;      /* MNIST37_FLOAT32 or MNIST37_INT8 */
    uint32_t parameters;        /* number of weights and biases */
    uint32_t multiply_adds;     /* of one prediction */
    uint32_t scratch_bytes;     /* of stack that a prediction takes for activations, at most 4096 */
    uint32_t trainer_version;   /* of the program that wrote the file, as MNIST37_VERSION is made */
    uint32_t loss;              /* MNIST37_LOSS_... */
    uint32_t epochs;            /* of training */
    uint32_t batch_size;        /* of training */
    float learning_rate;        /* of training */
    uint32_t validation_count;  /* pictures that the finished model was measured on */
    uint32_t validation_errors; /* of these, how many it got wrong */
    uint64_t seed;              /* of the initialisation and the shuffling */
    uint64_t data_fingerprint;  /* of the training pictures and their labels */
    char class_names[2][MNIST37_NAME_SIZE]; /* of the classes: [0] when logit > 0, else [1]; UTF-8, ended by a zero */
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

/**
 * Tells what the model's file says about itself. Set info->size to sizeof(mnist37_info) first: a later version of the
 * library, which may know more, writes no more than that. On an error *info is left as it was.
 */
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
 * Pictures with a pixel that is not finite get zeros in all four fields, so a probability of 0, the others their prediction;
 * the status is then MNIST37_ERROR_PIXELS. A count of 0 is no error, whatever the pointers and the model.
 */
mnist37_status mnist37_predict_batch(const mnist37_model *model, const float *pixels, size_t count,
                                     mnist37_prediction *predictions);

/** Classifies count pictures of 784 bytes each: the same bits as count calls of mnist37_predict_bytes; see above. */
mnist37_status mnist37_predict_batch_bytes(const mnist37_model *model, const uint8_t *pixels, size_t count,
                                           mnist37_prediction *predictions);

/** Which side of a picture's grey is ink; DECIDE: the one whose edges look like strokes of a pen. */
#define MNIST37_INK_DECIDE 0
#define MNIST37_INK_DARK 1
#define MNIST37_INK_LIGHT 2

/**
 * Bytes of scratch memory that mnist37_frame needs for a picture: 4 KB, and 4 for each pixel of the picture reduced to at most
 * 128 a side. 40,960 for 96x96, at most 69,632. 0 when the picture is larger than mnist37_frame takes, or has no pixels.
 */
size_t mnist37_frame_scratch(size_t width, size_t height);

/**
 * Finds the one digit in a picture of any size and brings it into MNIST's form: what the predict functions want.
 *
 * grey        (height, width) bytes, 0 black to 255 white, each row `stride` bytes after the last; stride >= width
 * ink         one of MNIST37_INK_*
 * scratch     scratch_size bytes at any address, at least mnist37_frame_scratch(width, height); what is left in them means
 *             nothing
 * picture     takes 784 bytes, 0 background to 255 ink, for mnist37_predict_bytes; untouched on errors
 *
 * The ground may be uneven, shaded or a sheet on a desk; frames, underlines, ruled lines and specks are left out
 * (docs/pictures.md tells the steps). A picture of 28x28 that has MNIST's form already, or has it inverted, passes as it is.
 * The same picture gives the same bytes on every target. Nothing is allocated; a microcontroller needs less than 1 KB of stack,
 * x86-64 less than 2. A static library holds the code only in programs that call it.
 *
 * Returns MNIST37_ERROR_NO_INK, _ONLY_INK, _PICTURE_SIZE, _FRAME_SCRATCH, _INK or _NULL.
 */
mnist37_status mnist37_frame(const uint8_t *grey, size_t width, size_t height, size_t stride, int32_t ink, void *scratch,
                             size_t scratch_size, uint8_t picture[MNIST37_PIXELS]);

/** One line of English for a status, without a full stop; never null. */
const char *mnist37_status_text(mnist37_status status);

/** The version of the library that is running, made as MNIST37_VERSION is: compare the two to find a mismatch. */
uint32_t mnist37_version(void);

#ifdef __cplusplus
}
#endif

#endif
