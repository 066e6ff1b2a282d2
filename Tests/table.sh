#!/bin/sh
# Runs a command that prints a table, and keeps the table in build/tables/NAME.md for `make docs-tables` and `make
# docs-check`; NAME.skipped beside it says what the table lacks.
#   table.sh NAME COMMAND...
set -eu
. Tests/skipped.sh
name=$1
shift
kept=build/tables/$name
mkdir -p build/tables
rm -f "$kept.md"
: >"$kept.skipped"
{
    status=0
    SKIPPED_FILE="$kept.skipped" "$@" || status=$?
    echo "$status" >"$kept.status"
} | tee "$kept.new"
status=$(cat "$kept.status")
rm -f "$kept.status"
[ "$status" = 0 ] || exit "$status"
mv "$kept.new" "$kept.md"
if [ -n "${SKIPPED_FILE:-}" ]; then
    cat "$kept.skipped" >>"$SKIPPED_FILE"
elif [ -s "$kept.skipped" ] && [ "${STRICT:-0}" = 1 ]; then
    exit 1
fi
