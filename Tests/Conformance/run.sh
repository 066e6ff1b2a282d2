#!/bin/sh
# Runs the conformance set on every target and prints a table; exits 1 when an answer differs anywhere, when a program
# fails, or when two targets' digests differ. A target without its tools is skipped.
# Called by `make conformance`, which sets MAKE and LLVM (the folder of the Swift toolchain's tools).
set -u
make=${MAKE:-make}
LLVM=${LLVM:-}
failed=0
digest=
frame_digest=
log=build/conformance/log
mkdir -p build/conformance
. Tests/skipped.sh

arm="-display none -monitor none -serial none -semihosting-config enable=on,target=native -kernel"

# column N WORDS...: the Nth of them.
column() {
    shift "$1"
    echo "${1:-no result}"
}

# frames PROGRAM COMMAND...: what frames.c says at last, built for PROGRAM and run by COMMAND; a Cortex-M0's on a board with
# more memory.
frames() {
    program=$1
    shift
    if [ "$program" = cortex-m0 ]; then
        # shellcheck disable=SC2086 # words
        set -- qemu-system-arm -M mps2-an385 $arm
    fi
    "$make" -s "build/conformance/frames-$program" >"$log.frames-$program" 2>&1 || cat "$log.frames-$program" >&2
    timeout 600 "$@" "build/conformance/frames-$program" 2>&1 </dev/null | tail -n 1
}

# row TARGET PROGRAM "TOOLS" COMMAND...: builds build/conformance/PROGRAM and runs it by COMMAND.
row() {
    target=$1 program=$2 tools=$3
    shift 3
    for tool in $tools; do
        command -v "$tool" >/dev/null 2>&1 || {
            echo "| $target | skipped: no $tool | | | | |"
            skipped "conformance on $target" "no $tool"
            return
        }
    done
    if ! "$make" -s "build/conformance/$program" >"$log.$program" 2>&1; then
        sed "s/^/$target: /" "$log.$program" >&2
        echo "| $target | cannot be built | | | | |"
        failed=1
        return
    fi
    how=$(basename "${1:-}")
    case $how in
    qemu-system-*) how="$how -M $3" ;;
    qemu-x86_64) how="$how -cpu $3" ;;
    '') how="this machine" ;;
    esac
    framed=$(frames "$program" "$@")
    output=$(timeout 600 "$@" "build/conformance/$program" 2>&1 </dev/null)
    status=$?
    last=$(printf '%s\n' "$output" | tail -n 1)
    case $last in
    conformance:*)
        # shellcheck disable=SC2086 # words
        set -- $last
        # shellcheck disable=SC2086 # words
        echo "| $target | $how | $2 | $4 | $6 | $8 | $(column 2 $framed) | $(column 4 $framed) |"
        # The words: frames: P pictures M mismatches digest D.
        frame_digest=${frame_digest:-$(column 7 $framed)}
        [ "$(column 4 $framed)" = 0 ] && [ "$frame_digest" = "$(column 7 $framed)" ] || {
            echo "$target: framing: $framed" >&2
            failed=1
        }
        # shellcheck disable=SC2086 # words
        counts="$2 $6 $(column 2 $framed)"
        # The words: conformance: P predictions M mismatches S statuses N mismatches digest D.
        shift 8
        [ "${digest:-$3}" = "$3" ] || {
            echo "$target: digest $3, others $digest" >&2
            failed=1
        }
        digest=$3
        ;;
    *)
        echo "| $target | $how | no result | | | |"
        status=70
        ;;
    esac
    if [ "$status" != 0 ]; then
        printf '%s\n' "$output" | sed "s/^/$target: /" >&2
        echo "$target: exit status $status" >&2
        failed=1
    fi
}

echo "| target | runs on | predictions | mismatches | statuses | mismatches | pictures framed | mismatches |"
echo "|---|---|--:|--:|--:|--:|--:|--:|"
row "x86-64, libmnist37.so" x86_64-shared "cc"
# Whatever this machine has, these two have and have not AVX2, which picks the kernels.
row "x86-64, AVX2, libmnist37.so" x86_64-shared "cc qemu-x86_64" qemu-x86_64 -cpu max
row "x86-64, SSE2, libmnist37.so" x86_64-shared "cc qemu-x86_64" qemu-x86_64 -cpu Nehalem
row "x86-64, SSE2, libmnist37.a" x86_64 "cc qemu-x86_64" qemu-x86_64 -cpu Nehalem
row "x86-64, freestanding" x86_64-sse2 "cc"
row "AArch64" aarch64 "aarch64-linux-gnu-gcc qemu-aarch64" qemu-aarch64
# shellcheck disable=SC2086 # words
row "Cortex-M4F" cortex-m4f "arm-none-eabi-gcc qemu-system-arm" qemu-system-arm -M mps2-an386 $arm
# shellcheck disable=SC2086 # words
row "Cortex-M0" cortex-m0 "arm-none-eabi-gcc qemu-system-arm" qemu-system-arm -M microbit $arm
row "RISC-V 32" riscv32 "riscv64-unknown-elf-gcc qemu-system-riscv32" \
    qemu-system-riscv32 -M virt -bios none -display none -monitor none -serial stdio -kernel
row "WebAssembly" wasm32 "${LLVM}wasmkit" "${LLVM}wasmkit" run
row "WebAssembly" wasm32 "node" node Tests/Conformance/ports/wasi.mjs

[ -z "$digest" ] || printf '\ndigest of all predictions: %s\n' "$digest"
# README says in a sentence what was compared.
mkdir -p build/tables
echo "${counts:-0 0 0}" | awk '
    function thousands(number) {
        return number < 1000 ? number : int(number / 1000) sprintf(",%03d", number % 1000)
    }
    { print thousands($1) " predictions, " thousands($2) " statuses and " $3 " framed pictures" }' >build/tables/conformance-counts.md
exit $failed
