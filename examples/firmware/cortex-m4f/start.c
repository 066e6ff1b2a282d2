/* Start-up of a Cortex-M4 with FPU, and of any core that starts like it: M3, M7, M33. */
#include "board.h"

#include <stdint.h>

/* Laid out by link.ld. */
extern uint32_t data_start[], data_end[], data_load[], bss_start[], bss_end[], stack_top[];

_Noreturn void reset(void);

static void fault(void) {
    board_write("fault\n");
    board_exit(70);
}

/* What the core loads at reset: its stack pointer, then the handlers of reset, NMI and hard fault. */
__attribute__((section(".vectors"), used)) static const void *const vectors[] = {stack_top, reset, fault, fault};

_Noreturn void reset(void) {
#ifdef __ARM_FP
    /* The FPU is off at reset: full access to coprocessors 10 and 11 in CPACR turns it on. */
    *(volatile uint32_t *)0xe000ed88 |= 0xfu << 20;
    __asm__ volatile("dsb\n isb" ::: "memory");
#endif
    for (uint32_t *to = data_start, *from = data_load; to < data_end; ++to, ++from) *to = *from;
    for (uint32_t *to = bss_start; to < bss_end; ++to) *to = 0;
    board_exit(main());
}
