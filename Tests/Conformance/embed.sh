#!/bin/sh
# Prints data.c: the conformance set's tables as C arrays.
#   embed.sh [--without-statuses] WEIGHTS.m37...      each needs expected/NAME.bin beside this script
#   embed.sh --frames                                 those of frames.c
# The malformed files are made from some of the weights files, which must be there then.
set -eu
here=$(dirname "$0")
statuses=$here/bases.txt
if [ "${1:-}" = --without-statuses ]; then
    statuses=/dev/null
    shift
fi

# bytes FILE: its bytes as decimal numbers with commas.
bytes() {
    [ -r "$1" ] || { echo "$0: $1 is missing" >&2; exit 66; }
    od -An -v -tu1 "$1" | sed 's/ *\([0-9][0-9]*\)/\1,/g'
}

# table NAME FILE
table() {
    echo "static const unsigned char $1[] __attribute__((aligned(4))) = {"
    bytes "$2"
    echo "};"
}

# The tables' types are made of bytes and aligned words without padding, little-endian like every target: the numbers of
# a file are the numbers of the table. The linker gives each table its typed name.
exported() {
    echo "extern const unsigned char $1[];"
    echo "const unsigned char $1[] __attribute__((aligned(4))) = {"
    bytes "$2"
    echo "};"
}

cat <<'END'
#include <stddef.h>
#include <stdint.h>

END
if [ "${1:-}" = --frames ]; then
    exported digits "$here/digits.bin"
    exported frames "$here/frames.bin"
    echo "const size_t frames_size = sizeof frames;"
    exit
fi
exported vectors "$here/vectors.bin"
echo "const size_t vector_count = sizeof vectors / 8;"
exported digits "$here/digits.bin"
exported malformed "$here/malformed.bin"
echo "const size_t malformed_count = sizeof malformed / 40;"
exported sweep "$here/sweep.bin"
echo "const size_t sweep_size = sizeof sweep;"
number=0
for file in "$@"; do
    name=$(basename "$file" .m37)
    table "weights_$number" "$file"
    table "expected_$number" "$here/expected/$name.bin"
    number=$((number + 1))
done
echo "const struct { const char *name; const unsigned char *bytes; size_t size; const void *expected; size_t expected_size; }"
echo "    weights[] = {"
number=0
for file in "$@"; do
    echo "    {\"$(basename "$file" .m37)\", weights_$number, sizeof weights_$number, expected_$number, sizeof expected_$number},"
    number=$((number + 1))
done
echo "};"
echo "const size_t weights_count = $number;"
echo "const uint8_t bases[] = {"
while read -r base; do
    number=0
    for file in "$@"; do
        [ "$(basename "$file" .m37)" != "$base" ] || break
        number=$((number + 1))
    done
    [ "$number" -lt $# ] || { echo "$0: $base.m37 is not among the weights files" >&2; exit 66; }
    echo "    $number,"
done <"$statuses"
echo "};"
