#!/bin/sh
# Lines of the runtime's sources, comments and blank ones among them, for docs/prediction.md.
set -eu
lines() { cat "$@" | wc -l; }
printf "%d lines of Swift, %d of them for framing, and %d lines of C headers\n" \
    "$(lines Sources/Runtime/*/*.swift)" "$(lines Sources/Runtime/Framing/*.swift)" "$(lines Sources/Runtime/C*/*.h)"
