/* board.h for WebAssembly: WASI's fd_write and proc_exit, which wasmkit and node provide. */
#include "board.h"

#include <stddef.h>
#include <stdint.h>

#define IMPORT(name) __attribute__((import_module("wasi_snapshot_preview1"), import_name(name)))

struct slice {
    const char *text;
    size_t size;
};

IMPORT("fd_write") int32_t fd_write(int32_t file, const struct slice *slices, int32_t count, size_t *written);
IMPORT("proc_exit") _Noreturn void proc_exit(int32_t status);

void board_write(const char *text) {
    struct slice slice = {text, 0};
    size_t written;
    while (text[slice.size]) ++slice.size;
    fd_write(1, &slice, 1, &written);
}

_Noreturn void board_exit(int status) { proc_exit(status); }

__attribute__((export_name("_start"))) void start(void) { board_exit(main()); }
