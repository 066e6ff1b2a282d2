#!/bin/sh
# Predicts and trains on this processor and on one without AVX2, under QEMU, and compares bit by bit. A function compiled
# for AVX2 that slips into the path of an older processor dies there with an illegal instruction.
#   baseline.sh TRAINER WEIGHTS...
set -eu
. Tests/skipped.sh
. mk/cores.sh
older=$(emulator x86_64-sse2)
has_tools check-baseline "${older%% *}" || exit 0
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
