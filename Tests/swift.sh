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
awk -v kept="${SKIPPED_FILE:-/dev/null}" '
    function plain(text) {
        gsub(/&quot;/, "\"", text); gsub(/&apos;/, "\047", text)
        gsub(/&lt;/, "<", text); gsub(/&gt;/, ">", text); gsub(/&amp;/, "\\&", text)
        return text
    }
    function attribute(name) {
        return match($0, name "=\"[^\"]*\"") ? substr($0, RSTART + length(name) + 2, RLENGTH - length(name) - 3) : ""
    }
    /<testcase / { test = attribute("classname") "." attribute(" name"); ++tests }
    /<skipped/ {
        sub(/^ *<skipped *\/?>/, ""); sub(/<\/skipped>.*/, ""); sub(/^skipped: /, "")
        print plain(test ": " ($0 == "" ? "no reason is given" : $0)) >>kept
        ++skipped
    }
    END {
        printf "swift test: %d tests, %d skipped\n", tests, skipped
        exit tests == 0
    }' "$report"
