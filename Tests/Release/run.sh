#!/bin/sh
# Packs the archives that people download, and uses them as somebody without Swift would: from C, C++, CMake, pkg-config and
# the command line, on AArch64 and in a browser's engine, and on microcontrollers under QEMU. Prints a table of what each
# door answers for the same picture. Called by `make check-dist`, which has built everything and sets what packaging/dist.sh
# needs, MAKE and LLVM.
set -eu
make=${MAKE:-make}
here=$(realpath Tests/Release)
project=$PWD
release=build/release-check
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
check=check-dist
. Tests/check.sh
. Tests/Release/readme.sh
. mk/cores.sh
quietly() { logged "$scratch/log" "$@"; }

# 1. Packed twice, as two people would, the bytes are equal.
RELEASE=$release/first RELEASE_TOOLS=no quietly packaging/dist.sh
(umask 077 && TZ=Asia/Tokyo LANG=de_DE.UTF-8 RELEASE=$release/second RELEASE_TOOLS=no quietly packaging/dist.sh)
cmp "$release/first/SHA256SUMS" "$release/second/SHA256SUMS" || fail "packed twice, the archives differ"
(cd "$release/first" && sha256sum --check --quiet SHA256SUMS) || fail "SHA256SUMS is wrong"
name=libmnist37-$version

# 2. Another folder, made from the source archive, gives the same libraries. This runs beside the rest.
source=$project/$release/first/mnist37-$version.tar.gz
rebuild() {
    mkdir "$scratch/elsewhere"
    tar xzf "$source" -C "$scratch/elsewhere" --strip-components=1
    cd "$scratch/elsewhere"
    library=build/dist/cortex-m4f/libmnist37.a
    env -u MAKEFLAGS -u MAKELEVEL nice "$make" -s "$library" && cmp "$library" "$project/$library" || return 1
    env -u MAKEFLAGS -u MAKELEVEL nice "$make" -s lib &&
        cmp "build/lib/libmnist37.so.$version" "$project/build/lib/libmnist37.so.$version"
}
rebuild >"$scratch/rebuild.log" 2>&1 &
rebuilding=$!

# From here on there is no Swift.
for tool in swift swiftc swift-build; do
    printf '#!/bin/sh\nexit 70\n' >"$scratch/$tool"
    chmod +x "$scratch/$tool"
done
PATH=$(echo "$PATH" | tr ':' '\n' | while read -r folder; do [ -x "$folder/swiftc" ] || echo "$folder"; done | paste -sd:)
export PATH
! command -v swiftc >/dev/null 2>&1 || fail "Swift is still in PATH"

# 3. What is in the archive.
tar xzf "$release/first/$name.tar.gz" -C "$scratch"
root=$scratch/$name
(cd "$root" && sha256sum --check --quiet SHA256SUMS) || fail "the archive's SHA256SUMS is wrong"
[ -z "$(find "$root" -type l)" ] || fail "the archive has links, which ZIP files and Windows do not have"
cmp "$root/include/mnist37.h" "$root/src/mnist37.h" || fail "the archive has two headers"
grep -o 'mnist37_[a-z_]*(' include/mnist37.h | tr -d '(' | sort -u >"$scratch/hosted"
grep -v _open "$scratch/hosted" >"$scratch/freestanding"
find "$root/src" "$root/lib" -name '*.a' ! -path '*wasm32*' | while read -r archive; do
    kind=hosted
    case $archive in "$root"/src/*) kind=freestanding ;; esac
    "${LLVM}llvm-nm" --defined-only --extern-only --format=just-symbols "$archive" | grep '^[a-z_]' | grep -v ':$' | sort |
        cmp - "$scratch/$kind" || fail "$archive: the visible symbols are not the header's functions"
done
for library in "$root"/lib/*/libmnist37.so.*; do
    "${LLVM}llvm-nm" --dynamic --defined-only --format=just-symbols "$library" | sort | cmp - "$scratch/hosted" ||
        fail "$library: exports other functions than the header's"
    needed=$(readelf -d "$library" | sed -n 's/.*NEEDED.*\[\(.*\)\]/\1/p')
    [ "$needed" = libc.so.6 ] || fail "$library needs $needed"
    newest=$(readelf -V "$library" | grep -o 'GLIBC_[0-9.]*' | sort -uV | tail -n 1)
    [ "$newest" = GLIBC_2.33 ] || fail "$library needs $newest, and README.md says 2.33"
