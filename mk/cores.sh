# What mk/cores.mk says, for scripts. Sourced by those that run in the repository's folder.

# cores LIST: microcontrollers, boards or computers.
cores() {
    while IFS= read -r line; do
        case $line in "$1 = "*) echo "${line#* = }" ;; esac
    done <mk/cores.mk
}

# field CORE NAME: nothing where the table has none. A core's library for linear models has the fields of the core.
field() { cores "${1%-linear}.$2"; }

# tools_of CORE: what its programs are built and run by.
tools_of() {
    for name in cc machine; do
        words=$(field "$1" "$name")
        echo "${words%% *}"
    done
}

# emulator CORE [large-machine]: the words of a command, which takes the path of a program last.
emulator() {
    machine=$(field "$1" "${2:-machine}")
    echo "$machine $(field "${machine%% *}" arguments)"
}
