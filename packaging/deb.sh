#!/bin/sh
# Makes Debian packages of what is built, for `make deb`, in $RELEASE. The same build gives the same bytes.
#   libmnist37-1, libmnist37-dev, mnist37-tools, mnist37-data
# The library's package bears the number of its SONAME, so that programs of the next one may be installed beside these. What
# both the tools and programs look for, the weights, is a package of its own.
# make sets the variables of packaging/install.sh, deb_revision and deb_maintainer; DEB_COMPRESSION is for tests that cannot
# wait for xz.
set -eu
: "${RELEASE:?}" "${SOURCE_DATE_EPOCH:?}" "${version:?}" "${tools_folder:?}" "${deb_revision:?}" "${deb_maintainer:?}"
export LC_ALL=C SOURCE_DATE_EPOCH
umask 022
here=packaging/debian
major=${version%%.*}
deb_version=$version-$deb_revision
architecture=$(dpkg-architecture -qDEB_HOST_ARCH)
multiarch=$(dpkg-architecture -qDEB_HOST_MULTIARCH)
stage=$RELEASE/stage-deb
rm -rf "$stage"
mkdir -p "$stage"

# Everything as `make install` puts it, then each package's part of it.
all=$stage/all
DESTDIR=$all prefix=/usr bindir=/usr/bin libdir=/usr/lib/$multiarch includedir=/usr/include datadir=/usr/share \
    mandir=/usr/share/man docdir=/usr/share/doc/mnist37 packaging/install.sh install library tools common >/dev/null
rm -r "$all/usr/share/doc"
find "$all/usr/share/man" -type f -exec gzip -n9 {} +
mkdir "$all/usr/share/zsh/vendor-completions"
mv "$all"/usr/share/zsh/site-functions/* "$all/usr/share/zsh/vendor-completions"
rmdir "$all/usr/share/zsh/site-functions"
# A completion is sourced, and is no program.
sed -i '1{/^#!/d;}' "$all"/usr/share/bash-completion/completions/*
chmod 644 "$all/usr/lib/$multiarch"/libmnist37.so.*

# take PACKAGE PATH...: moves PATHs below usr/ from all into the package.
take() {
    package=$1
    shift
    for path in "$@"; do
        for found in "$all"/usr/$path; do
            place=$stage/$package/${found#"$all"/}
            mkdir -p "${place%/*}"
            mv "$found" "$place"
        done
    done
}
take "libmnist37-$major" "lib/$multiarch/libmnist37.so.*"
take libmnist37-dev include lib
take mnist37-tools bin share/man share/mnist37/Digits share/bash-completion share/zsh share/fish
take mnist37-data share/mnist37
left=$(find "$all" ! -type d)
[ -z "$left" ] || {
    echo "deb: in no package: $left" >&2
    exit 70
}

# depends FILE...: the packages of the shared libraries that the programs need.
depends() {
    mkdir -p "$stage/shlibs/debian"
    : >"$stage/shlibs/debian/control"
    (cd "$stage/shlibs" && dpkg-shlibdeps -O "$@" | sed 's/^shlibs:Depends=//')
}

# finish PACKAGE DEPENDS: documents, checksums, control file, and the package itself.
finish() {
    root=$stage/$1
    documents=$root/usr/share/doc/$1
    mkdir -p "$documents" "$root/DEBIAN"
    awk 'FNR == NR { licence = licence (FNR > 1 ? "\n" : "") ($0 == "" ? " ." : " " $0); next }
        $0 == "@licence@" { $0 = licence } { print }' LICENSE "$here/copyright" |
        if [ "$1" = mnist37-tools ]; then cat; else sed '/^Files: Sources/,/^$/d; /^License: CC-BY-SA/,$d'; fi >"$documents/copyright"
    gzip -nc9 CHANGELOG.md >"$documents/changelog.gz"
    printf 'mnist37 (%s) unstable; urgency=medium\n\n  * What changed is in changelog.gz.\n\n -- %s  %s\n' "$deb_version" \
        "$deb_maintainer" "$(date -u -R -d "@$SOURCE_DATE_EPOCH")" | gzip -nc9 >"$documents/changelog.Debian.gz"
    (cd "$root" && find usr -type f | sort | xargs -d '\n' md5sum >DEBIAN/md5sums)
    sed -e "s/@major@/$major/g; s/@architecture@/$architecture/; s/@deb_version@/$deb_version/g; s/@depends@/$2/" \
        "$here/control.in" | awk -v package="$1" -v size="$(du -k -s --apparent-size "$root/usr" | cut -f 1)" \
        -v version="$deb_version" -v maintainer="$deb_maintainer" -v homepage="${homepage:-}" '
        $0 == "Package: " package { wanted = 1 }
        $0 == "" { wanted = 0 }
        !wanted { next }
        /^Description:/ {
            print "Source: mnist37"
            print "Version: " version
            print "Maintainer: " maintainer
            if (homepage) print "Homepage: " homepage
            print "Priority: optional"
            print "Installed-Size: " size
        }
        { print }' >"$root/DEBIAN/control"
    find "$root" -exec touch -hd "@$SOURCE_DATE_EPOCH" {} +
    dpkg-deb --build --root-owner-group ${DEB_COMPRESSION:-} "$root" "$RELEASE" | sed 's/.* in /deb: /'
}

# What programs that are linked with the library depend on: the file of symbols names, for each function, the version that
# has it. All functions are in the first release.
library=$stage/libmnist37-$major
mkdir "$library/DEBIAN"
echo "libmnist37 $major libmnist37-$major (>= $version)" >"$library/DEBIAN/shlibs"
{
    echo "libmnist37.so.$major libmnist37-$major #MINVER#"
    nm -D --defined-only "$library/usr/lib/$multiarch/libmnist37.so.$version" | awk '{ print $3 }' | sort |
        sed "s/.*/ &@Base $version/"
} >"$library/DEBIAN/symbols"
echo "activate-noawait ldconfig" >"$library/DEBIAN/triggers"

finish "libmnist37-$major" "$(depends "$PWD/$library/usr/lib/$multiarch/libmnist37.so.$version")"
finish libmnist37-dev ""
finish mnist37-tools "$(depends "$PWD/$stage"/mnist37-tools/usr/bin/*)"
finish mnist37-data ""
rm -rf "$stage"
