/*
 * Classifies pictures with libmnist37.
 *
 *     cc -I include examples/c/predict.c -L build/lib -lmnist37 -Wl,-rpath,"$PWD/build/lib" -o predict
 *     ./predict WEIGHTS.m37 [PIXELS.f32]
 *
 * PIXELS.f32, or standard input without it, holds one picture or more, each of 784 little-endian floats, 28 rows of 28,
 * 0 background to 1 ink. `classify --save-floats PIXELS.f32 PICTURE.png` makes one.
 */
#include <mnist37.h>
#include <stdio.h>

static int fail(const char *file, const char *reason) {
    fprintf(stderr, "predict: %s: %s\n", file, reason);
    return 1;
}

int main(int argc, char **argv) {
    if (argc < 2 || argc > 3) {
        fprintf(stderr, "usage: predict WEIGHTS.m37 [PIXELS.f32]\n");
        return 64;
    }
    const char *name = argc == 3 ? argv[2] : "standard input";

    mnist37_model model;
    mnist37_status status = mnist37_model_open(&model, argv[1]);
    if (status != MNIST37_OK) return fail(argv[1], mnist37_status_text(status));

    mnist37_info info;
    info.size = sizeof info;
    status = mnist37_model_info(&model, &info);
    if (status != MNIST37_OK) return fail(argv[1], mnist37_status_text(status));

    FILE *file = argc == 3 ? fopen(name, "rb") : stdin;
    if (!file) {
        mnist37_model_close(&model);
        return fail(name, "cannot be opened");
    }

    float pixels[MNIST37_PIXELS];
    size_t count, pictures = 0;
    int result = 0;
    while ((count = fread(pixels, sizeof pixels[0], MNIST37_PIXELS, file)) == MNIST37_PIXELS) {
        mnist37_prediction prediction;
        status = mnist37_predict(&model, pixels, &prediction);
        if (status == MNIST37_OK && prediction.known < 0.5f)
            printf("neither  %.4f\n", 1 - (double)prediction.known);
        else if (status == MNIST37_OK)
            printf("%s  %.4f\n", info.class_names[prediction.logit > 0 ? 0 : 1], (double)prediction.probability);
        else
            result = fail(name, mnist37_status_text(status));
        pictures++;
    }
    if (ferror(file)) result = fail(name, "cannot be read");
    else if (count != 0 || pictures == 0) result = fail(name, "not a whole number of pictures of 784 floats");

    if (file != stdin) fclose(file);
    mnist37_model_close(&model);
    if (fflush(stdout) != 0 || ferror(stdout)) result = fail("standard output", "cannot be written");
    return result;
}
