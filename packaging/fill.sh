# Sourced by the scripts here.
# fill TEMPLATE NAME=VALUE...: prints the template with each @NAME@ replaced. A project without a home page has no line for one.
fill() {
    template=$1
    shift
    for pair in "$@"; do
        shift
        set -- "$@" -e "s|@${pair%%=*}@|$(printf '%s\n' "${pair#*=}" | sed 's/[|&\\]/\\&/g')|g"
    done
    sed "$@" -e '/^URL: $/d; /^url=$/d; /^url: ""$/d; /^ *"homepage": "",$/d' "$template"
}
