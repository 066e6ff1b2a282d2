#!/bin/sh
# Installs the wheel into a fresh virtual environment, as a user would, and tests it there; then a wheel made of the sdist.
# Called by `make check-wheel`, which sets MAKE and WHEELS.
set -eu
check=check-wheel
. Tests/Python/environment.sh
rm -rf build/venv-wheel
with_wheel build/venv-wheel || exit 0
build/venv-wheel/bin/python -I Tests/Python/wheel_test.py

# The three commands that docs/python.md begins with.
. Tests/Release/readme.sh
commands=$(indented docs/python.md | head -n 3)
answer=$(PATH="$PWD/build/venv-wheel/bin:$PATH" sh -ec "$commands" 2>build/pip.log | tail -n 1)
[ "$answer" = "3  1.0000" ] || fail "docs/python.md: $answer $(cat build/pip.log)"

# From the sdist, with a library of somebody's own.
from_sdist() {
    .venv-wheel/bin/pip wheel --quiet --no-deps --no-build-isolation --wheel-dir build/from-sdist "$WHEELS"/mnist37-*.tar.gz
}
rm -rf build/from-sdist
MNIST37_LIBRARY="$PWD/build/lib/libmnist37.so" logged build/pip.log from_sdist
cmp "$WHEELS"/mnist37-*.whl build/from-sdist/mnist37-*.whl || fail "the sdist gives another wheel"
if MNIST37_LIBRARY=/nowhere.so from_sdist >build/pip.log 2>&1; then fail "a wheel without a library"; fi
grep -q 'FileNotFoundError: no libmnist37.so at /nowhere.so' build/pip.log || fail "no word about the missing library"

logged build/mypy.log .venv-wheel/bin/mypy --cache-dir build/mypy --config-file python/pyproject.toml python/src/mnist37
