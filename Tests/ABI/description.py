#!/usr/bin/env python3
"""What version 1 keeps: Tests/ABI/description.txt, which a pull request that changes it shows.

    Tests/ABI/description.py write     writes it as the header, the libraries and the golden files are
    Tests/ABI/description.py check     compares them with it: values, sizes and offsets by the compiler of every core

`make abi` and `make check-abi` call it; they set MAKE and LLVM.
"""
import hashlib
import subprocess
import sys
from pathlib import Path

import header
import symbols

DESCRIPTION = Path("Tests/ABI/description.txt")
TITLE = "# What stays within version 1; docs/abi.md explains. `make abi` writes it, `make check-abi` compares it.\n"


def golden():
    files = sorted(Path("Tests/Golden").iterdir())
    return [f"golden {file.name}: {hashlib.sha256(file.read_bytes()).hexdigest()}" for file in files]


def described():
    """The lines, by what they are about."""
    lines = [f"{name} {value}" for name, value in header.values().items()]
    lines += [f"function {text}" for text in header.functions()]
    for library, names in symbols.libraries().items():
        lines += [f"symbol {name} of {library}" for name in names]
    return lines + golden()


def compilers():
    """(name, words of a compiler that reads C or C++)"""
    machine = [*symbols.compiler("x86_64"), "-std=c11"]
    yield "this machine", machine
    yield "this machine with short enums", [*machine, "-fshort-enums"]
    yield "this machine in C++", ["c++", "-std=c++11", "-x", "c++"]
    for core in [*symbols.cores("microcontrollers"), "aarch64", "aarch64-linux"]:
        words = symbols.compiler(core)
        if words:
            yield core, [word for word in words if word != "-static"]
    yield "wasm32", [f"{symbols.LLVM}clang", "--target=wasm32-unknown-unknown"]


def is_kept_by(core, words, program):
    """Whether the compiler's sizes, offsets and values are those promised."""
    language = [] if "c++" in words else ["-x", "c"]
    done = subprocess.run([*words, "-ffreestanding", "-Iinclude", *language, "-fsyntax-only", "-"], input=program,
                          capture_output=True, text=True, check=False)
    if done.returncode != 0:
        errors = [line for line in done.stderr.splitlines() if "error" in line]
        print(f"check-abi: {core}:", *(errors or [done.stderr])[:10], sep="\n  ", file=sys.stderr)
    return done.returncode == 0


def is_unchanged(promised):
    now = described()
    missing_library = [line for line in promised if line.startswith("symbol ") and
                       not any(other.endswith(line[line.index(" of "):]) for other in now)]
    gone = [line for line in promised if line not in now and line not in missing_library]
    new = [line for line in now if line not in promised]
    for line in gone:
        print(f"check-abi: gone: {line}", file=sys.stderr)
    for line in new:
        print(f"check-abi: new: {line}", file=sys.stderr)
    if gone:
        print("check-abi: what is gone breaks programs or files that are out there; version 1 keeps it", file=sys.stderr)
    elif new:
        print("check-abi: these are additions; `make abi` describes them if they are meant", file=sys.stderr)
    return not gone and not new


def check():
    promised = DESCRIPTION.read_text().removeprefix(TITLE).splitlines()
    values = dict(line.rsplit(" ", 1) for line in promised if line.startswith(("macro ", "type ", "field ")))
    program = header.assertions(values)
    kept = [is_kept_by(core, words, program) for core, words in compilers()]
    if not is_unchanged(promised) or not all(kept):
        return 1
    print(f"check-abi: {len(promised)} lines hold, {len(values)} values of them for {len(kept)} compilers")
    return 0


def main(arguments):
    if arguments == ["write"]:
        DESCRIPTION.write_text(TITLE + "".join(f"{line}\n" for line in described()))
        return 0
    if arguments == ["check"]:
        return check()
    print(__doc__, file=sys.stderr)
    return 64


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
