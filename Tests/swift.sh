#!/bin/sh
# Runs the Swift tests, and adds what they skipped to SKIPPED_FILE, from the report that Swift Testing writes.
#   swift.sh [ARGUMENTS OF swift test]
set -eu
report=build/swift-tests.xml
rm -f "$report"
swift test --disable-xctest --xunit-output "$report" "$@"
[ -s "$report" ] || {
    echo "$report: swift test did not write it, so nobody knows what it skipped" >&2
    exit 70
}
awk -v kept="${SKIPPED_FILE:-/dev/null}" -f Tests/skipped.awk "$report"
