#!/bin/sh
# Uses the Swift package as docs/swift.md says: by URL and tag, from a folder with nothing but what its commands put there.
# Leaves build/swift/classify-pgm for make check-same-picture, and what the page shows in build/tables. Called by
# `make check-swift-package`, which has laid the package out and sets MAKE, SWIFT_PACKAGE, its folder, and LLVM.
set -eu
make=${MAKE:-make}
project=$PWD
package=$(realpath "${SWIFT_PACKAGE:?}")
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
check=check-swift-package
. Tests/check.sh
. Tests/Release/readme.sh
. mk/cores.sh
mkdir -p build/tables
# SwiftPM keeps copies of packages, and which commit each tag had, below the user's home.
export HOME="$scratch/home" XDG_CACHE_HOME="$scratch/home/cache"

# The folder of the page's commands is empty; beside it is what they use of the repository.
mkdir -p "$scratch/mnist37/build/swift" "$scratch/empty" "$scratch/bin"
cp -r "$package" "$scratch/mnist37/build/swift/mnist37"
ln -s "$project/examples" "$scratch/mnist37/examples"
# follow NAME: runs the commands; what they say stays in $scratch/log.
follow() {
    commands=$(shown_by docs/swift.md "$1")
    (cd "$scratch/empty" && PATH="$scratch/bin:$PATH" timeout 600 sh -euc "$commands") >"$scratch/log" 2>&1 || {
        cat "$scratch/log" >&2
        fail "docs/swift.md: $1"
    }
}

# 1. The binary, and the package's own tests and documentation.
follow "Is the binary safe to link?"
grep -q "safe to use" "$scratch/log" || fail "the audit says: $(cat "$scratch/log")"
copy=$scratch/copy
git clone --quiet "$package" "$copy"
for variant in x86_64-unknown-linux-gnu:x86_64 aarch64-unknown-linux-gnu:aarch64-linux; do
    cmp "$copy/CMNIST37.artifactbundle/${variant%:*}/libmnist37.a" "build/dist/${variant#*:}/libmnist37.a" ||
        fail "$variant is not the library that is tested"
done
(cd "$copy" && swift test --disable-xctest) >"$scratch/log" 2>&1 || fail "swift test: $(cat "$scratch/log")"
# Clang's warning about the arguments that SwiftPM gives it is none about the package.
! grep 'warning: ' "$scratch/log" | grep -v 'warning: argument unused' || fail "the package gives warnings"
(cd "$copy" && swift package dump-symbol-graph --minimum-access-level public) >"$scratch/log" 2>&1 ||
    fail "no symbol graph: $(cat "$scratch/log")"
mkdir "$scratch/symbols"
cp "$copy"/.build/*/symbolgraph/MNIST37.symbols.json "$scratch/symbols"
logged "$scratch/log" docc convert "$copy/Sources/MNIST37/MNIST37.docc" --additional-symbol-graph-dir "$scratch/symbols" \
    --fallback-display-name MNIST37 --fallback-bundle-identifier mnist37.MNIST37 --warnings-as-errors \
    --output-path "$scratch/mnist37.doccarchive"

# 2. A program: C's bits for the same picture, and nothing shared.
python3 Scripts/make-camera-header.py --pgm >"$scratch/empty/frame.pgm"
follow "A program"
expected=$(build/classify_pgm Sources/classify/Weights/conv.m37 "$scratch/empty/frame.pgm")
[ "$(tail -n 1 "$scratch/log")" = "$expected" ] || fail "Swift says: $(tail -n 1 "$scratch/log"), C $expected"
echo "x86-64: $expected"
program=$scratch/empty/classify-pgm/.build/debug/classify-pgm
! readelf -d "$program" | grep -i 'NEEDED.*mnist37' || fail "the program needs a shared library"
cp "$program" build/swift/classify-pgm
# refused FILE...: the program says why a picture, or weights, are none.
refused() {
    said=$("$program" "$@" 2>&1) && fail "$*: has an answer: $said"
    case $said in "classify-pgm: "*) ;; *) fail "$*: says $said" ;; esac
}
printf 'P5\n2 2\n255\nabc' >"$scratch/short.pgm"
printf 'P5\n9999999999 9999999999\n255\nabc' >"$scratch/huge.pgm"
printf 'P5\n2 2\n255\naaaa' >"$scratch/even.pgm"
for file in short huge even missing; do refused "$scratch/$file.pgm"; done
refused "$scratch/empty/frame.pgm" "$scratch/short.pgm"

# 3. A microcontroller: what the firmware in C says on this machine.
# shellcheck disable=SC2046 # words
if has_tools "check-swift-package on Cortex-M4F" $(tools_of cortex-m4f); then
    # As the page says, but for a limit of time.
    printf '#!/bin/sh\nexec timeout 60 %s "$@" </dev/null\n' "$(command -v qemu-system-arm)" >"$scratch/bin/qemu-system-arm"
    chmod +x "$scratch/bin/qemu-system-arm"
    follow "A microcontroller"
    "$make" -s build/firmware/host
    bits() { sed -n 's/^\([a-z]*: [a-z0-9]*\)\(, .* % sure\)\{0,1\} (\(bits: .*\))$/\1 \3/p'; }
    build/firmware/host | bits >"$scratch/expected"
    [ "$(wc -l <"$scratch/expected")" = 3 ] || fail "the firmware in C says: $(build/firmware/host)"
    bits <"$scratch/log" | cmp - "$scratch/expected" || fail "the firmware in Swift says: $(cat "$scratch/log")"
    sed 's/^/Cortex-M4F: /' "$scratch/expected"
    "${LLVM}llvm-objcopy" -O binary "$scratch/empty/firmware/.build/armv7em-none-none-eabi/release/firmware" "$scratch/flash"
    wc -c <"$scratch/flash" | awk '{ printf "at most %d KB\n", 2 * int($1 / 2000 + 1) }' >build/tables/swift-firmware.md
    sed -n 's/^bytes of heap: //p' "$scratch/log" | awk '{ printf "at most %d KB\n", int($1 / 1000 + 1) }' >build/tables/swift-heap.md
    : >build/tables/swift-firmware.skipped
    : >build/tables/swift-heap.skipped
else
    for table in swift-firmware swift-heap; do echo "no firmware" >"build/tables/$table.skipped"; done
fi
