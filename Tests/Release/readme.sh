# The commands that a README shows. Sourced by run.sh, deb.sh and Tests/Install/run.sh.
#   shown_by README NAME     the block of shell commands below the paragraph that begins with **NAME**
#   indented README          its lines that are set in by four spaces, without comments
shown_by() {
    block=$(awk -v start="**$2**" '
        index($0, start) == 1 { found = 1 }
        found && /^```$/ { exit }
        inside { print }
        found && /^```sh$/ { inside = 1 }' "$1")
    [ -n "$block" ] || {
        echo "$1: no commands for $2" >&2
        exit 1
    }
    echo "$block"
}
indented() { awk '/^```/ { fenced = !fenced } !fenced && sub(/^    /, "") { sub(/ # .*/, ""); print }' "$1"; }

# Programs that stand for those of a machine: sudo needs no password, and the server ends when it has shown its folder.
# stand_ins FOLDER
stand_ins() {
    mkdir -p "$1"
    printf '#!/bin/sh\nexec "$@"\n' >"$1/sudo"
    printf '#!/bin/sh\nexit 0\n' >"$1/ldconfig"
    cat >"$1/python3" <<'END'
#!/bin/sh
# python3 -m http.server --directory FOLDER
[ "$#" = 4 ] && [ "$1 $2 $3" = "-m http.server --directory" ] || exit 64
for file in index.html mnist37.js mnist37.wasm mnist37.m37; do [ -f "$4/$file" ] || exit 66; done
END
    chmod +x "$1"/*
}
