# Sourced by the checks of the wheel, and run by `make check-same-picture`, with MAKE and WHEELS set.
. Tests/check.sh
# PyTorch takes five seconds to import uncompiled.
unset PYTHONDONTWRITEBYTECODE

# with_packages FOLDER PACKAGE...: a virtual environment that has them; false, and listed as skipped, where pip has them not.
with_packages() {
    folder=$1
    shift
    if ! { python3 -m venv "$folder" && "$folder/bin/pip" install --quiet "$@"; } >build/pip.log 2>&1; then
        rm -rf "$folder"
        skipped "$check" "pip installs no $*"
        return 1
    fi
}

# with_wheel FOLDER PACKAGE...: the same with the wheel that the sources make today.
with_wheel() {
    "$MAKE" -s .venv-wheel/installed >build/pip.log 2>&1 || {
        skipped "$check" "pip installs no hatchling, which makes the wheel"
        return 1
    }
    "$MAKE" -s wheel >build/wheel.log 2>&1 || fail "make wheel: $(cat build/wheel.log)"
    with_packages "$@" numpy pillow || return
    logged build/pip.log "$folder/bin/pip" install --quiet --no-index --force-reinstall --no-deps "$WHEELS"/mnist37-*.whl
    logged build/pip.log "$folder/bin/pip" check
    touch "$folder/installed"
}