done

# 4. The doors. Each answers the digit and the bits of the logit of examples/digits/three.png.
weights=$root/weights/conv-tiny-i8.m37
picture=$scratch/three.f32
tools=$scratch/tools
DESTDIR=$tools prefix=/ bindir=/bin libdir=/lib includedir=/include datadir=/share mandir=/share/man docdir=/share/doc/mnist37 \
    quietly packaging/install.sh install common tools
expected=
echo "| door | command | answer |"
echo "|---|---|---|"

# answers DOOR COMMAND ANSWER: a row, when the answer is that of the doors before.
answers() {
    [ "${3#3 ????????}" = "" ] || fail "$1: answers '$3'"
    [ "${expected:-$3}" = "$3" ] || fail "$1: answers $3, others $expected"
    expected=$3
    echo "| $1 | \`$2\` | $3 |"
}

# door DOOR COMMAND-THAT-IS-SHOWN PROGRAM...: runs PROGRAM with the weights and the picture.
door() {
    door=$1 shown=$2
    shift 2
    answers "$door" "$shown" "$("$@" "$weights" "$picture" 2>&1)"
}

# The bits of a float that JSON has in decimal.
float_bits() { python3 -c 'import struct, sys; print(struct.pack(">f", float(sys.argv[1])).hex())' "$1"; }

json=$("$tools/bin/mnist37-classify" --json --weights "$weights" --save-floats "$picture" examples/digits/three.png)
logit=$(echo "$json" | sed -n 's/.*"logit":\([-0-9.e]*\).*/\1/p')
answers "tools" "mnist37-classify --json three.png" \
    "$(echo "$json" | sed -n 's/.*"digit":\([0-9]\).*/\1/p') $(float_bits "$logit")"
"$tools/bin/mnist37-classify" examples/digits/three.png >"$scratch/log"
grep -q '  3  ' "$scratch/log" || fail "the tools do not find their weights: $(cat "$scratch/log")"
"$tools/bin/mnist37-train" --quiet --model linear --epochs 1 --output "$scratch/trained.m37" >"$scratch/log" 2>&1 ||
    fail "mnist37-train: $(cat "$scratch/log")"

prefix=$scratch/prefix
DESTDIR='' prefix=$prefix bindir=$prefix/bin libdir=$prefix/lib includedir=$prefix/include datadir=$prefix/share \
    mandir=$prefix/share/man docdir=$prefix/share/doc/mnist37 quietly packaging/install.sh install library common
quietly cc -std=c99 "$here/door.c" -I "$prefix/include" -L "$prefix/lib" -lmnist37 -Wl,-rpath,"$prefix/lib" \
    -o "$scratch/installed"
door "make install" "cc x.c -lmnist37" "$scratch/installed"

x86=$root/lib/x86_64-linux-gnu
quietly cc -std=c99 -Wall -Wextra -Werror "$here/door.c" -I "$root/include" "$x86/libmnist37.a" -o "$scratch/c"
door "C, static" "cc x.c -I include lib/x86_64-linux-gnu/libmnist37.a" "$scratch/c"
quietly c++ -Wall -Wextra -Werror -x c++ "$here/door.c" -I "$root/include" -L "$x86" -lmnist37 -o "$scratch/c++"
door "C++, shared" "c++ x.cpp -I include -L lib/x86_64-linux-gnu -lmnist37" env LD_LIBRARY_PATH="$x86" "$scratch/c++"
if has_tools "check-dist: pkg-config" pkg-config; then
    flags=$(PKG_CONFIG_PATH=$x86/pkgconfig pkg-config --static --cflags --libs mnist37)
    eval "quietly cc -static \"$here/door.c\" $flags -o \"$scratch/pc\""
    door "pkg-config, static" "cc -static x.c \$(pkg-config --static --cflags --libs mnist37)" "$scratch/pc"
    quietly cp "$(PKG_CONFIG_PATH=$x86/pkgconfig pkg-config --variable=weightsdir mnist37)/mnist37.m37" "$scratch"
fi

