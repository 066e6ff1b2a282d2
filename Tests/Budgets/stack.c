/*
 * Measures by painting how much stack each function uses: fills the stack below with a pattern, calls, and looks how far
 * down the pattern is gone. Prints a line for each weights file and function: NAME FUNCTION BYTES.
 */
#include "calls.h"
#include "writing.h"

/* Far more than any call may use. */
enum { PAINTED = 6144, PATTERN = 0x5aa5c33c };

static mnist37_info info = {.size = sizeof info};
static const struct weights *current;

static mnist37_status init(void) { return mnist37_model_init(&model, current->bytes, current->size); }
static mnist37_status describe(void) { return mnist37_model_info(&model, &info); }
static mnist37_status predict(void) { return mnist37_predict(&model, pixels, &prediction); }
static mnist37_status predict_bytes(void) { return mnist37_predict_bytes(&model, picture, &prediction); }
static mnist37_status predict_batch(void) { return mnist37_predict_batch(&model, pixels, 1, &prediction); }

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

static int measure(const char *name, const char *function, mnist37_status (*call)(void)) {
    mnist37_status status = -1;
    const uint32_t bytes = stack_of(call, &status);
    board_write(name);
    board_write(" ");
    board_write(function);
    write_labelled(" ", bytes, 10);
    board_write("\n");
    return status != MNIST37_OK || bytes == PAINTED;
}

int main(void) {
    int failed = 0;
    make_digit();
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
    make_paper();
    failed |= measure("frame", "frame", frame);
    return failed;
}
