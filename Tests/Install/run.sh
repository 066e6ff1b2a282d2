#!/bin/sh
# Installs what is built as a stranger would, into folders with spaces; builds programs against it, reads its man pages and
# completions, uninstalls, and shows that nothing is left and that other people's files are as they were.
# Called by `make check-install`, which has built everything and sets MAKE.
set -eu
make=${MAKE:-make}
here=$(dirname "$0")
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
check=check-install
. Tests/check.sh
. "$here/../Release/readme.sh"


# Installing must not build: the compilers that it would find are these.
mkdir "$scratch/no compilers"
for tool in swift swiftc cc gcc clang; do
    printf '#!/bin/sh\necho "$0 $*" >>"%s"\nexit 70\n' "$scratch/called" >"$scratch/no compilers/$tool"
    chmod +x "$scratch/no compilers/$tool"
done
quietly() {
    logged "$scratch/log" env PATH="$scratch/no compilers:$PATH" "$make" -s "$@"
    [ ! -e "$scratch/called" ] || fail "make $* called a compiler: $(cat "$scratch/called")"
}

# Everything in a folder, with what it holds.
state() {
    (cd "$1" && find . \( -type f -exec sha256sum {} + \) -o -type l -printf '%p -> %l\n' | sort)
}

# put_others PREFIX LIBDIR: what others have there.
put_others() {
    mkdir -p "$2/cmake" "$1/share/mnist37" "$1/include"
    echo older >"$2/libmnist37.so.0.9.0"
    ln -s libmnist37.so.0.9.0 "$2/libmnist37.so.0"
    echo mine >"$1/share/mnist37/mine.m37"
    echo other >"$1/include/mnist370.h"
    echo other >"$2/cmake/other"
}

# 1. The folders that a distribution would choose, staged. The words of DESTDIR name somebody's file and folder.
stage="$scratch/my stage"
echo keep >"$scratch/my"
mkdir "$scratch/stage"
echo keep >"$scratch/stage/file"
multiarch=/usr/lib/x86_64-linux-gnu
put_others "$stage/usr" "$stage$multiarch"
before=$(cat "$scratch/my"; state "$scratch/stage"; state "$stage")
set -- DESTDIR="$stage" prefix=/usr libdir=$multiarch includedir=/usr/include/mnist37 mandir=/usr/man \
    homepage='https://mnist37.example/?a&b|c'
quietly install "$@"
(cd "$stage" && find . -type f -o -type l) | sed 's/^\.//' | sort >"$scratch/there"
"$make" -s install-list "$@" | sed "s|^$stage||" | sort >"$scratch/listed"
missing=$(comm -13 "$scratch/there" "$scratch/listed")
[ -z "$missing" ] || fail "listed, not installed: $missing"
for file in bin/mnist37-train bin/mnist37-classify include/mnist37/mnist37.h man/man1/mnist37-train.1 \
    man/man1/mnist37-classify.1 lib/x86_64-linux-gnu/libmnist37.a lib/x86_64-linux-gnu/pkgconfig/mnist37.pc \
    share/bash-completion/completions/mnist37-train share/doc/mnist37/LICENSE share/mnist37/mnist37.m37; do
    grep -qx "/usr/$file" "$scratch/listed" || fail "/usr/$file is not installed"
done
[ "$(wc -l <"$scratch/there")" = $(($(wc -l <"$scratch/listed") + 5)) ] || fail "more than the list was installed"
! grep -rqF "$stage" "$stage$multiarch/pkgconfig" "$stage$multiarch/cmake" || fail "DESTDIR is in an installed file"
grep -qxF 'URL: https://mnist37.example/?a&b|c' "$stage$multiarch/pkgconfig/mnist37.pc" || fail "no URL in mnist37.pc"
quietly uninstall "$@"
[ "$(cat "$scratch/my"; state "$scratch/stage"; state "$stage")" = "$before" ] || {
    state "$stage" >&2
    fail "uninstall left something, or removed what is not its own"
}
empty=$(find "$stage" -mindepth 3 -type d -empty)
[ -z "$empty" ] || fail "empty folders are left: $empty"

