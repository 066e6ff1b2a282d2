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

# The folders that belong to this package alone, the innermost first.
own_folders() {
    "$1" "$cmakedir"
    "$1" "$weightsdir/Digits"
    "$1" "$weightsdir"
    "$1" "$docdir"
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
        fill "$2" >"$destination.new"
        chmod 644 "$destination.new"
        mv -fT "$destination.new" "$destination"
        ;;
    esac
}

# A link that by now leads to another version is that version's.
remove() {
    destination=$(destination_of "$@")
    [ "$1" != link ] || [ ! -L "$destination" ] || [ "$(readlink "$destination")" = "$2" ] || return 0
    rm -f "$destination"
}

remove_folder() {
    rmdir "$DESTDIR$1" 2>/dev/null || true
}

# A template with each @NAME@ replaced by the variable's value.
fill() {
    includedir_from_cmakedir=$(realpath -m --relative-to="$cmakedir" "$includedir")
    weightsdir_from_cmakedir=$(realpath -m --relative-to="$cmakedir" "$weightsdir")
    pointer_sizes=8
    set -- "$1"
    for variable in prefix libdir includedir weightsdir includedir_from_cmakedir weightsdir_from_cmakedir version soname \
        homepage pointer_sizes; do
        eval "value=\$$variable"
        set -- "$@" -e "s|@$variable@|$(printf '%s\n' "$value" | sed 's/[|&\\]/\\&/g')|g"
    done
    template=$1
    shift
    # A project without a home page has no line for one.
    sed "$@" -e '/^URL: $/d' "$template"
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
case $action in
install)
    for part in "$@"; do "$part" put; done
    [ -n "$DESTDIR" ] || echo "If programs do not find $soname: run ldconfig as root, or name $libdir in LD_LIBRARY_PATH."
    ;;
uninstall) own_folders remove_folder ;;
esac
