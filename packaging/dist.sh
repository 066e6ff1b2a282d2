#!/bin/sh
# Packs what is built, for `make dist`: into $RELEASE go
#   mnist37-VERSION.tar.gz                       the source
#   libmnist37-VERSION.tar.gz                    the library for each processor, for people without Swift
#   mnist37-tools-VERSION-x86_64-linux.tar.gz    both tools, with RELEASE_TOOLS=yes
#   SHA256SUMS
# Equal files give equal archives: names in order, the date of SOURCE_DATE_EPOCH, no user, no umask.
# make sets the variables of packaging/install.sh, and LLVM, the folder of the Swift toolchain's tools.
set -eu
: "${RELEASE:?}" "${SOURCE_DATE_EPOCH:?}" "${version:?}" "${tools_folder:?}"
export LC_ALL=C
umask 022
here=packaging
. $here/fill.sh
. mk/cores.sh
major=${version%%.*}
soname=libmnist37.so.$major
stage=$RELEASE/stage
rm -rf "$RELEASE"
mkdir -p "$stage"

# pack NAME TAR-ARGUMENTS...
pack() {
    archive=$1
    shift
    tar --create --format=gnu --sort=name --owner=0 --group=0 --numeric-owner --mtime="@$SOURCE_DATE_EPOCH" \
        --mode=u=rwX,go=rX "$@" >"$RELEASE/$archive.tar"
    gzip -n9 "$RELEASE/$archive.tar"
}

# put FILE DESTINATION [MODE]
put() {
    install -D -m "${3:-644}" "$1" "$2"
}

# put_filled TEMPLATE DESTINATION NAME=VALUE...: @NAME@ becomes VALUE.
put_filled() {
    source=$1 destination=$2
    shift 2
    mkdir -p "${destination%/*}"
    fill "$source" "version=$version" "major=$major" "soname=$soname" "homepage=${homepage:-}" "$@" >"$destination"
}

# --- The library for people without Swift.

name=libmnist37-$version
root=$stage/$name

put_core() {
    for kind in "" -linear; do
        archive=$RELEASE/libmnist37.a
        cp "build/dist/$1$kind/libmnist37.a" "$archive"
        case $(field "$1" abi) in *softfp*) python3 $here/any-float-abi.py "$archive" ;; esac
        for folder in $(field "$1" folders); do put "$archive" "$root/src/$folder${kind:+/linear}/libmnist37.a"; done
        rm "$archive"
    done
}

put_hosted() {
    folder=$root/lib/$1
    put "$2/libmnist37.a" "$folder/libmnist37.a"
    put "$3" "$folder/$soname" 755
    # What -lmnist37 finds: a linker script instead of a link.
    echo "INPUT($soname)" >"$folder/libmnist37.so"
    put_filled $here/mnist37.pc.in "$folder/pkgconfig/mnist37.pc" 'prefix=${pcfiledir}/../../..' "libdir=\${prefix}/lib/$1" \
        'includedir=${prefix}/include' 'weightsdir=${prefix}/weights'
}

for core in $(cores microcontrollers); do put_core "$core"; done
put_hosted x86_64-linux-gnu build/dist/x86_64 "build/lib/libmnist37.so.$version"
put_hosted aarch64-linux-gnu build/dist/aarch64-linux build/dist/aarch64-linux/libmnist37.so
for file in libmnist37.a mnist37.wasm; do put "build/dist/wasm32/$file" "$root/lib/wasm32/$file"; done
put include/mnist37.h "$root/include/mnist37.h"
put include/mnist37.h "$root/src/mnist37.h"
for file in Sources/classify/Weights/*.m37; do
    weights=$(basename "$file" .m37)
    put "$file" "$root/weights/$weights.m37"
    # mnist37 is conv by another name.
    [ "$weights" != mnist37 ] || continue
    mkdir -p "$root/src/mnist37"
    "$tools_folder/mnist37-train" export "$file" --c "$root/src/mnist37/$weights.h" \
        --name "mnist37_$(echo "$weights" | tr - _)" >/dev/null
done
for file in examples/c/*.c examples/cmake/* examples/firmware/*.[ch] examples/firmware/CMakeLists.txt examples/firmware/*/* \
    examples/web/mnist37.js; do
    put "$file" "$root/$file"
done
put build/web/index.html "$root/examples/web/index.html"
put examples/firmware/pictures.h "$root/examples/Classify/pictures.h"
put build/dist/wasm32/mnist37.wasm "$root/examples/web/mnist37.wasm"
put Sources/classify/Weights/mnist37.m37 "$root/examples/web/mnist37.m37"
put LICENSE "$root/LICENSE"
put_filled $here/mnist37-config-version.cmake.in "$root/lib/cmake/mnist37/mnist37-config-version.cmake" 'pointer_sizes=[48]'
put_filled $here/archive/mnist37-config.cmake.in "$root/lib/cmake/mnist37/mnist37-config.cmake"
put $here/archive/probe.c "$root/lib/cmake/mnist37/probe.c"
(cd $here/archive && find . -type f ! -name probe.c ! -name mnist37-config.cmake.in ! -name README.md) | while read -r file; do
    put_filled "$here/archive/$file" "$root/${file%.in}"
done
sed '/@cores@/,$d' $here/archive/README.md >"$root/README.md"
for core in $(cores microcontrollers); do
    folders=$(field "$core" folders)
    echo "| \`src/${folders%% *}\` | $(field "$core" serves) | \`$(field "$core" abi)\` |"
done >>"$root/README.md"
sed '1,/@cores@/d' $here/archive/README.md >>"$root/README.md"
sed -i "s/@version@/$version/g" "$root/README.md"
# SHA256SUMS has no line for itself.
(cd "$root" && find . -type f | sed 's|^\./||' | sort | xargs sha256sum >"../SHA256SUMS" && mv ../SHA256SUMS .)
pack "$name" -C "$stage" "$name"

# --- The source: what git knows, or in an unpacked source archive everything that was not built.

if git rev-parse --git-dir >/dev/null 2>&1; then
    git ls-files -z ':!.ci'
else
    find . \( -name '.?*' ! -name .gitignore ! -name .swift-format -o -name build -o -name __pycache__ \) -prune -o \
        ! -type d -printf '%P\0'
fi >"$RELEASE/files"
pack "mnist37-$version" --transform="flags=rSH;s|^|mnist37-$version/|" --null --files-from="$RELEASE/files"
rm "$RELEASE/files"

# --- The tools, with the weights and digits that they look for.

if [ "${RELEASE_TOOLS:-}" = yes ]; then
    name=mnist37-tools-$version-x86_64-linux
    DESTDIR="$PWD/$stage/$name" prefix=/ bindir=/bin libdir=/lib includedir=/include datadir=/share mandir=/share/man \
        docdir=/share/doc/mnist37 packaging/install.sh install common tools >/dev/null
    pack "$name" -C "$stage" "$name"
fi

rm -rf "$stage"
(cd "$RELEASE" && sha256sum ./*.tar.gz | sed 's|\./||' >SHA256SUMS)
for file in "$RELEASE"/*.tar.gz; do echo "$file: $(wc -c <"$file") bytes"; done