# 2. A newer version's links stay when this one goes.
quietly install DESTDIR="$stage" prefix=/usr
echo newer >"$stage/usr/lib/libmnist37.so.1.999.0"
ln -sfT libmnist37.so.1.999.0 "$stage/usr/lib/libmnist37.so.1"
quietly uninstall DESTDIR="$stage" prefix=/usr
[ "$(readlink "$stage/usr/lib/libmnist37.so.1")" = libmnist37.so.1.999.0 ] || fail "a newer version lost its link"

# 3. What is not built is named, and nothing is installed.
mkdir -p "$scratch/unbuilt/mk" "$scratch/unbuilt/Sources/classify"
cp -r Makefile mk packaging include LICENSE "$scratch/unbuilt"
if "$make" -s -C "$scratch/unbuilt" install DESTDIR="$scratch/nothing" >"$scratch/log" 2>&1; then
    fail "install without anything built succeeded"
fi
grep -q 'build/lib/libmnist37.so.* is missing: run make first' "$scratch/log" || fail "install says: $(cat "$scratch/log")"
[ ! -e "$scratch/nothing" ] || fail "install without anything built left files"

# 4. The tools alone find their weights.
quietly install-tools prefix="$scratch/tools"
[ ! -e "$scratch/tools/lib" ] || fail "install-tools installs the library"
"$scratch/tools/bin/mnist37-classify" examples/digits/three.png >"$scratch/log" 2>&1 || fail "$(cat "$scratch/log")"

# Whichever part was installed, nothing is left of it, not even a folder, but for the prefix.
for part in install-library install-tools install; do
    quietly "$part" prefix="$scratch/tools"
    quietly uninstall prefix="$scratch/tools/"
    [ -z "$(ls -A "$scratch/tools")" ] || fail "$part, then uninstall leaves: $(find "$scratch/tools")"
done

# 5. What the README shows, word by word, below another prefix, where the compiler looks first.
stand_ins "$scratch/bin"
printf '#!/bin/sh\nPATH=${PATH#*:} exec "%s" -s -C "%s" "$@" prefix="%s"\n' "$(command -v "$make")" "$PWD" "$scratch/shown" >"$scratch/bin/make"
chmod +x "$scratch/bin/make"
mkdir "$scratch/readme"
cp -r examples "$scratch/readme"
shown=$(shown_by README.md "Command line."; shown_by README.md "C." | sed "s|/usr/local|$scratch/shown|")
(cd "$scratch/readme" && PATH=$scratch/bin:$scratch/shown/bin:$PATH CPATH=$scratch/shown/include \
    LIBRARY_PATH=$scratch/shown/lib LD_LIBRARY_PATH=$scratch/shown/lib sh -euc "$shown") >"$scratch/log" 2>&1 ||
    fail "README: $(cat "$scratch/log")"
[ "$(tail -n 1 "$scratch/log")" = "3  1.0000" ] || fail "README: the program says $(cat "$scratch/log")"

# 6. A prefix of one's own, and the programs.
prefix="$scratch/a prefix"
put_others "$prefix" "$prefix/lib"
before=$(state "$prefix")
umask 077
quietly install prefix="$prefix"
[ "$(stat -c %a "$prefix/lib/pkgconfig" "$prefix/lib/pkgconfig/mnist37.pc" "$prefix/include/mnist37.h" | tr '\n' ' ')" = \
    "755 644 644 " ] || fail "others cannot read what was installed"
export prefix scratch
sh "$here/programs.sh"
sh "$here/tools.sh"
quietly install prefix="$prefix"
quietly uninstall prefix="$prefix"
quietly uninstall prefix="$prefix"
[ "$(state "$prefix")" = "$before" ] && [ -z "$(find "$prefix" -type d -empty)" ] || fail "uninstall left something: $(state "$prefix")"
echo "uninstalled: nothing is left, and other people's files are as they were"
