#!/bin/sh
# Runs the Swift tests and, beside them, what needs none of them: most of that runs under emulators, on one core. What it
# prints is kept, and shown when the Swift tests have ended.
#   beside.sh TARGETS OF MAKE
# Called by `make test`, which sets MAKE and SKIPPED_FILE.
set -u
log=build/beside.log
"${MAKE:-make}" --no-print-directory "$@" >"$log" 2>&1 &
beside=$!
trap 'kill "$beside" 2>/dev/null; exit 130' INT TERM HUP
status=0
Tests/swift.sh || status=$?
wait "$beside" || status=$?
cat "$log"
exit "$status"
