#!/bin/sh
# Builds the firmware for every board, runs each under QEMU, and compares what they print with what this machine prints:
# main.c on all of them, then camera.c on those that have the RAM. A board without its compiler or emulator is skipped.
# Called by `make firmware`, which sets MAKE.
set -u
make=${MAKE:-make}
failed=0
. Tests/skipped.sh
. mk/cores.sh

# host PROGRAM: runs it on this machine; the boards that follow must print the same.
host() {
    "$make" -s "build/firmware/$1" || exit 1
    expected=$("build/firmware/$1") || exit 1
    printf 'this machine\n%s\n' "$expected"
}

# board PROGRAM CORE
board() {
    name=$1 core=$2
    # shellcheck disable=SC2046 # words
    has_tools "firmware on $name" $(tools_of "$core") || return
    # shellcheck disable=SC2046 # words
    set -- $(emulator "$core")
    "$make" -s "build/firmware/$name" || {
        failed=1
        return
    }
    output=$(timeout 60 "$@" "build/firmware/$name" 2>&1 </dev/null)
    status=$?
    printf '%s, %s\n%s\n' "$name" "$1" "$output"
    if [ "$status" != 0 ] || [ "$output" != "$expected" ]; then
        echo "$name: exit status $status, or not what this machine printed" >&2
        failed=1
    fi
}

host host
for core in $(cores boards); do board "$core" "$core"; done
host camera-host
for core in $(cores boards); do
    [ -n "$(field "$core" large-machine)" ] || board "camera-$core" "$core"
done
exit $failed
