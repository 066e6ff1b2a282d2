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

# has_tools WHAT TOOL...: whether the tools are there. The first that is not, which stays in $tool, is why WHAT is skipped.
has_tools() {
    what=$1
    shift
    for tool in "$@"; do
        command -v "$tool" >/dev/null 2>&1 || {
            skipped "$what" "no $tool"
            return 1
        }
    done
}