# cmake_project NAME LINES...: a project in $scratch/NAME that builds `door`.
cmake_project() {
    mkdir "$scratch/$1"
    cp "$here/door.c" "$scratch/$1/door.c"
    cp "$here/door.c" "$scratch/$1/door.cpp"
    printf '%s\n' 'cmake_minimum_required(VERSION 3.16)' >"$scratch/$1/CMakeLists.txt"
    lists=$scratch/$1/CMakeLists.txt
    shift
    printf '%s\n' "$@" >>"$lists"
}
configure_and_build() {
    folder=$1
    shift
    quietly cmake -S "$folder" -B "$folder/build" -DCMAKE_PREFIX_PATH="$root" "$@"
    quietly cmake --build "$folder/build"
}

# microcontroller WORDS...: runs the firmware that is named last, and says what it answers for the three.
microcontroller() {
    timeout 60 "$@" </dev/null 2>&1 | sed -n 's/^three: \([0-9]\).*logit \([0-9a-f]*\),.*/\1 \2/p'
}
has() { has_tools "check-dist: $door" "$@"; }

door="CMake"
if has cmake; then
    cmake_project shared 'project(door C)' 'find_package(mnist37 1.0 CONFIG REQUIRED)' 'add_executable(door door.c)' \
        'target_link_libraries(door PRIVATE mnist37::mnist37)'
    configure_and_build "$scratch/shared"
    door "CMake, shared" "find_package(mnist37 CONFIG)" "$scratch/shared/build/door"
    cmake_project static 'project(door CXX)' "add_subdirectory($root mnist37)" 'add_executable(door door.cpp)' \
        'target_link_libraries(door PRIVATE mnist37::static)'
    configure_and_build "$scratch/static"
    door "CMake, static, C++" "add_subdirectory(libmnist37-$version)" "$scratch/static/build/door"
    quietly cmake -S "$root/examples/cmake" -B "$scratch/predict" -DCMAKE_PREFIX_PATH="$root"
    quietly cmake --build "$scratch/predict"
    [ "$("$scratch/predict/predict" "$weights" "$picture")" = "3  1.0000" ] || fail "examples/cmake: another answer"
    ! cmake -S "$root/examples/cmake" -B "$scratch/refused" -DCMAKE_PREFIX_PATH="$root" -Dmnist37_FOLDER=src/none \
        >"$scratch/log" 2>&1 && grep -q 'libmnist37 has no archive' "$scratch/log" || fail "CMake finds what is not there"
    # Boards of examples/firmware, and with them each archive by its compiler's flags.
    for folder in $(cores boards); do
        archive=$(field "$folder" folders) archive=src/${archive%% *}
        door="CMake for $folder"
        # shellcheck disable=SC2046 # words
        has $(tools_of "$folder") || continue
        toolchain=$root/examples/firmware/$folder/toolchain.cmake
        compiler=$(field "$folder" cc)
        grep -qxF "set(CMAKE_C_COMPILER ${compiler%% *})" "$toolchain" &&
            grep -qF "set(CMAKE_C_FLAGS_INIT \"$(field "$folder" flags)" "$toolchain" ||
            fail "$folder/toolchain.cmake has another compiler or other flags than mk/cores.mk"
        quietly cmake -S "$root/examples/firmware" -B "$scratch/$folder" -DCMAKE_PREFIX_PATH="$root" \
            -DCMAKE_TOOLCHAIN_FILE="$folder/toolchain.cmake" -DCMAKE_EXPORT_COMPILE_COMMANDS=ON
        quietly cmake --build "$scratch/$folder" --verbose
        grep -q "$root/$archive/libmnist37.a" "$scratch/log" || fail "$door links another archive than $archive"
        # shellcheck disable=SC2046 # words
        answers "$door" "cmake -DCMAKE_TOOLCHAIN_FILE=$folder/toolchain.cmake" \
            "$(microcontroller $(emulator "$folder") "$scratch/$folder/firmware")"
    done
fi

door="AArch64"
arm64=$root/lib/aarch64-linux-gnu
if has aarch64-linux-gnu-gcc qemu-aarch64; then
    quietly aarch64-linux-gnu-gcc -Wall -Werror "$here/door.c" -I "$root/include" -L "$arm64" -lmnist37 -o "$scratch/arm64"
    door "AArch64, shared" "cc x.c -I include -L lib/aarch64-linux-gnu -lmnist37" \
        qemu-aarch64 -L /usr/aarch64-linux-gnu -E LD_LIBRARY_PATH="$arm64" "$scratch/arm64"
    quietly aarch64-linux-gnu-gcc "$here/door.c" -I "$root/include" "$arm64/libmnist37.a" -static -o "$scratch/arm64-static"
    door "AArch64, static" "cc -static x.c -I include lib/aarch64-linux-gnu/libmnist37.a" qemu-aarch64 "$scratch/arm64-static"
