#!/bin/sh
# Predicts and trains on this processor and on one without AVX2, under QEMU, and compares bit by bit. A function compiled
# for AVX2 that slips into the path of an older processor dies there with an illegal instruction.
#   baseline.sh TRAINER WEIGHTS...
set -eu
. Tests/skipped.sh
command -v qemu-x86_64 >/dev/null 2>&1 || {
    skipped check-baseline "no qemu-x86_64 (Debian: qemu-user)"
    exit 0
}
older="qemu-x86_64 -cpu Nehalem"
trainer=$1
shift
for file in "$@"; do
    build/exercise "$file" >build/native.txt
    $older build/exercise "$file" >build/nehalem.txt
    cmp build/native.txt build/nehalem.txt
done
"$trainer" --model linear --epochs 2 --quiet --output build/native.m37
$older "$trainer" --model linear --epochs 2 --quiet --output build/nehalem.m37
cmp build/native.m37 build/nehalem.m37
echo "check-baseline: the same bits with and without AVX2"
