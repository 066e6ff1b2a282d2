#!/bin/sh
# Lays out the Swift package: a git repository, tagged with the version, which other packages name by URL. Called by
# `make swift-package`, which has built everything and sets version, SOURCE_DATE_EPOCH and TRAINER, the program.
#   swift.sh FOLDER      is replaced
# The same build gives the same commit.
set -eu
: "${version:?}" "${TRAINER:?}" "${SOURCE_DATE_EPOCH:?}"
here=packaging/swift
package=$1
bundle=$package/CMNIST37.artifactbundle
# The variants: what Swift calls the target, and the library for it.
variants="x86_64-unknown-linux-gnu:x86_64 aarch64-unknown-linux-gnu:aarch64-linux armv7em-none-none-eabi:cortex-m4f"
umask 022

rm -rf "$package"
mkdir -p "$package/Sources" "$bundle/include"
cp LICENSE "$here/README.md" "$here/Package.swift" "$package"
cp -r Sources/MNIST37 "$package/Sources/MNIST37"
cp -r "$here/Sources/MNIST37/." "$package/Sources/MNIST37"
cp -r "$here/Tests" "$package/Tests"
cp include/mnist37.h include/module.modulemap "$bundle/include"

# camel_case NAME: conv-tiny-i8 becomes convTinyInt8.
camel_case() { echo "$1" | sed 's/-i8$/-int8/; s/-\([a-z]\)/\u\1/g'; }
mkdir "$package/Sources/MNIST37/Weights" "$package/Tests/MNIST37Tests/Weights"
for file in Sources/classify/Weights/*.m37; do
    name=$(basename "$file" .m37)
    # mnist37 is conv by another name.
    [ "$name" != mnist37 ] || continue
    constant=$(camel_case "$name")Weights
    "$TRAINER" export "$file" --swift "$package/Sources/MNIST37/Weights/$constant.swift" \
        --name "$constant" >/dev/null
    cp "$file" "$package/Tests/MNIST37Tests/Weights"
done

separator=
for variant in $variants; do
    triple=${variant%:*}
    mkdir "$bundle/$triple"
    cp "build/dist/${variant#*:}/libmnist37.a" "$bundle/$triple"
    cat <<END
$separator        {
          "path": "$triple/libmnist37.a",
          "supportedTriples": ["$triple"],
          "staticLibraryMetadata": {"headerPaths": ["include"], "moduleMapPath": "include/module.modulemap"}
        }
END
    separator=,
done >"$bundle/variants"
# Fit for programs of either float ABI.
python3 packaging/any-float-abi.py "$bundle/armv7em-none-none-eabi/libmnist37.a"
cat >"$bundle/info.json" <<END
{
  "schemaVersion": "1.0",
  "artifacts": {
    "CMNIST37": {
      "type": "staticLibrary",
      "version": "$version",
      "variants": [
$(cat "$bundle/variants")
      ]
    }
  }
}
END
rm "$bundle/variants"

date="@$SOURCE_DATE_EPOCH +0000"
git() {
    GIT_AUTHOR_DATE=$date GIT_COMMITTER_DATE=$date command git -C "$package" -c user.name=mnist37 \
        -c user.email=mnist37@authors.invalid -c init.defaultBranch=main -c core.autocrlf=false -c commit.gpgSign=false "$@"
}
git init --quiet
git add --all --force
git commit --quiet --message "mnist37 $version"
git tag "$version"
echo "$package: version $version, $(du -sk --exclude=.git "$package" | cut -f 1) KB"
