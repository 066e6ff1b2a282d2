#!/bin/sh
# Prints the functions that a libmnist37.so exports, which must be those that the header declares, and keeps how large it
# is for the README.
#   symbols.sh LIBRARY
set -eu
exported=$(nm -D --defined-only "$1" | awk '{ print $3 }' | sort)
declared=$(grep -o 'mnist37_[a-z_]*(' include/mnist37.h | tr -d '(' | sort -u)
[ "$exported" = "$declared" ] || {
    printf '%s exports:\n%s\nthe header declares:\n%s\n' "$1" "$exported" "$declared" >&2
    exit 1
}
echo "| exported by libmnist37.so |"
echo "|---|"
for symbol in $exported; do echo "| \`$symbol\` |"; done
stat -Lc %s "$1" | awk '{ printf "%.0f KB\n", $1 / 1000 }' >build/tables/library-size.md
echo "$exported" | wc -l | awk '{ split("one two three four five six seven eight nine ten eleven twelve", words)
    print $1 in words ? words[$1] : $1 }' >build/tables/symbol-count.md
