# Builds programs against the library below $prefix in the ways that C and C++ programmers have, and prints a table of
# what each answers: digit and bits of a picture of ink only. Called by run.sh, which sets prefix and scratch.
set -eu
check=check-install
. Tests/check.sh
program=$(realpath Tests/Dist/program.c)
weights=Tests/Conformance/weights/linear-f32.m37
# The conformance set says what they must print: vector 1 is ink only.
bits=$(od -An -tx4 -j 20 -N 4 Tests/Conformance/expected/linear-f32.bin | tr -d ' ')
export PKG_CONFIG_PATH="$prefix/lib/pkgconfig" CMAKE_PREFIX_PATH="$prefix"
out="$scratch/programs"
mkdir -p "$out"

# door NAME COMMAND...: builds $out/program with it, runs that, compares.
door() {
    name=$1
    shift
    rm -f "$out/program"
    logged "$out/log" "$@"
    answer=$("$out/program" "$weights") || answer="exit status $?"
    [ "${answer#* }" = "$bits" ] || fail "$name: prints $answer, not $bits"
    linked=$(readelf -d "$out/program" | sed -n 's/.*NEEDED.*\[\(.*\)\]/\1/p' | grep -v '^libc\.\|^ld-' | tr '\n' ' ')
    case $name in
    *static) [ "${linked#*mnist37}" = "$linked" ] || linked="$linked, which static forbids" ;;
    *) [ "${linked#*libmnist37.so.1 }" != "$linked" ] || linked="no libmnist37.so.1" ;;
    esac
    case $linked in *forbids | no\ *) fail "$name: links $linked" ;; esac
    echo "| $name | $answer |"
}

compile() {
    compiler=$1
    shift
    $compiler -Wall -Wextra -Werror "$@" -o "$out/program"
}

# pkg_config COMPILER FLAGS SOURCE-LANGUAGE MORE...: pkg-config quotes folders with spaces for a shell.
pkg_config() {
    compiler=$1 static=$2
    shift 2
    eval "set -- \"\$@\" $(pkg-config $static --cflags --libs mnist37)"
    compile "$compiler" "$@" -Wl,-rpath,"$prefix/lib"
}

cmake_project() {
    rm -rf "$out/cmake" && mkdir "$out/cmake"
    cat >"$out/cmake/CMakeLists.txt" <<END
cmake_minimum_required(VERSION 3.16)
project(stranger C CXX)
find_package(mnist37 1.0 CONFIG REQUIRED)
if(NOT EXISTS "\${mnist37_WEIGHTS_DIR}/mnist37.m37")
    message(FATAL_ERROR "no weights in \${mnist37_WEIGHTS_DIR}")
endif()
configure_file("$program" program.cpp COPYONLY)
add_executable(program $1)
target_link_libraries(program PRIVATE $2)
END
    shift 2
    cmake -S "$out/cmake" -B "$out/cmake/build" "$@" && cmake --build "$out/cmake/build" && cp "$out/cmake/build/program" "$out"
}

# A version that is not there must not be found.
cmake_refuses() {
    rm -rf "$out/cmake" && mkdir "$out/cmake"
    printf 'cmake_minimum_required(VERSION 3.16)\nproject(stranger C)\nfind_package(mnist37 %s CONFIG REQUIRED)\n' "$1" \
        >"$out/cmake/CMakeLists.txt"
    ! cmake -S "$out/cmake" -B "$out/cmake/build" >"$out/log" 2>&1 && grep -q 'requested version' "$out/log" ||
        fail "CMake finds version $1, which is not installed"
}

meson_project() {
    rm -rf "$out/meson" && mkdir "$out/meson"
    cp "$program" "$out/meson/program.c"
    cp "$program" "$out/meson/program.cpp"
    cat >"$out/meson/meson.build" <<END
project('stranger', 'c', 'cpp')
mnist37 = dependency('mnist37', version: '>=1.0', static: $2)
executable('program', '$1', dependencies: mnist37)
END
    (cd "$out/meson" && meson setup build && ninja -C build) && cp "$out/meson/build/program" "$out"
}

echo "| built by | answer |"
echo "|---|---|"
door "cc -lmnist37" compile cc -std=c99 -I"$prefix/include" "$program" -L"$prefix/lib" -lmnist37 -Wl,-rpath,"$prefix/lib"
door "cc, static" compile cc -std=c99 -I"$prefix/include" "$program" "$prefix/lib/libmnist37.a"
door "c++, static" compile c++ -std=c++11 -x c++ -I"$prefix/include" "$program" -x none "$prefix/lib/libmnist37.a"
if has_tools "check-install: programs by pkg-config" pkg-config; then
    door "pkg-config, C" pkg_config cc "" "$program"
    door "pkg-config, C++" pkg_config c++ "" -x c++ "$program" -x none
    door "pkg-config --static, gcc -static" pkg_config cc --static -static "$program"
    [ -f "$(pkg-config --variable=weightsdir mnist37)/mnist37.m37" ] || fail "no weights in pkg-config's weightsdir"
fi
if has_tools "check-install: programs by CMake" cmake; then
    door "CMake, mnist37::mnist37" cmake_project program.cpp mnist37::mnist37
    door "CMake, mnist37::shared, C" cmake_project "$program" mnist37::shared
    door "CMake, mnist37::static" cmake_project "$program" mnist37::static
    door "CMake, BUILD_SHARED_LIBS=OFF, static" cmake_project program.cpp mnist37::mnist37 -DBUILD_SHARED_LIBS=OFF
    cmake_refuses 1.999
    cmake_refuses 2.0
    cmake_refuses 0.9
    logged "$out/log" cmake -S examples/cmake -B "$out/example"
    logged "$out/log" cmake --build "$out/example"
    "$out/example/predict" >/dev/null 2>&1 || [ $? = 64 ] || exit 1
fi
if has_tools "check-install: programs by meson" meson ninja; then
    door "meson, C" meson_project program.c false
    door "meson, C++, static" meson_project program.cpp true
fi
