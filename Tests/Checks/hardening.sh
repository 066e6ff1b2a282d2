#!/bin/sh
# Whether programs and libraries are linked as Debian links its own: at any address (PIE), tables of functions read-only once
# they are filled (RELRO and BIND_NOW), no memory that is both written and executed, no executable stack, no addresses in code
# that the loader must write (TEXTREL). An archive must not make the stack of those executable that link it.
#   hardening.sh FILE...
set -eu
check=check-hardening
. Tests/check.sh
export LC_ALL=C

# expect FILE WHAT: fails where standard input is empty.
expect() { [ -n "$(cat)" ] || fail "$1: $2"; }
# refuse FILE WHAT: fails where standard input is not.
refuse() {
    found=$(cat)
    [ -z "$found" ] || fail "$1: $2: $found"
}

linked() {
    readelf -hW "$1" | grep 'Type: *DYN' | expect "$1" "it is not position-independent"
    readelf -lW "$1" | grep GNU_RELRO | expect "$1" "it has no RELRO"
    readelf -dW "$1" | grep -E 'BIND_NOW|FLAGS_1.*NOW' | expect "$1" "functions are bound late, so their table stays writable"
    readelf -dW "$1" | grep TEXTREL | refuse "$1" "the loader writes into its code"
    # A stack without a header of its own is executable. Flags stand before the alignment, which is the last word.
    readelf -lW "$1" | grep GNU_STACK | expect "$1" "nothing says that its stack is not executable"
    readelf -lW "$1" | awk '$1 ~ /^(LOAD|GNU_STACK)$/ { flags = ""; for (i = 7; i < NF; i++) flags = flags $i
        if (flags ~ /W/ && flags ~ /E/ || $1 == "GNU_STACK" && flags ~ /E/) print }' | refuse "$1" "written and executed memory"
}

archive() {
    readelf -SW "$1" | grep -F .note.GNU-stack | expect "$1" "it makes stacks executable"
    readelf -SW "$1" | sed 's/^ *\[ *[0-9]*\] *//' | awk '$1 == ".note.GNU-stack" && $7 ~ /X/ || $7 ~ /W/ && $7 ~ /X/' |
        refuse "$1" "executable stack, or written and executed memory"
}

for file in "$@"; do
    case $file in *.a) archive "$file" ;; *) linked "$file" ;; esac
done
echo "check-hardening: $# files are position-independent, bound at once, and never both write and execute memory"
