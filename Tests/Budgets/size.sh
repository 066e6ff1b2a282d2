#!/bin/sh
# Prints, as Markdown tables, what libmnist37.a needs of flash, RAM and stack on each core, and compares it with
# size.txt; exits 1 when a budget is exceeded. Called by `make size`; it sets MAKE.
set -eu
here=$(dirname "$0")
make=${MAKE:-make}
budgets=$here/size.txt
measured=build/probes/measured
mkdir -p build/probes build/tables
: >"$measured"
check=size
. Tests/check.sh
. mk/cores.sh

# The bytes of sections in an object: text rodata data bss.
sections() {
    readelf -SW "$1" | sed 's/^ *\[ *[0-9]*\] *//' | awk '
        function number(hex,   i, n) {
            n = 0
            for (i = 1; i <= length(hex); ++i) n = 16 * n + index("0123456789abcdef", substr(hex, i, 1)) - 1
            return n
        }
        # name type address offset size entry flags
        $7 ~ /A/ && $1 != ".eh_frame" {
            size = number($5)
            if ($7 ~ /X/) text += size
            else if ($7 !~ /W/) rodata += size
            else if ($2 == "NOBITS") bss += size
            else data += size
        }
        END { print text + 0, rodata + 0, data + 0, bss + 0 }'
}

# record CORE MEASURE VALUE
record() { echo "$1 $2 $3" >>"$measured"; }

echo "Bytes of \`libmnist37.a\` that init + predict need, and of all of it:"
echo
echo "| core | text | rodata | data | bss | linked, with the compiler's routines and memset | all: text | all: rodata |"
echo "|---|--:|--:|--:|--:|--:|--:|--:|"
built=
for core in $(for board in $(cores boards); do echo "$board-linear"; done) $(cores boards) $(cores computers); do
    # shellcheck disable=SC2046 # words
    has_tools "size on $core" $(tools_of "$core") || continue
    logged "build/probes/log.$core" "$make" -s "build/probes/stack-$core" "build/probes/linear-$core.o" \
        "build/probes/needs-$core" "build/probes/frame-$core.o"
    # shellcheck disable=SC2046 # words
    set -- $(sections "build/probes/linear-$core.o") $(sections "build/probes/needs-$core") \
        $(sections "build/cores/$core/libmnist37.o")
    echo "| $core | $1 | $2 | ${11} | ${12} | $(($5 + $6)) | $9 | ${10} |"
    record "$core" name "$(field "$core" name)"
    record "$core" text "$1"
    record "$core" rodata "$2"
    record "$core" data "${11}"
    record "$core" bss "${12}"
    record "$core" library $(($9 + ${10}))
    # shellcheck disable=SC2046 # words
    set -- $(sections "build/probes/frame-$core.o")
    record "$core" frame $(($1 + $2))
    built="$built $core"
done

echo
echo "Bytes of stack, the deepest of all weights files of a kind, measured by painting under QEMU:"
echo
echo "| core | weights | init | info | predict | predict_bytes | predict_batch |"
echo "|---|---|--:|--:|--:|--:|--:|"
for core in $built; do
    # shellcheck disable=SC2046 # words
    logged "build/probes/stack.$core" $(emulator "$core") "build/probes/stack-$core" </dev/null
    # linear-f32-folded is a float32 model of the kind linear.
    awk -v core="$core" -v measured="$measured" '
        $2 == "frame" { print core, "stack-frame", $3 >>measured; next }
        {
            split($1, parts, "-")
            kind = parts[1] "-" parts[2]
            if (!(kind in seen)) { seen[kind] = 1; kinds[++count] = kind }
            if ($3 > deepest[kind, $2]) deepest[kind, $2] = $3
        }
        END {
            functions = split("init info predict predict_bytes predict_batch", names, " ")
            for (k = 1; k <= count; ++k) {
                row = "| " core " | " kinds[k] " |"
                most = 0
                for (f = 1; f <= functions; ++f) {
                    bytes = deepest[kinds[k], names[f]]
                    row = row " " bytes " |"
                    if (bytes > most) most = bytes
                }
                print row
                print core, "stack-" kinds[k], most >>measured
            }
        }' "build/probes/stack.$core"
done

echo
echo "Bytes of \`libmnist37.a\` that mnist37_frame needs, and of its stack:"
echo
echo "| core | code and tables | stack |"
echo "|---|--:|--:|"
awk '
    { bytes[$1, $2] = $3 }
    !($1 in seen) { seen[$1] = 1; cores[++count] = $1 }
    END {
        for (i = 1; i <= count; ++i) {
            if (cores[i] ~ /-linear$/) continue
            print "| " cores[i] " | " bytes[cores[i], "frame"] " | " bytes[cores[i], "stack-frame"] " |"
        }
    }' "$measured"

# The README's table: what a firmware engineer asks first.
awk '
    $2 == "name" { core = $1; sub(/^[^ ]* name /, ""); names[core] = $0; next }
    { bytes[$1, $2] = $3 }
    function thousands(number) {
        return number < 1000 ? number : int(number / 1000) sprintf(",%03d", number % 1000)
    }
    function row(core, linear) {
        if (!(core in names)) return
        stack = bytes[core, "stack-linear-f32"]
        if (bytes[core, "stack-linear-i8"] > stack) stack = bytes[core, "stack-linear-i8"]
        print "| " names[core] (linear ? ", linear models only" : "") " | " thousands(bytes[core, "text"]) " | " \
            bytes[core, "rodata"] " | " bytes[core, "data"] + bytes[core, "bss"] " | " stack " | " \
            (linear ? "" : thousands(bytes[core, "stack-conv-i8"]) " ") "|"
    }
    END {
        print "| core | code | tables | .data, .bss | stack, linear | stack, any network in int8 |"
        print "|---|--:|--:|--:|--:|--:|"
        row("cortex-m4f-linear", 1); row("cortex-m0-linear", 1)
        row("cortex-m4f"); row("cortex-m0"); row("riscv32")
        m4f = bytes["cortex-m4f", "text"] + bytes["cortex-m4f", "rodata"]
        linear = bytes["cortex-m4f-linear", "text"] + bytes["cortex-m4f-linear", "rodata"]
        printf "%.1f KB of flash for all models, or %s bytes\n", m4f / 1000, thousands(linear) >"build/tables/flash.md"
    }' "$measured" >build/tables/size-in-short.md

# Each line of the budget: core, measure, at most. What was not measured here has been said above.
awk '
    NR == FNR { measured[$1, $2] = $3; next }
    /^#/ || NF == 0 { next }
    !(($1, $2) in measured) { next }
    measured[$1, $2] > $3 {
        print "over budget: " $1 " " $2 ": " measured[$1, $2] " bytes, at most " $3 | "cat >&2"
        failed = 1
    }
    END { exit failed }' "$measured" "$budgets"
