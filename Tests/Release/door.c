/*
 * What every door is asked: the digit and the logit's bits of a picture.
 *     door WEIGHTS.m37 PICTURE.f32
 * Links as C and as C++.
 */
#include <mnist37.h>

#include <stdio.h>
#include <string.h>

int main(int count, char **arguments) {
    static float pixels[MNIST37_PIXELS];
    mnist37_model model;
    mnist37_prediction prediction;
    uint32_t bits;
    FILE *file;
    if (count != 3 || mnist37_model_open(&model, arguments[1]) != MNIST37_OK) return 1;
    file = fopen(arguments[2], "rb");
    if (!file || fread(pixels, sizeof pixels[0], MNIST37_PIXELS, file) != MNIST37_PIXELS) return 2;
    fclose(file);
    if (mnist37_predict(&model, pixels, &prediction) != MNIST37_OK) return 3;
    memcpy(&bits, &prediction.logit, sizeof bits);
    printf("%d %08x\n", (int)prediction.digit, (unsigned)bits);
    mnist37_model_close(&model);
    return mnist37_version() != MNIST37_VERSION;
}
