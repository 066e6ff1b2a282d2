#!/bin/sh
# Installs what is built, removes it again, or prints its list. The list is written once, below. Nothing is built here.
#   install.sh install|uninstall|list PART...     PART: library, tools, common
# Called by `make install` and `make uninstall`, which set the variables of the GNU coding standards, and version.
set -eu
for variable in prefix bindir libdir includedir datadir mandir docdir version tools_folder; do
    eval "value=\${$variable-}"
    [ -n "$value" ] || {
        echo "install: $variable is empty; make sets it" >&2
        exit 64
    }
done
. packaging/fill.sh
DESTDIR=${DESTDIR-} homepage=${homepage-}
soname=libmnist37.so.${version%%.*}
cmakedir=$libdir/cmake/mnist37
weightsdir=$datadir/mnist37

# What there is: calls $1 with the words "file MODE SOURCE", "filled TEMPLATE" or "link TARGET", and last the destination.
library() {
    "$1" file 755 "build/lib/libmnist37.so.$version" "$libdir/libmnist37.so.$version"
    "$1" link "libmnist37.so.$version" "$libdir/$soname"
    "$1" link "$soname" "$libdir/libmnist37.so"
    "$1" file 644 build/lib/libmnist37.a "$libdir/libmnist37.a"
    "$1" file 644 include/mnist37.h "$includedir/mnist37.h"
    "$1" filled packaging/mnist37.pc.in "$libdir/pkgconfig/mnist37.pc"
    for name in mnist37-config mnist37-config-version; do
        "$1" filled "packaging/$name.cmake.in" "$cmakedir/$name.cmake"
    done
}

# What library and tools both want.
common() {
    for file in Sources/classify/Weights/*.m37; do
        "$1" file 644 "$file" "$weightsdir/${file##*/}"
    done
    "$1" file 644 LICENSE "$docdir/LICENSE"
}

tools() {
    for tool in mnist37-train mnist37-classify; do
        "$1" file 755 "$tools_folder/$tool" "$bindir/$tool"
        "$1" file 644 "$tools_folder/man/$tool.1" "$mandir/man1/$tool.1"
        "$1" file 644 "$tools_folder/completions/bash/$tool" "$datadir/bash-completion/completions/$tool"
        "$1" file 644 "$tools_folder/completions/zsh/_$tool" "$datadir/zsh/site-functions/_$tool"
        "$1" file 644 "$tools_folder/completions/fish/$tool.fish" "$datadir/fish/vendor_completions.d/$tool.fish"
    done
    for file in Sources/Training/Digits/*; do
        "$1" file 644 "$file" "$weightsdir/Digits/${file##*/}"
    done
}

# source_of KIND...: the file in this folder that is copied, if any.
source_of() {
    case $1 in
    file) echo "$3" ;;
    filled) echo "$2" ;;
    esac
}

destination_of() {
    shift $(($# - 1))
    echo "$DESTDIR$1"
}

check() {
    source=$(source_of "$@")
    [ -z "$source" ] || [ -f "$source" ] || {
        echo "install: $source is missing: run make first, as the user who has Swift; install builds nothing" >&2
        exit 66
    }
}

put() {
    destination=$(destination_of "$@")
    install -d "${destination%/*}"
    echo "$destination"
    case $1 in
    file) install -T -m "$2" "$3" "$destination" ;;
    link) ln -sfT "$2" "$destination" ;;
    filled)
        filled "$2" >"$destination.new"
        chmod 644 "$destination.new"
        mv -fT "$destination.new" "$destination"
        ;;
    esac
}

filled() {
    fill "$1" "prefix=$prefix" "libdir=$libdir" "includedir=$includedir" "weightsdir=$weightsdir" "version=$version" \
        "soname=$soname" "homepage=$homepage" pointer_sizes=8 \
        "includedir_from_cmakedir=$(realpath -m --relative-to="$cmakedir" "$includedir")" \
        "weightsdir_from_cmakedir=$(realpath -m --relative-to="$cmakedir" "$weightsdir")"
}

# A link that by now leads to another version is that version's.
remove() {
    destination=$(destination_of "$@")
    [ "$1" != link ] || [ ! -L "$destination" ] || [ "$(readlink "$destination")" = "$2" ] || return 0
    rm -f "$destination"
    remove_empty "$(realpath -ms "${destination#"$DESTDIR"}/..")"
}

# remove_empty FOLDER: that and those around it, as far as they are empty and below the prefix. The folders that every system
# has in /, /usr and /usr/local stay.
remove_empty() {
    case ${1%/*} in '' | /usr | /usr/local) return 0 ;; esac
    [ "$1" = "$(realpath -ms "$prefix")" ] || ! rmdir "$DESTDIR$1" 2>/dev/null || remove_empty "${1%/*}"
}

action=$1
shift
for part in "$@"; do
    case $action in
    install) "$part" check ;;
    uninstall) "$part" remove ;;
    list) "$part" destination_of ;;
    esac
done
[ "$action" = install ] || exit 0
for part in "$@"; do "$part" put; done
[ -n "$DESTDIR" ] || echo "If programs do not find $soname: run ldconfig as root, or name $libdir in LD_LIBRARY_PATH."
