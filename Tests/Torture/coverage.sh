#!/bin/sh
# Runs programs that count what they run of the library, and prints a table: file, lines, and those that none of them ran.
#   coverage.sh TORTURE PROGRAM...
# Called by `make coverage`, which sets LLVM (the folder of the toolchain's tools) and TORTURED (files for the torture).
set -eu
folder=build/coverage
torture=$1
rm -f "$folder"/*.profraw
export LLVM_PROFILE_FILE="$folder/%m-%p.profraw"
# shellcheck disable=SC2086 # words
"$torture" --short 1 $TORTURED >"$folder/log"
objects=
for program in "$@"; do
    objects="$objects -object $program"
    [ "$program" = "$torture" ] || "$program" >>"$folder/log"
done
"${LLVM}llvm-profdata" merge -sparse "$folder"/*.profraw -o "$folder/profile"
# shellcheck disable=SC2086 # words
"${LLVM}llvm-cov" export -format=lcov ${objects# -object } -instr-profile "$folder/profile" Sources/Runtime >"$folder/lines"
# The inner loops are one source for three sets of instructions: a line counts as run where one of the three ran it.
echo "| file | lines | run | not run |"
echo "|---|--:|--:|---|"
awk -F '[:,]' '
    $1 == "SF" { name = $2; sub(/.*Sources\/Runtime\//, "", name); sub(/^Prediction[A-Z0-9]*\/Prediction\//, "Prediction/", name) }
    $1 == "DA" {
        if (!(name in lines)) order[++files] = name
        if (!((name, $2) in runs)) { lines[name]++; numbers[name] = numbers[name] " " $2; runs[name, $2] = 0 }
        runs[name, $2] += $3
    }
    END {
        for (file = 1; file <= files; ++file) {
            name = order[file]
            count = split(numbers[name], number, " ")
            run = 0
            missing = ""
            for (index_ = 1; index_ <= count; ++index_) {
                if (runs[name, number[index_]]) ++run
                else missing = missing (missing == "" ? "" : ", ") number[index_]
            }
            all += lines[name]
            all_run += run
            print "| " name " | " lines[name] " | " run " | " missing " |"
        }
        print "| all | " all " | " all_run " | |"
    }' "$folder/lines" | sort
