#!/bin/sh
# Installs the C libraries that the tools build against, where apt-get can; elsewhere says what is missing.
# usage: install-dependencies.sh [PACKAGES-FILE]
#
# With a file, the packages that it lists, one a line ('#' starts a comment), are installed as well.
set -eu

compiles() {
    printf '#include <%s>\n' "$1" | "${CC:-cc}" -E -x c - >/dev/null 2>&1
}

packages=
compiles png.h || packages="$packages libpng-dev"
compiles zlib.h || packages="$packages zlib1g-dev"
for package in $(sed 's/#.*//' "${1:-/dev/null}"); do
    dpkg -s "$package" >/dev/null 2>&1 || packages="$packages $package"
done
[ -n "$packages" ] || exit 0

if ! command -v apt-get >/dev/null; then
    echo "missing:$packages (these are Debian's names; install them with your system's package manager)" >&2
    exit 1
fi
as_root=
[ "$(id -u)" = 0 ] || as_root=sudo
echo "installing:$packages"
# shellcheck disable=SC2086 # a list of words
$as_root apt-get -qq install -y $packages >/dev/null 2>&1 || {
    $as_root apt-get -qq update && $as_root apt-get -qq install -y $packages >/dev/null
}
