#!/bin/sh
# Builds the firmware for every board, runs each under QEMU, and compares what they print with what this machine prints:
# main.c on all of them, then camera.c on those that have the RAM; or, with the folder of a model of one's own, that alone.
# A board without its compiler or emulator is skipped.
#   run.sh [FOLDER]
# Called by `make firmware` and `make your-own`, which set MAKE.
set -u
make=${MAKE:-make}
failed=0
. Tests/skipped.sh
. mk/cores.sh

folder=${1:-build/firmware}

# host PROGRAM: runs it on this machine; the boards that follow must print the same.
host() {
    "$make" -s "$folder/$1" || exit 1
    expected=$("$folder/$1") || exit 1
    printf 'this machine\n%s\n' "$expected"
}

# board PROGRAM CORE
board() {
    name=$1 core=$2
    # shellcheck disable=SC2046 # words
    has_tools "firmware on $name" $(tools_of "$core") || return
    # shellcheck disable=SC2046 # words
    set -- $(emulator "$core")
    "$make" -s "$folder/$name" || {
        failed=1
        return
    }
    output=$(timeout 60 "$@" "$folder/$name" 2>&1 </dev/null)
    status=$?
    printf '%s, %s\n%s\n' "$name" "$1" "$output"
    if [ "$status" != 0 ] || [ "$output" != "$expected" ]; then
        echo "$name: exit status $status, or not what this machine printed" >&2
        failed=1
    fi
}

# with_ram PREFIX: the program of a camera on each board that has the RAM.
with_ram() {
    for core in $(cores boards); do
        [ -n "$(field "$core" large-machine)" ] || board "$1$core" "$core"
    done
}

host host
if [ $# = 1 ]; then
    with_ram ""
else
    for core in $(cores boards); do board "$core" "$core"; done
    host camera-host
    with_ram camera-
fi
exit $failed
