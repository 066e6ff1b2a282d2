/* Start-up of QEMU's virt machine: RISC-V 32, with single-precision floats or without. */
#include "board.h"

#include <stdint.h>

/* Laid out by link.ld. */
extern uint32_t data_start[], data_end[], data_load[], bss_start[], bss_end[];

static volatile uint8_t *const serial_port = (volatile uint8_t *)0x10000000;
static volatile uint32_t *const exit_device = (volatile uint32_t *)0x100000;

#ifdef __riscv_flen
/* The FPU on (mstatus.FS = initial), rounding to nearest. */
#define START_FPU "    li t0, 1 << 13\n    csrs mstatus, t0\n    csrw fcsr, zero\n"
#else
#define START_FPU ""
#endif

/* A stack, a place for traps to go, the FPU. */
__asm__(".section .reset, \"ax\"\n"
        ".option push\n"
        ".option arch, +zicsr\n"
        ".global reset\n"
        "reset:\n"
        "    la sp, stack_top\n"
        "    la t0, fault\n"
        "    csrw mtvec, t0\n"
        START_FPU
        "    j start\n"
        ".option pop\n"
        ".text\n");

void board_write(const char *text) {
    while (*text) *serial_port = (uint8_t)*text++;
}

_Noreturn void board_exit(int status) {
    *exit_device = status == 0 ? 0x5555u : (uint32_t)status << 16 | 0x3333u;
    for (;;) {
    }
}

/* Aligned, because mtvec keeps flags in its low bits. */
__attribute__((aligned(4), used)) static void fault(void) {
    board_write("fault\n");
    board_exit(70);
}

__attribute__((used)) static void start(void) {
    for (uint32_t *to = data_start, *from = data_load; to < data_end; ++to, ++from) *to = *from;
    for (uint32_t *to = bss_start; to < bss_end; ++to) *to = 0;
    board_exit(main());
}
