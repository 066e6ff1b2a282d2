#!/bin/sh
# Makes the static library of every core, links the one of this machine into a C, a C++ and a Swift program and runs them,
# checks that nothing but the header's functions is visible in any, and prints the table that becomes
# build/dist/README.md. Called by `make dist-static`, which sets MAKE, LLVM and SWIFTC.
set -eu
make=${MAKE:-make}
out=build/dist-test
table=build/dist/README.md
mkdir -p build/dist "$out"
check=dist-static
. Tests/check.sh
. mk/cores.sh

# The functions that the header declares; $1 leaves out those of a file system.
declared() {
    grep -o 'mnist37_[a-z_]*(' include/mnist37.h | tr -d '(' | sort -u | case $1 in x86_64 | *-linux) cat ;; *) grep -v _open ;; esac
}

# row CORE
row() {
    name=$1 compiler=$(field "$1" cc) flags=$(field "$1" flags)
    has_tools "dist-static for $name" "${compiler%% *}" || return 0
    logged "$out/log" "$make" -s "build/dist/$name/libmnist37.a"
    "${LLVM}llvm-nm" --defined-only --extern-only --format=just-symbols "build/dist/$name/libmnist37.a" 2>/dev/null |
        grep -v ':$' | grep . | sort >"$out/$name.symbols"
    declared "$name" | cmp -s - "$out/$name.symbols" || {
        echo "$name: the visible symbols are not the header's functions:" >&2
        declared "$name" | diff - "$out/$name.symbols" >&2 || true
        exit 1
    }
    undefined=$("${LLVM}llvm-nm" --undefined-only --format=just-symbols "build/dist/$name/libmnist37.a" |
        grep -v ':$' | grep . | tr '\n' ' ' | sed 's/ $//; s/ /, /g')
    echo "| $name | $(field "$name" target) | $(wc -c <"build/dist/$name/libmnist37.a") |" \
        "${flags:+\`$flags\`} | ${undefined:-nothing} |" >>"$table"
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
    for core in $(cores microcontrollers); do row "$core$linear"; done
done
for core in aarch64 aarch64-linux x86_64; do row "$core"; done
logged "$out/log" "$make" -s build/dist/wasm32/mnist37.wasm
echo "| wasm32 | $(field wasm32 target) | $(wc -c <build/dist/wasm32/mnist37.wasm) (mnist37.wasm) | | nothing |" >>"$table"
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
    [ "$("$out/$program" "$weights")" = "$answer" ] || fail "the $program program does not print what the C program prints"
done
# The conformance set says what they must print: vector 1 is ink only.
expected=$(od -An -tx4 -j 20 -N 4 Tests/Conformance/expected/linear-f32.bin | tr -d ' ')
[ "${answer#* }" = "$expected" ] || fail "the programs print $answer, not the expected logit $expected"
printf '\n%s\n' "Linked into a C, a C++ and a Swift program with Foundation: each prints $answer."
