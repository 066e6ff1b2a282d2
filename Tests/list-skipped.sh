#!/bin/sh
# The end of `make test`: what was skipped, and why. With STRICT=1 it fails when anything was.
#   list-skipped.sh FILE
set -eu
if [ ! -s "$1" ]; then
    echo "Nothing was skipped."
    exit 0
fi
echo "Skipped:"
sort "$1" | uniq | sed 's/^/  /'
if [ "${STRICT:-0}" = 1 ]; then
    echo "STRICT=1: nothing may be skipped" >&2
    exit 1
fi
