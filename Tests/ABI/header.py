"""What include/mnist37.h promises: its macros, types, fields and functions, measured by this machine's C compiler.

Nothing runs: a C program is compiled whose arrays have the sizes that are asked for, and their symbols tell them.
"""
import re
import subprocess
import tempfile
from pathlib import Path

HEADER = Path("include/mnist37.h")
# These change with each release.
OF_A_RELEASE = {"MNIST37_VERSION", "MNIST37_VERSION_MINOR", "MNIST37_VERSION_PATCH"}
# It keeps the header from being read twice, and has no value.
GUARD = "MNIST37_H"


def output(*command, text=None):
    return subprocess.run(command, input=text, capture_output=True, text=True, check=True).stdout


def macros():
    defined = re.findall(r"^#define (MNIST37_\w+)", output("cc", "-dM", "-E", str(HEADER)), re.M)
    return [name for name in sorted(defined) if name not in OF_A_RELEASE | {GUARD}]


def declarations():
    """The header's own text without comments and macros; what it includes is left out."""
    text = re.sub(r"/\*.*?\*/", " ", HEADER.read_text(), flags=re.S)
    text = "\n".join(line for line in text.splitlines() if not line.startswith("#"))
    return re.sub(r"\s+", " ", text.replace('extern "C" {', ""))


def functions():
    return sorted(match.strip() for match in re.findall(r"(?:^|(?<=[;}]))([^;{}]*\bmnist37_\w+\([^;{}]*\))(?=;)", declarations()))


def records():
    """(name, [(field, its declaration)]) of every struct and union."""
    found = re.findall(r"typedef (?:struct|union) \w+ \{([^}]*)\} (\w+);", declarations())
    return [(name, [(re.search(r"(\w+)(?:\[.*)?$", field.strip())[1], field.strip()) for field in body.split(";") if field.strip()])
            for body, name in found]


def measures():
    """{name: C expression of its value}; the lines of the description, but for functions."""
    found = {f"macro {name}": name for name in macros()}
    for alias in re.findall(r"typedef (?:\w+ )+?(mnist37_\w+);", declarations()):
        found[f"type {alias}: size"] = f"sizeof({alias})"
    for name, fields in records():
        found[f"type {name}: size"] = f"sizeof({name})"
        found[f"type {name}: alignment"] = f"ALIGNMENT_OF({name})"
        for field, declaration in fields:
            found[f"field {name}: {declaration}: offset"] = f"offsetof({name}, {field})"
            found[f"field {name}: {declaration}: size"] = f"sizeof((({name} *)0)->{field})"
    return found


PROLOGUE = """#include <stddef.h>
#include "mnist37.h"
#ifdef __cplusplus
#define ALIGNMENT_OF(type) alignof(type)
#define ASSERT(holds, what) static_assert(holds, what)
#else
#define ALIGNMENT_OF(type) _Alignof(type)
#define ASSERT(holds, what) _Static_assert(holds, what)
#endif
"""


def values():
    """{name: value}"""
    names = measures()
    with tempfile.TemporaryDirectory() as folder:
        # An array has a byte at least, so each has one more than the value.
        source = PROLOGUE + "".join(f"char value_{i}[1 + ({text})];\n" for i, text in enumerate(names.values()))
        output("cc", "-fno-common", "-Iinclude", "-x", "c", "-c", "-", "-o", f"{folder}/values.o", text=source)
        symbols = re.findall(r"^\w+ (\w+) \w value_(\d+)$", output("nm", "-S", f"{folder}/values.o"), re.M)
    sizes = {int(index): int(size, 16) - 1 for size, index in symbols}
    return {name: sizes[index] for index, name in enumerate(names)}


def assertions(promised):
    """A C and C++ program that compiles where the promised values hold."""
    names = measures()
    lines = [f'ASSERT(({names[name]}) == {value}, "{name} is no longer {value}");\n'
             for name, value in promised.items() if name in names]
    return PROLOGUE + "".join(lines)
