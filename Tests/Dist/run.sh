#!/bin/sh
# Makes the static library of every core, links the one of this machine into a C, a C++ and a Swift program and runs them,
# checks that nothing but the header's functions is visible in any, and prints the table that becomes
# build/dist/README.md. Called by `make dist-static`, which sets MAKE, LLVM and SWIFTC.
set -eu
make=${MAKE:-make}
out=build/dist-test
table=build/dist/README.md
mkdir -p build/dist "$out"
. Tests/skipped.sh

# The functions that the header declares; $1 leaves out those of a file system.
declared() {
    grep -o 'mnist37_[a-z_]*(' include/mnist37.h | tr -d '(' | sort -u | case $1 in x86_64 | *-linux) cat ;; *) grep -v _open ;; esac
}

# core NAME COMPILER TARGET FLAGS...
core() {
    name=$1 compiler=$2 target=$3
    shift 3
    command -v "$compiler" >/dev/null 2>&1 || {
        skipped "dist-static for $name" "no $compiler"
        return
    }
    "$make" -s "build/dist/$name/libmnist37.a" >"$out/log" 2>&1 || {
        cat "$out/log" >&2
        exit 1
    }
    "${LLVM}llvm-nm" --defined-only --extern-only --format=just-symbols "build/dist/$name/libmnist37.a" 2>/dev/null |
        grep -v ':$' | grep . | sort >"$out/$name.symbols"
    declared "$name" | cmp -s - "$out/$name.symbols" || {
        echo "$name: the visible symbols are not the header's functions:" >&2
        declared "$name" | diff - "$out/$name.symbols" >&2 || true
        exit 1
    }
    undefined=$("${LLVM}llvm-nm" --undefined-only --format=just-symbols "build/dist/$name/libmnist37.a" |
        grep -v ':$' | grep . | tr '\n' ' ' | sed 's/ $//; s/ /, /g')
    echo "| $name | $target | $(wc -c <"build/dist/$name/libmnist37.a") | ${*:+\`$*\`} | ${undefined:-nothing} |" >>"$table"
}

{
    echo "# libmnist37.a, for each core"
    echo
    echo "Link it and include mnist37.h; no Swift is needed. \`-Wl,--gc-sections\` leaves out what a program does not call."
    echo "The -linear libraries run linear models only and are half as large. \`__aeabi_*\`, \`__ashldi3\` and \`__lshrdi3\` are in the"
    echo "compiler's libgcc, and so are __addsf3 and the like; the memclr names and memset are in any C library, and in examples/firmware/memory.c."
    echo
    echo "| core | target | bytes of archive | compile and link with | needs |"
    echo "|---|---|--:|---|---|"
} >"$table"
for linear in "" -linear; do
    core cortex-m0$linear arm-none-eabi-gcc armv6m-none-none-eabi -mcpu=cortex-m0 -mthumb -mfloat-abi=soft
    core cortex-m3$linear arm-none-eabi-gcc armv7em-none-none-eabi -mcpu=cortex-m3 -mthumb -mfloat-abi=soft
    core cortex-m4f$linear arm-none-eabi-gcc armv7em-none-none-eabi -mcpu=cortex-m4 -mthumb -mfloat-abi=hard -mfpu=fpv4-sp-d16
    core riscv32imc$linear riscv64-unknown-elf-gcc riscv32-none-none-eabi -march=rv32imc -mabi=ilp32
    core riscv32$linear riscv64-unknown-elf-gcc riscv32-none-none-eabi -march=rv32imafc -mabi=ilp32f
done
core aarch64 aarch64-linux-gnu-gcc aarch64-none-none-elf
core aarch64-linux aarch64-linux-gnu-gcc aarch64-none-none-elf
core x86_64 cc x86_64-unknown-linux-gnu
"$make" -s build/dist/wasm32/mnist37.wasm >"$out/log" 2>&1 || {
    cat "$out/log" >&2
    exit 1
}
echo "| wasm32 | wasm32-unknown-none-wasm | $(wc -c <build/dist/wasm32/mnist37.wasm) (mnist37.wasm) | | nothing |" >>"$table"
sed 1,6d "$table"

library=build/dist/x86_64/libmnist37.a
weights=Tests/Conformance/weights/linear-f32.m37
warnings="-Wall -Wextra -Wpedantic -Werror"
# shellcheck disable=SC2086 # words
cc $warnings -std=c99 -Ibuild/dist/x86_64 Tests/Dist/program.c "$library" -o "$out/c"
# shellcheck disable=SC2086 # words
c++ $warnings -std=c++11 -x c++ -Ibuild/dist/x86_64 Tests/Dist/program.c -x none "$library" -o "$out/c++"
"${SWIFTC:-swiftc}" -O -I include Tests/Dist/program.swift "$library" -o "$out/swift"
answer=$("$out/c" "$weights")
for program in c c++ swift; do
    [ "$("$out/$program" "$weights")" = "$answer" ] || {
        echo "the $program program does not print what the C program prints" >&2
        exit 1
    }
done
# The conformance set says what they must print: vector 1 is ink only.
expected=$(od -An -tx4 -j 20 -N 4 Tests/Conformance/expected/linear-f32.bin | tr -d ' ')
[ "${answer#* }" = "$expected" ] || {
    echo "the programs print $answer, not the expected logit $expected" >&2
    exit 1
}
printf '\n%s\n' "Linked into a C, a C++ and a Swift program with Foundation: each prints $answer."
