# Sourced by the checks that are shell scripts, which set `check`, their name.
. Tests/skipped.sh

fail() {
    echo "$check: $*" >&2
    exit 1
}

# logged LOG COMMAND...: what the command says is kept in LOG, and shown when it fails.
logged() {
    log=$1
    shift
    "$@" >"$log" 2>&1 || {
        cat "$log" >&2
        fail "$* failed"
    }
}
