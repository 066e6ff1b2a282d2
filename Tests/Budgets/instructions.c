/*
 * Calls each function once between two markers; instructions.sh counts the instructions that QEMU executes from one to
 * the other. The first pair has nothing in between: what the markers themselves cost.
 */
#include "calls.h"

__attribute__((noinline)) void count_begin(void) { __asm__ volatile("" ::: "memory"); }
__attribute__((noinline)) void count_end(void) { __asm__ volatile("" ::: "memory"); }

int main(void) {
    mnist37_status status = MNIST37_OK;
    make_digit();
    count_begin();
    count_end();
    for (size_t index = 0; index < weights_count; ++index) {
        count_begin();
        status |= mnist37_model_init(&model, weights[index].bytes, weights[index].size);
        count_end();
        count_begin();
        status |= mnist37_predict(&model, pixels, &prediction);
        count_end();
        count_begin();
        status |= mnist37_predict_bytes(&model, picture, &prediction);
        count_end();
    }
    make_paper();
    count_begin();
    status |= frame();
    count_end();
    return status != MNIST37_OK;
}