fi

# Each core that an archive serves: the firmware example, compiled for that core.
cat >"$scratch/weights.h" <<'END'
#include <mnist37/conv-tiny-i8.h>
#define weights mnist37_conv_tiny_i8
END
# compiled NAME ARCHIVE START LINK-SCRIPT "COMPILER AND FLAGS" EMULATOR...
compiled() {
    door=$1 archive=$2 start=$3 script=$4 compiler=$5
    shift 5
    has "${compiler%% *}" "$1" || return 0
    boards=$root/examples/firmware
    port=$(field "$1" port)
    # shellcheck disable=SC2086 # words
    quietly $compiler -O2 -std=c11 -ffreestanding -fno-tree-loop-distribute-patterns -nostartfiles -nolibc \
        -Wl,--gc-sections,-z,noexecstack -I "$root/src" -I "$scratch" -I "$boards" -T "$script" "$boards/$start/start.c" \
        "$boards/memory.c" ${port:+"$boards/$port"} "$boards/main.c" "$root/$archive/libmnist37.a" -o "$scratch/firmware"
    answers "$door" "${compiler%%gcc *}gcc ${compiler#*gcc } -I src x.c $archive/libmnist37.a" \
        "$(microcontroller "$@" "$scratch/firmware")"
}
m4=$root/examples/firmware/cortex-m4f/link.ld
# The machine with a Cortex-M33 has its memory elsewhere.
sed 's/ORIGIN = 0x00000000/ORIGIN = 0x10000000/; s/ORIGIN = 0x20000000/ORIGIN = 0x38000000/' "$m4" >"$scratch/m33.ld"
gcc="arm-none-eabi-gcc -mthumb"
# shellcheck disable=SC2046 # words
{
    compiled "Cortex-M3" src/cortex-m3 cortex-m4f "$m4" "$gcc -mcpu=cortex-m3" $(emulator cortex-m3)
    compiled "Cortex-M4, softfp" src/cortex-m4 cortex-m4f "$m4" "$gcc -mcpu=cortex-m4 -mfloat-abi=softfp -mfpu=fpv4-sp-d16" \
        $(emulator cortex-m4f)
    compiled "Cortex-M4 without FPU" src/cortex-m3 cortex-m4f "$m4" "$gcc -mcpu=cortex-m4 -mfloat-abi=soft" \
        $(emulator cortex-m4f)
    compiled "Cortex-M7" src/cortex-m7 cortex-m4f "$m4" "$gcc -mcpu=cortex-m7 -mfloat-abi=hard -mfpu=fpv5-d16" \
        $(emulator cortex-m7)
    compiled "Cortex-M33" src/cortex-m33 cortex-m4f "$scratch/m33.ld" "$gcc -mcpu=cortex-m33 -mfloat-abi=hard" \
        $(emulator cortex-m33)
    compiled "RV32IMC" src/rv32imc riscv32 "$root/examples/firmware/riscv32/link.ld" \
        "riscv64-unknown-elf-gcc -march=rv32imc -mabi=ilp32 -msmall-data-limit=0" $(emulator riscv32imc)
}

door="browsers"
if has node; then
    cat >"$scratch/web.mjs" <<'END'
import { readFileSync } from 'node:fs';
const [folder, weights, picture] = process.argv.slice(2);
const { Model } = await import(`${folder}/mnist37.js`);
const bytes = readFileSync(picture);
const model = await Model.load(readFileSync(`${folder}/mnist37.wasm`), readFileSync(weights));
const { digit, logit } = model.predict(new Float32Array(bytes.buffer, bytes.byteOffset, 784));
const view = new DataView(new ArrayBuffer(4));
view.setFloat32(0, logit);
console.log(`${digit} ${view.getUint32(0).toString(16).padStart(8, '0')}`);
END
    door "browser" "python3 -m http.server --directory examples/web" node "$scratch/web.mjs" "$root/examples/web"
fi

