#!/bin/sh
# Builds the firmware for every board, runs each under QEMU, and compares what they print with what this machine prints:
# main.c on all of them, then camera.c on those that have the RAM. A board without its compiler or emulator is skipped.
# Called by `make firmware`, which sets MAKE.
set -u
make=${MAKE:-make}
failed=0
. Tests/skipped.sh
arm="-display none -monitor none -serial none -semihosting-config enable=on,target=native -kernel"

# host PROGRAM: runs it on this machine; the boards that follow must print the same.
host() {
    "$make" -s "build/firmware/$1" || exit 1
    expected=$("build/firmware/$1") || exit 1
    printf 'this machine\n%s\n' "$expected"
}

# board PROGRAM COMPILER EMULATOR ARGUMENTS...
board() {
    name=$1 compiler=$2 emulator=$3
    shift 2
    for tool in "$compiler" "$emulator"; do
        command -v "$tool" >/dev/null 2>&1 || {
            skipped "firmware on $name" "no $tool"
            return
        }
    done
    "$make" -s "build/firmware/$name" || {
        failed=1
        return
    }
    output=$(timeout 60 "$@" "build/firmware/$name" 2>&1 </dev/null)
    status=$?
    printf '%s, %s\n%s\n' "$name" "$emulator" "$output"
    if [ "$status" != 0 ] || [ "$output" != "$expected" ]; then
        echo "$name: exit status $status, or not what this machine printed" >&2
        failed=1
    fi
}

riscv="-M virt -bios none -display none -monitor none -serial stdio -kernel"

# shellcheck disable=SC2086 # words
{
    host host
    board cortex-m4f arm-none-eabi-gcc qemu-system-arm -M mps2-an386 $arm
    board cortex-m0 arm-none-eabi-gcc qemu-system-arm -M microbit $arm
    board riscv32 riscv64-unknown-elf-gcc qemu-system-riscv32 $riscv
    host camera-host
    board camera-cortex-m4f arm-none-eabi-gcc qemu-system-arm -M mps2-an386 $arm
    board camera-riscv32 riscv64-unknown-elf-gcc qemu-system-riscv32 $riscv
}
exit $failed
