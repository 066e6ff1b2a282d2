#!/bin/sh
# Builds the firmware for every board, runs each under QEMU, and compares what they print with what this machine prints.
# A board without its compiler or emulator is skipped. Called by `make firmware`, which sets MAKE.
set -u
make=${MAKE:-make}
failed=0
. Tests/skipped.sh
arm="-display none -monitor none -serial none -semihosting-config enable=on,target=native -kernel"

"$make" -s build/firmware/host || exit 1
expected=$(build/firmware/host) || exit 1
printf 'this machine\n%s\n' "$expected"

# board NAME COMPILER EMULATOR ARGUMENTS...
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

# shellcheck disable=SC2086 # words
board cortex-m4f arm-none-eabi-gcc qemu-system-arm -M mps2-an386 $arm
# shellcheck disable=SC2086 # words
board cortex-m0 arm-none-eabi-gcc qemu-system-arm -M microbit $arm
board riscv32 riscv64-unknown-elf-gcc qemu-system-riscv32 \
    -M virt -bios none -display none -monitor none -serial stdio -kernel
exit $failed
