# Runs the tools below $prefix without Swift, and reads their man pages and completions. Called by run.sh, which sets
# prefix and scratch.
set -eu
check=check-install
. Tests/check.sh
tools="mnist37-train mnist37-classify"
digit=examples/digits/three.png

# An environment that has the tools and no more.
clean() { env -i PATH="$prefix/bin:/usr/bin:/bin" HOME="$scratch" TERM=dumb "$@"; }

for tool in $tools; do
    ldd "$prefix/bin/$tool" >"$scratch/linked"
    ! grep -i 'swift\|foundation\|not found' "$scratch/linked" || fail "$tool needs that where it runs"
    ! readelf -d "$prefix/bin/$tool" | grep -q 'RPATH\|RUNPATH' || fail "$tool looks for libraries where it was built"
    clean "$tool" --help | grep -q "^USAGE: $tool" || fail "$tool --help does not say how $tool is called"
    status=0
    complaint=$(clean "$tool" --no-such-option 2>&1) || status=$?
    [ "$status" = 64 ] || fail "$tool --no-such-option: exit status $status, $complaint"
done
answer=$(clean mnist37-classify "$digit")
[ "$(echo "$answer" | awk '{ print $2 }')" = 3 ] || fail "mnist37-classify $digit: $answer"
clean mnist37-train --quiet --model linear --epochs 1 --output "$scratch/trained.m37" >"$scratch/log" 2>&1 ||
    fail "mnist37-train: $(cat "$scratch/log")"
answer=$(clean mnist37-classify --weights "$scratch/trained.m37" "$digit")
[ "$(echo "$answer" | awk '{ print $2 }')" = 3 ] || fail "by the weights trained here: $answer"
clean mnist37-classify --weights /nowhere "$digit" 2>&1 | grep -q '^mnist37-classify: ' || fail "a message has another name"
clean mnist37-train inspect /nowhere 2>&1 | grep -q '^mnist37-train: ' || fail "a message of the trainer has another name"
echo "mnist37-train and mnist37-classify run without Swift: $answer"

# Man pages: no warning, the installed name, every long option of the help.
options() { clean "$@" --help | grep -o -- '--[a-z][a-z-]*[a-z]' | sort -u; }
if has_tools "check-install: man pages" man groff; then
    for tool in $tools; do
        page="$prefix/share/man/man1/$tool.1"
        LC_ALL=C.UTF-8 MANWIDTH=100 man --warnings -l "$page" >"$scratch/page" 2>"$scratch/warnings" || fail "man $tool fails"
        [ ! -s "$scratch/warnings" ] || fail "man $tool: $(cat "$scratch/warnings")"
        grep -q "^ *$tool " "$scratch/page" || fail "man $tool does not name it"
        options "$tool" | while read -r option; do
            grep -q -- "$option" "$scratch/page" || fail "man $tool does not know $option"
        done
    done
    echo "man pages: no warning, every option"
fi

# Completions: what each shell offers after the tool's name and two dashes.
bash_offers() {
    bash -c '. "$1/share/bash-completion/completions/$2"; shift
        function=$(complete -p "$1" | sed "s/.*-F \([^ ]*\).*/\1/")
        COMP_WORDS=("$@") COMP_CWORD=$(($# - 1)) COMP_LINE="$*" COMP_POINT=${#COMP_LINE}
        "$function" "$1" "${!#}" "${@: -2:1}"
        printf "%s\n" "${COMPREPLY[@]}"' bash "$prefix" "$@"
}
bash_offers mnist37-classify -- | grep -q -- --min-probability || fail "bash completes no --min-probability"
bash_offers mnist37-train e | grep -q evaluate || fail "bash completes no evaluate"
echo "completions: bash offers options and commands"
if has_tools "check-install: completions for zsh" zsh; then
    for tool in $tools; do
        zsh -fnc "$(cat "$prefix/share/zsh/site-functions/_$tool")" || fail "zsh cannot read _$tool"
        head -n 1 "$prefix/share/zsh/site-functions/_$tool" | grep -qx "#compdef $tool" || fail "_$tool is for another name"
    done
fi
if has_tools "check-install: completions for fish" fish; then
    clean fish --no-config -c "source '$prefix/share/fish/vendor_completions.d/mnist37-classify.fish'
        complete -C'mnist37-classify --min'" | grep -q -- --min-probability || fail "fish completes no --min-probability"
fi
