# Says what is not tested here, and why. Sourced by the tests that are shell scripts.
#   skipped WHAT WHY
# `make test` collects the lines in SKIPPED_FILE and lists them at its end. By itself, with STRICT=1, a test that skips
# something fails.
skipped() {
    echo "skipped: $1: $2" >&2
    if [ -n "${SKIPPED_FILE:-}" ]; then
        echo "$1: $2" >>"$SKIPPED_FILE"
    elif [ "${STRICT:-0}" = 1 ]; then
        exit 1
    fi
}
