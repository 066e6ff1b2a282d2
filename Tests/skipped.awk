# From a report of the Swift tests: appends what was skipped, and why, to the file `kept`. Fails when no test was run.
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
}
