/*
 * Torture of libmnist37, linked with all its kernels under the address sanitizer: millions of files and pictures, each
 * answer compared with reference.h's.
 */
#ifndef TORTURE_H
#define TORTURE_H

#include "file.h"
#include "random.h"
#include "reference.h"

#include <stddef.h>
#include <stdint.h>

/* A weights file that is tortured. */
struct base {
    const char *name;
    unsigned char *bytes;
    size_t size;
};
extern struct base bases[];
extern unsigned base_count;
/* How many of them are those that ship; the others are of the conformance set and of Tests/Golden. */
extern unsigned shipped_count;

/* What a kind of input came to; shared by the processes. */
struct count {
    uint64_t inputs;      /* files and pictures */
    uint64_t predictions; /* by each function with each kernel */
    uint64_t failures;
};
extern struct count *count;

/* Whether the next input is one for this process, and for a short run, which takes 1 in `sampled`. The input's number seeds
 * the random numbers. */
int is_mine(unsigned sampled);

/* Tells of a failure. */
void fail(const char *what, long long found, long long expected);

/* A block of exactly `size` bytes, so that the sanitizer sees a step beyond it; the same for the same size and slot. */
void *block(unsigned slot, size_t size);
enum { FILE_BLOCK, FLOATS_BLOCK, BYTES_BLOCK, GREY_BLOCK, SCRATCH_BLOCK, FORM_BLOCK, BLOCKS };

/* Makes the size field and the checksum right. */
void seal(unsigned char *file, size_t size);

/* One file: the status is the reference's; when it is good, every function with every kernel answers as the reference. */
void check_file(const unsigned char *bytes, size_t size);
/* A good file that is in place already, with pictures from next_random(). */
void check_predictions(const unsigned char *file, size_t size, unsigned rounds);

/* A picture of 784 floats or bytes of a random kind. */
void draw_floats(float *pixels);
void draw_bytes(uint8_t *pixels);

/* Kinds of inputs. */
void try_truncations(void);
void try_bits(void);
void try_sealed_bits(void);
void try_records(void);
void try_names(void);
void try_edits(void);
void try_networks(void);
void try_pictures(void);
void try_framing(void);
void try_open(void);

#endif
