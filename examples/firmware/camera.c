/*
 * From a camera's picture to an answer on a microcontroller: frames 96x96 grey pixels and classifies them. No C library, no
 * heap; the weights and, for want of a camera, its picture are in flash. RAM: 40,960 bytes of scratch, which are free for other
 * things between two pictures, 784 for the framed picture, 320 for the model, and less than 3 KB of stack.
 *
 * Every board prints the same bits, which are also a laptop's.
 */
#include "board.h"
#include "camera_frame.h"
#include "mnist37.h"
#include "weights.h"
#include "write_prediction.h"

/* What mnist37_frame_scratch says for 96x96: 4 KB, and 4 bytes for each pixel. */
#define SCRATCH_SIZE (4096 + 4 * CAMERA_SIDE * CAMERA_SIDE)

static mnist37_model model;
static mnist37_info info = {.size = sizeof info};
static uint8_t scratch[SCRATCH_SIZE];
static uint8_t framed[MNIST37_PIXELS];

int main(void) {
    mnist37_prediction prediction;
    mnist37_status status = mnist37_model_init(&model, weights, sizeof weights);
    if (status == MNIST37_OK) status = mnist37_model_info(&model, &info);
    /* A pen on paper is dark; MNIST37_INK_DECIDE would find that out. */
    if (status == MNIST37_OK)
        status = mnist37_frame(camera_frame, CAMERA_SIDE, CAMERA_SIDE, CAMERA_SIDE, MNIST37_INK_DARK, scratch,
                               sizeof scratch, framed);
    if (status == MNIST37_OK) status = mnist37_predict_bytes(&model, framed, &prediction);
    if (status == MNIST37_OK) {
        write_prediction("camera", &prediction, &info);
    } else {
        board_write(mnist37_status_text(status));
        board_write("\n");
    }
    return status;
}
