/*
 * Measures by painting how much stack each function uses: fills the stack below with a pattern, calls, and looks how far
 * down the pattern is gone. Prints a line for each weights file and function: NAME FUNCTION BYTES.
 */
#include "board.h"
#include "conformance.h"

/* Far more than any call may use. */
enum { PAINTED = 6144, PATTERN = 0x5aa5c33c };

static mnist37_model model;
/* One after the other: a microcontroller with 16 KB runs this. */
static union {
    float pixels[MNIST37_PIXELS];
    uint8_t scratch[4096 + 4 * MNIST37_PIXELS];
} room;
#define pixels room.pixels
static uint8_t picture[MNIST37_PIXELS], paper[MNIST37_PIXELS];
static mnist37_prediction prediction;
static mnist37_info info = {sizeof info, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0};
static const struct weights *current;

static mnist37_status init(void) { return mnist37_model_init(&model, current->bytes, current->size); }
static mnist37_status describe(void) { return mnist37_model_info(&model, &info); }
static mnist37_status predict(void) { return mnist37_predict(&model, pixels, &prediction); }
static mnist37_status predict_bytes(void) { return mnist37_predict_bytes(&model, picture, &prediction); }
static mnist37_status predict_batch(void) { return mnist37_predict_batch(&model, pixels, 1, &prediction); }

static mnist37_status frame(void) {
    return mnist37_frame(paper, MNIST37_SIDE, MNIST37_SIDE, MNIST37_SIDE, MNIST37_INK_DECIDE, room.scratch, sizeof room.scratch,
                         picture);
}

static uintptr_t stack_pointer(void) __attribute__((always_inline));
static inline uintptr_t stack_pointer(void) {
    uintptr_t value;
#if defined(__arm__) || defined(__aarch64__)
    __asm__ volatile("mov %0, sp" : "=r"(value));
#elif defined(__riscv)
    __asm__ volatile("mv %0, sp" : "=r"(value));
#elif defined(__x86_64__)
    __asm__ volatile("mov %%rsp, %0" : "=r"(value));
#else
#error "how does this processor call its stack pointer?"
#endif
    return value;
}

/* Built without a red zone: nothing of its own may lie below the stack pointer. */
static __attribute__((noinline)) uint32_t stack_of(mnist37_status (*call)(void), mnist37_status *status) {
    volatile uint32_t *const top = (volatile uint32_t *)stack_pointer();
    volatile uint32_t *at = top - PAINTED / 4;
    while (at < top) *at++ = PATTERN;
    *status = call();
    at = top - PAINTED / 4;
    while (at < top && *at == PATTERN) ++at;
    return (uint32_t)((uintptr_t)top - (uintptr_t)at);
}

static void write_number(uint32_t value) {
    char text[12], *at = text + sizeof text - 1;
    *at = 0;
    do *--at = (char)('0' + value % 10);
    while (value /= 10);
    board_write(at);
}

static int measure(const char *name, const char *function, mnist37_status (*call)(void)) {
    mnist37_status status = -1;
    const uint32_t bytes = stack_of(call, &status);
    board_write(name);
    board_write(" ");
    board_write(function);
    board_write(" ");
    write_number(bytes);
    board_write("\n");
    return status != MNIST37_OK || bytes == PAINTED;
}

int main(void) {
    int failed = 0;
    const struct vector digit = {1, 0, 0, 0};
    make_pixels(&digit, pixels);
    make_bytes(&digit, picture);
    for (size_t index = 0; index < weights_count; ++index) {
        current = &weights[index];
        /* A library of linear models only. */
        if (init() == MNIST37_ERROR_LAYER_KIND) continue;
        failed |= measure(current->name, "init", init);
        failed |= measure(current->name, "info", describe);
        failed |= measure(current->name, "predict", predict);
        failed |= measure(current->name, "predict_bytes", predict_bytes);
        failed |= measure(current->name, "predict_batch", predict_batch);
    }
    /* Dark ink on ground that grows lighter: no drawing, so that the ground and the side of ink are searched for. */
    make_bytes(&digit, picture);
    for (unsigned index = 0; index < MNIST37_PIXELS; ++index) {
        const unsigned ground = 120 + index % MNIST37_SIDE * 3 + index / MNIST37_SIDE;
        paper[index] = (uint8_t)(ground - ground * picture[index] / 400);
    }
    failed |= measure("frame", "frame", frame);
    return failed;
}
