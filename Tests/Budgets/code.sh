#!/bin/sh
# Prints, as a Markdown table, the bytes of machine code of libmnist37 on x86-64, by instruction set and purpose. Called by
# `make code-sizes`, which builds build/cores/x86_64/merged.o: what libmnist37.a is made of, before its names are stripped.
set -eu

# The mangled names say the module; what is left over belongs to Runtime, which every processor runs.
nm -S --defined-only "${1:-build/cores/x86_64/merged.o}" | awk '
    function number(hex,   i, n) {
        n = 0
        for (i = 1; i <= length(hex); ++i) n = 16 * n + index("0123456789abcdef", substr(hex, i, 1)) - 1
        return n
    }
    NF == 4 && $3 ~ /[tTW]/ {
        set = $4 ~ /16PredictionAVX512/ ? "AVX-512" : $4 ~ /14PredictionAVX2/ ? "AVX2" : $4 ~ /10Prediction/ ? "baseline" : "shared"
        purpose = $4 ~ /convolve/ ? "convolutions" : \
            $4 ~ /Network|Scratch|networkOutputs|addProducts|scratchBlocks/ ? "rows" : set == "shared" ? "files" : "linear"
        if ($4 ~ /foldedChecksum/) purpose = "files"
        if ($4 ~ /7Framing/ || $4 ~ /mnist37_frame/) { set = "shared"; purpose = "framing" }
        bytes[set, purpose] += number($2)
        total[set] += number($2)
    }
    END {
        print "| code for | linear models | rows of a network | convolutions | files, checks and the API | framing | in all |"
        print "|---|--:|--:|--:|--:|--:|--:|"
        count = split("shared baseline AVX2 AVX-512", sets, " ")
        for (i = 1; i <= count; ++i) {
            s = sets[i]
            printf "| %s | %d | %d | %d | %d | %d | %d |\n", s == "shared" ? "every processor" : s == "baseline" ? "SSE2" : s, \
                bytes[s, "linear"], bytes[s, "rows"], bytes[s, "convolutions"], bytes[s, "files"], bytes[s, "framing"], total[s]
            all += total[s]
        }
        print "| all | | | | | | " all " |"
    }'
