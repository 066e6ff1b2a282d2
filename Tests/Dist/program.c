/* Links with libmnist37.a as C and as C++. Prints the digit and the logit's bits of a picture of ink only. */
#include "mnist37.h"

#include <stdio.h>
#include <string.h>

int main(int count, char **arguments) {
    static float pixels[MNIST37_PIXELS];
    mnist37_model model;
    mnist37_prediction prediction;
    uint32_t bits;
    int index;
    if (count != 2 || mnist37_model_open(&model, arguments[1]) != MNIST37_OK) return 1;
    for (index = 0; index < MNIST37_PIXELS; ++index) pixels[index] = 1;
    if (mnist37_predict(&model, pixels, &prediction) != MNIST37_OK) return 2;
    memcpy(&bits, &prediction.logit, sizeof bits);
    printf("%d %08x\n", (int)prediction.digit, (unsigned)bits);
    mnist37_model_close(&model);
    return mnist37_version() != MNIST37_VERSION;
}
