#!/bin/sh
# Prints, as a Markdown table, how many instructions one call executes on each core, counted by QEMU one at a time.
# Instructions are not time. Called by `make instructions`, which sets MAKE.
set -eu
make=${MAKE:-make}
counts=build/probes/instructions
mkdir -p build/probes
check=instructions
. Tests/check.sh
. mk/cores.sh

names=$(for file in "$@"; do basename "$file" .m37; done)
for name in $names; do
    for function in init predict predict_bytes; do echo "$name $function"; done
done >"$counts"
echo "none frame,28x28" >>"$counts"

columns=
for core in $(cores boards) $(cores computers); do
    # shellcheck disable=SC2046 # words
    has_tools "instructions on $core" $(tools_of "$core") || continue
    logged "build/probes/log.$core" "$make" -s "build/probes/instructions-$core"
    # shellcheck disable=SC2046 # words
    set -- $(emulator "$core")
    emulator=$(command -v "$1")
    shift
    # QEMU renamed the option in 8.1.
    one=-singlestep
    if "$emulator" -help 2>/dev/null | grep -q one-insn-per-tb; then
        one=-one-insn-per-tb
        case $emulator in */qemu-system-*) one="-accel tcg,one-insn-per-tb=on" ;; esac
    fi
    # A line of the trace is an instruction; its last word is the function that it belongs to. The first pair of markers
    # has nothing in between.
    # On Linux the environment lies on the stack, and moves it: with an empty one the C library's memset, which counts
    # from multiples of 64 bytes, takes the same instructions on every machine.
    # shellcheck disable=SC2086 # words
    env -i "$emulator" $one -d exec,nochain -D /dev/stdout "$@" "build/probes/instructions-$core" </dev/null 2>&1 | awk '
        !/^Trace / { next }
        $NF == "count_begin" { counting = 1; count = 0; next }
        $NF == "count_end" {
            if (counting && pairs++ == 0) markers = count
            else if (counting) print count - markers
            counting = 0
            next
        }
        { ++count }' >"$counts.$core"
    [ "$(wc -l <"$counts.$core")" = "$(wc -l <"$counts")" ] ||
        fail "$core: $(wc -l <"$counts.$core") counts instead of $(wc -l <"$counts")"
    columns="$columns $core"
done

[ -n "$columns" ] || exit 0
echo "| weights | call |$(printf ' %s |' $columns)"
echo "|---|---|$(for core in $columns; do printf -- '--:|'; done)"
# shellcheck disable=SC2086 # words
paste -d ' ' "$counts" $(for core in $columns; do echo "$counts.$core"; done) |
    awk '{ sub(",", " of ", $2); printf "| %s | %s |", $1, $2; for (i = 3; i <= NF; ++i) printf " %d |", $i; print "" }'
