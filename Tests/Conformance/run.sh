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
. mk/cores.sh

# column N WORDS...: the Nth of them.
column() {
    shift "$1"
    echo "${1:-no result}"
}

# frames PROGRAM COMMAND...: what frames.c says at last, built for PROGRAM and run by COMMAND, or on a board with more memory.
frames() {
    program=$1
    shift
    if [ -n "$(field "$program" large-machine)" ]; then
        # shellcheck disable=SC2046 # words
        set -- $(emulator "$program" large-machine)
    fi
    "$make" -s "build/conformance/frames-$program" >"$log.frames-$program" 2>&1 || cat "$log.frames-$program" >&2
    timeout 600 "$@" "build/conformance/frames-$program" 2>&1 </dev/null | tail -n 1
}

# row TARGET PROGRAM "TOOLS" COMMAND...: builds build/conformance/PROGRAM and runs it by COMMAND.
row() {
    target=$1 program=$2 tools=$3
    shift 3
    # shellcheck disable=SC2086 # words
    has_tools "conformance on $target" $tools || {
        echo "| $target | skipped: no $tool | | | | |"
        return
    }
    if ! "$make" -s "build/conformance/$program" >"$log.$program" 2>&1; then
        sed "s/^/$target: /" "$log.$program" >&2
        echo "| $target | cannot be built | | | | |"
        failed=1
        return
    fi
    how=$(basename "${1:-}")
    case $how in
    qemu-*) how="$how${2:+ $2 $3}" ;;
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
# shellcheck disable=SC2046 # words
{
    row "x86-64, libmnist37.so" x86_64-shared cc
    # Whatever this machine has, these two have and have not AVX2, which picks the kernels.
    row "x86-64, AVX2, libmnist37.so" x86_64-shared "$(tools_of x86_64)" $(emulator x86_64)
    row "x86-64, SSE2, libmnist37.so" x86_64-shared "$(tools_of x86_64-sse2)" $(emulator x86_64-sse2)
    row "x86-64, SSE2, libmnist37.a" x86_64 "$(tools_of x86_64-sse2)" $(emulator x86_64-sse2)
    row "x86-64, freestanding" x86_64-sse2 cc
    for core in aarch64 $(cores boards); do
        row "$(field "$core" name)" "$core" "$(tools_of "$core")" $(emulator "$core")
    done
}
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
