#!/bin/sh
# Makes the Debian packages, and installs, uses, upgrades and removes them below a root of their own: the machine has none of
# them, before or after. Prints what each door answers, for the same picture as make doors. Called by `make check-deb`, which
# sets what packaging/deb.sh needs.
set -eu
release=build/deb-check
here=$(realpath Tests/Release)
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
check=check-deb
. Tests/check.sh
. Tests/Release/readme.sh
quietly() { logged "$scratch/log" "$@"; }
has_tools check-deb dpkg-deb dpkg-shlibdeps || exit 0
[ "$(id -u)" = 0 ] || {
    skipped check-deb "dpkg installs as root only"
    exit 0
}

rm -rf "$release"
RELEASE=$release quietly packaging/deb.sh
multiarch=$(dpkg-architecture -qDEB_HOST_MULTIARCH)
major=${version%%.*}
library=$(echo "$release/libmnist37-${major}_"*.deb)
development=$(echo "$release"/libmnist37-dev_*.deb)
tools=$(echo "$release"/mnist37-tools_*.deb)
data=$(echo "$release"/mnist37-data_*.deb)

# Lintian reads the programs for longer than everything else here takes; it runs beside that.
linting=
if has_tools "check-deb: lintian" lintian; then
    lintian --allow-root --fail-on error "$library" "$development" "$tools" "$data" >"$scratch/lintian" 2>&1 &
    linting=$!
fi

# A root whose dpkg knows of the packages that these depend on, in this machine's versions, and of nothing else.
root=$scratch/root
mkdir -p "$root/var/lib/dpkg/info" "$root/var/lib/dpkg/updates" "$root/usr"
: >"$root/var/lib/dpkg/status"
for package in $(for file in "$library" "$development" "$tools"; do dpkg-deb -f "$file" Depends; done |
    tr ',' '\n' | sed 's/^ *\([^ ]*\).*/\1/' | grep -v mnist37 | sort -u); do
    dpkg-query -W -f 'Package: ${Package}\nStatus: install ok installed\nArchitecture: ${Architecture}\n'`:
        `'Version: ${Version}\nMaintainer: ${Maintainer}\nDescription: stands for it\n\n' "$package" |
        awk '/^$/ { exit } { print } END { print "" }' >>"$root/var/lib/dpkg/status"
    echo /. >"$root/var/lib/dpkg/info/$package.list"
done
package_manager() { quietly dpkg --root="$root" "$@"; }
# Everything but dpkg's own notes.
state() {
    (cd "$root" && find . -path ./var/lib/dpkg -prune -o -path ./var/log -prune -o ! -type d -print | sort)
}
before=$(state)

# 1. What is needed is asked for.
if dpkg --root="$root" --install "$development" >"$scratch/log" 2>&1; then fail "libmnist37-dev installs by itself"; fi
grep -q "depends on libmnist37-$major" "$scratch/log" || fail "dpkg says: $(cat "$scratch/log")"
package_manager --purge libmnist37-dev

# 2. An older revision, which had a file more, is upgraded.
for file in "$library" "$development" "$data"; do
    older=$scratch/older/$(basename "$file" .deb)
    mkdir -p "$scratch/older"
    quietly dpkg-deb --raw-extract "$file" "$older"
    sed -i "s/^\(Version: \|.*(= \)$version-[0-9]*/\1$version-0/; s/(= $version-[0-9]*)/(= $version-0)/g" "$older/DEBIAN/control"
    mkdir -p "$older/usr/share/mnist37-older"
    echo older >"$older/usr/share/mnist37-older/$(dpkg-deb -f "$file" Package)"
    quietly dpkg-deb --root-owner-group -Znone --build "$older" "$older.deb"
