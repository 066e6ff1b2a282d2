#!/bin/sh
# Makes targets in a clone, and shows that `make clean` removes all that they left, and nothing of the user's.
#   clean.sh TARGET...
# Called by `make check-clean`, which sets MAKE.
set -eu
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
check=check-clean
. Tests/check.sh

# The files are as they are here, committed or not.
clone=$scratch/clone
git clone --quiet . "$clone"
git ls-files -z --cached --others --exclude-standard | tar -c --null -T - --ignore-failed-read 2>/dev/null | tar -x -C "$clone"
git -C "$clone" add --all
before=$(git -C "$clone" status --porcelain)
echo mine >"$clone/mine.m37"

in_clone() { logged "$scratch/log" env -u MAKEFLAGS -u MAKELEVEL "${MAKE:-make}" -s -C "$clone" "$@"; }
in_clone "$@"
[ -d "$clone/build" ] || fail "make $* built nothing"
in_clone clean
left=$(git -C "$clone" status --porcelain --ignored)
[ "$left" = "${before:+$before
}!! mine.m37" ] || fail "make clean after make $* leaves: $left"
echo "check-clean: nothing is left of make $*"
