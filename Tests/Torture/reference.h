/*
 * An independent reader and calculator of .m37 files: what libmnist37 must answer, bit for bit. Written in C from
 * docs/weights-format.md and docs/abi.md, as Tests/Conformance/reference.py is in Python, but quick enough for millions of
 * files. It shares no code with the library and never calls it.
 */
#ifndef TORTURE_REFERENCE_H
#define TORTURE_REFERENCE_H

#include "mnist37.h"

struct answer {
    mnist37_status status;
    mnist37_prediction prediction; /* zeros when the status is an error */
};

/* What mnist37_model_init says of a file in aligned memory. */
mnist37_status reference_status(const unsigned char *file, size_t size);

/* What a file that is good says of a picture. */
struct answer reference_predict(const unsigned char *file, const float *pixels);

/* The CRC-32, by zlib. */
uint32_t reference_checksum(const unsigned char *bytes, size_t size);

#endif