done
package_manager --install "$scratch"/older/*.deb
[ -f "$root/usr/share/mnist37-older/mnist37-data" ] || fail "the older revision is not installed"
package_manager --install "$library" "$development" "$data" "$tools"
[ ! -e "$root/usr/share/mnist37-older" ] || fail "the upgrade left the older revision's files"
for package in "libmnist37-$major" libmnist37-dev mnist37-data mnist37-tools; do
    [ "$(dpkg-query --admindir="$root/var/lib/dpkg" -W -f '${Version} ${db:Status-Status}' "$package")" = \
        "$version-$deb_revision installed" ] || fail "$package is not installed"
done
[ -z "$(dpkg --root="$root" --verify "libmnist37-$major" libmnist37-dev mnist37-data mnist37-tools)" ] ||
    fail "files are not those of the packages"

# 3. Everything that make install lists is there, and the symbols are the header's functions.
grep -o 'mnist37_[a-z_]*(' include/mnist37.h | tr -d '(' | sort -u >"$scratch/declared"
sed -n 's/^ \(.*\)@Base '"$version"'$/\1/p' "$root/var/lib/dpkg/info/libmnist37-$major:"*.symbols | cmp - "$scratch/declared" ||
    fail "the file of symbols does not have the header's functions"
for file in lib/$multiarch/libmnist37.so.$major lib/$multiarch/libmnist37.so lib/$multiarch/libmnist37.a include/mnist37.h \
    lib/$multiarch/pkgconfig/mnist37.pc share/mnist37/mnist37.m37 share/man/man1/mnist37-train.1.gz \
    share/zsh/vendor-completions/_mnist37-train share/doc/mnist37-tools/copyright; do
    [ -e "$root/usr/$file" ] || fail "/usr/$file is not installed"
done

# 4. The doors.
weights=$root/usr/share/mnist37/conv-tiny-i8.m37
picture=$scratch/three.f32
answer() {
    [ "$2" = "${expected:=$2}" ] || fail "$1: answers $2, others $expected"
    echo "| Debian | \`$1\` | $2 |"
}
echo "| door | command | answer |"
echo "|---|---|---|"
json=$(env -i PATH="$root/usr/bin" mnist37-classify --json --weights "$weights" --save-floats "$picture" \
    examples/digits/three.png)
logit=$(echo "$json" | sed -n 's/.*"logit":\([-0-9.e]*\).*/\1/p')
bits=$(python3 -c 'import struct, sys; print(struct.pack(">f", float(sys.argv[1])).hex())' "$logit")
answer "apt install mnist37-tools; mnist37-classify --json three.png" "$(echo "$json" | sed -n 's/.*"digit":\([0-9]\).*/\1/p') $bits"
env -i PATH="$root/usr/bin" mnist37-classify examples/digits/three.png | grep -q '  3  ' || fail "classify finds no weights"
env -i PATH="$root/usr/bin" mnist37-train --quiet --model linear --epochs 1 --output "$scratch/trained.m37" >"$scratch/log" ||
    fail "mnist37-train: $(cat "$scratch/log")"
libraries=$root/usr/lib/$multiarch
if has_tools "check-deb: pkg-config" pkg-config; then
    flags=$(PKG_CONFIG_SYSROOT_DIR=$root PKG_CONFIG_LIBDIR=$libraries/pkgconfig pkg-config --cflags --libs mnist37)
    eval "quietly cc \"$here/door.c\" $flags -o \"$scratch/program\""
    answer "apt install libmnist37-dev; cc x.c \$(pkg-config --cflags --libs mnist37)" \
        "$(LD_LIBRARY_PATH=$libraries "$scratch/program" "$weights" "$picture")"
    # Who packages such a program depends on the library, from the version on that has its functions.
    mkdir -p "$scratch/theirs/debian"
    : >"$scratch/theirs/debian/control"
    quietly dpkg-deb --raw-extract "$library" "$scratch/theirs/unpacked"
    needs=$(cd "$scratch/theirs" && dpkg-shlibdeps -O -S"$scratch/theirs/unpacked" "$scratch/program" 2>&1) || true
    case $needs in
    *"libmnist37-$major (>= $version)"*) ;;
    *) fail "dpkg-shlibdeps of a program says: $needs" ;;
    esac
fi
if has_tools "check-deb: CMake" cmake; then
    quietly cmake -S examples/cmake -B "$scratch/cmake" -DCMAKE_PREFIX_PATH="$root/usr"
    quietly cmake --build "$scratch/cmake"
    grep -q "^mnist37_DIR:.*=$libraries/cmake/mnist37\$" "$scratch/cmake/CMakeCache.txt" || fail "CMake found another mnist37"
    [ "$("$scratch/cmake/predict" "$weights" "$picture")" = "3  1.0000" ] || fail "examples/cmake: another answer"
fi

# 5. What the README shows, word by word: apt installs below the root, where the compiler looks first.
package_manager --purge mnist37-tools libmnist37-dev "libmnist37-$major" mnist37-data
stand_ins "$scratch/bin"
cat >"$scratch/bin/apt" <<END
#!/bin/sh
[ "\$1" = install ] && shift && exec dpkg --root="$root" --install "\$@"
END
chmod +x "$scratch/bin/apt"
mkdir "$scratch/readme"
cp -r "$library" "$development" "$tools" "$data" examples "$scratch/readme"
(cd "$scratch/readme" && PATH=$scratch/bin:$root/usr/bin:$PATH CPATH=$root/usr/include LIBRARY_PATH=$libraries \
    sh -euc "$(shown_by "$here/../../README.md" Debian)") >"$scratch/log" 2>&1 || fail "README: $(cat "$scratch/log")"
grep -q '^examples/digits/three.png  3  ' "$scratch/log" || fail "README: classify says $(cat "$scratch/log")"
[ "$(LD_LIBRARY_PATH=$libraries "$scratch/readme/predict" "$weights" "$picture")" = "3  1.0000" ] ||
    fail "README: the program answers something else"

# 6. Removed, nothing is left.
package_manager --purge mnist37-tools libmnist37-dev "libmnist37-$major" mnist37-data
[ "$(state)" = "$before" ] || fail "left behind: $(state)"
[ ! -e "$root/usr/share/mnist37" ] || fail "an empty folder is left"

if [ -n "$linting" ]; then
    wait "$linting" || {
        cat "$scratch/lintian" >&2
        fail "lintian finds errors"
    }
fi
