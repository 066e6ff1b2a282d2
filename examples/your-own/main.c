/*
 * A model of your own on a microcontroller: frames each picture of frames.h, as a camera would hand it over, and says what it
 * is. weights.h is written by
 *
 *     trainer export own.m37 --c weights.h
 *
 * No C library, no heap; what it prints is the same on a laptop, to the last bit.
 */
#include "board.h"
#include "frames.h"
#include "mnist37.h"
#include "weights.h"
#include "write_prediction.h"

/* What mnist37_frame_scratch says for pictures of up to 128x128: 4 KB, and 4 bytes for each pixel. */
#define SCRATCH_SIZE (4096 + 4 * FRAME_SIDE * FRAME_SIDE)
_Static_assert(FRAME_SIDE <= 128, "larger pictures need no more scratch than those of 128x128");

static mnist37_model model;
static mnist37_info info = {.size = sizeof info};
static unsigned char scratch[SCRATCH_SIZE];
static unsigned char framed[MNIST37_PIXELS];

int main(void) {
    mnist37_status status = mnist37_model_init(&model, weights, sizeof weights);
    if (status == MNIST37_OK) status = mnist37_model_info(&model, &info);
    for (unsigned index = 0; status == MNIST37_OK && index < sizeof frames / sizeof frames[0]; ++index) {
        mnist37_prediction prediction;
        status = mnist37_frame(frames[index].grey, FRAME_SIDE, FRAME_SIDE, FRAME_SIDE, MNIST37_INK_DECIDE, scratch,
                               sizeof scratch, framed);
        if (status == MNIST37_OK) status = mnist37_predict_bytes(&model, framed, &prediction);
        if (status == MNIST37_OK) write_prediction(frames[index].name, &prediction, &info);
    }
    if (status != MNIST37_OK) {
        board_write(mnist37_status_text(status));
        board_write("\n");
    }
    return status;
}
