/* Any bytes for mnist37_model_init, whose status must be the reference's; what is good predicts once. Quick: tens of
 * thousands of files a second. */
#include "../Torture/torture.h"

#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static mnist37_model model;
    unsigned char *file = block(FILE_BLOCK, size);
    memcpy(file, data, size);
    const mnist37_status expected = reference_status(file, size), found = mnist37_model_init(&model, file, size);
    if (found != expected) fail("mnist37_model_init", found, expected);
    mnist37_info info = {.size = sizeof info};
    const mnist37_status told = mnist37_model_info(&model, &info);
    if ((told == MNIST37_OK) != (found == MNIST37_OK)) fail("mnist37_model_info", told, found);
    if (found != MNIST37_OK) return 0;
    uint8_t *pixels = block(BYTES_BLOCK, MNIST37_PIXELS);
    for (size_t index = 0; index < MNIST37_PIXELS; ++index) pixels[index] = data[index % size];
    mnist37_prediction prediction;
    const mnist37_status answer = mnist37_predict_bytes(&model, pixels, &prediction);
    if (answer != MNIST37_OK && answer != MNIST37_ERROR_PIXELS) fail("mnist37_predict_bytes", answer, MNIST37_OK);
    return 0;
}