# 5. What the README shows, word by word; and what the archive's own README shows of a computer.
stand_ins "$scratch/bin"
# follow FOLDER COMMANDS: runs the commands in the folder.
follow() {
    (cd "$1" && PATH=$scratch/bin:$PATH sh -euc "$2") >"$scratch/log" 2>&1 || {
        cat "$scratch/log" >&2
        fail "README: $2"
    }
}
predicts() {
    [ "$("$1" "$weights" "$picture")" = "3  1.0000" ] || fail "README: $1 answers something else"
}
mkdir "$scratch/readme"
cp "$release/first/$name.tar.gz" "$scratch/readme"
unpacked=$scratch/readme/$name
follow "$scratch/readme" "$(shown_by README.md "An archive")"
predicts "$unpacked/predict"
if command -v cmake >/dev/null 2>&1; then
    follow "$unpacked" "$(shown_by README.md CMake)"
    predicts "$unpacked/build/predict"
    door="README's microcontroller"
    if has arm-none-eabi-gcc qemu-system-arm; then
        follow "$unpacked" "$(shown_by README.md Microcontrollers)"
        grep -q "^three: 3.*logit ${expected#3 }" "$scratch/log" || fail "README: the firmware says $(cat "$scratch/log")"
    fi
fi
follow "$unpacked" "$(shown_by README.md Browsers)"
rm -r "$unpacked"
tar xzf "$release/first/$name.tar.gz" -C "$scratch/readme"
follow "$unpacked" "$(indented "$unpacked/README.md")"
predicts "$unpacked/predict"

# 6. The ecosystems of microcontrollers, without their tools; the Arduino example runs.
mkdir "$scratch/ecosystems"
quietly python3 "$here/ecosystems.py" "$root" "$scratch/ecosystems" "$expected"
answers "Arduino" "File > Examples > mnist37 > Classify" "$expected"

# 7. Every bit of many pictures, on the cores that make conformance does not have.
echo
# Microcontrollers that have no board: bits.c and the conformance set's frames.c.
for core in $(cores microcontrollers); do
    case " $(cores boards) " in *" $core "*) continue ;; esac
    door=$(field "$core" name)
    # shellcheck disable=SC2046 # words
    set -- $(emulator "$core")
    has "$1" || continue
    output=$(timeout 300 "$@" "$BITS/$core" 2>&1 </dev/null) || fail "$door: ${output:-no answer}"
    framed=$(timeout 300 "$@" "build/conformance/frames-$core" 2>&1 </dev/null) || fail "$door: ${framed:-no answer}"
    echo "$door: $output; $(echo "$framed" | sed 's/^frames: \([0-9]*\) pictures \([0-9]*\) .*/\1 pictures framed, \2 mismatches/')."
done

# The library for linear models only, as the CMake package gives it: it refuses a network.
if command -v cmake >/dev/null 2>&1 && command -v arm-none-eabi-gcc >/dev/null 2>&1; then
    sed 's/mnist37::mnist37/mnist37::linear/' "$root/examples/firmware/CMakeLists.txt" >"$scratch/CMakeLists.txt"
    mv "$scratch/CMakeLists.txt" "$root/examples/firmware/CMakeLists.txt"
    quietly cmake -S "$root/examples/firmware" -B "$scratch/linear" -DCMAKE_PREFIX_PATH="$root" \
        -DCMAKE_TOOLCHAIN_FILE=cortex-m4f/toolchain.cmake
    quietly cmake --build "$scratch/linear"
    if command -v qemu-system-arm >/dev/null 2>&1; then
        # shellcheck disable=SC2046 # words
        said=$(timeout 60 $(emulator cortex-m4f) "$scratch/linear/firmware" 2>&1 </dev/null) || true
        case $said in *kind\ of\ layer*) ;; *) fail "mnist37::linear, given a network, says: $said" ;; esac
    fi
fi

wait "$rebuilding" || {
    cat "$scratch/rebuild.log" >&2
    fail "the source archive, built elsewhere, does not give the same libraries"
}
rm -rf "$release/second"

# The documents show what the archive's own README says, and how much there is to download.
mkdir -p build/tables
{
    echo '| archive | for | `-mfloat-abi`, `-mabi` |'
    echo '|---|---|---|'
    grep '^| `src/' "$root/README.md"
} >build/tables/archives.md
megabytes() { wc -c <"$1" | awk '{ printf "at most %.1f MB\n", int($1 / 5e5 + 1) / 2 }'; }
megabytes "$release/first/$name.tar.gz" >build/tables/library-download.md
megabytes "$release/first/mnist37-$version.tar.gz" >build/tables/source-download.md
