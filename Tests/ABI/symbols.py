"""The functions that each library hands out: libmnist37.so, libmnist37.a of each core, and the module for WebAssembly."""
import os
import re
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, "Tests")
from skipped import skipped  # noqa: E402

LLVM = os.environ.get("LLVM", "")


def core_field(core, name):
    """What mk/cores.mk says of a core."""
    return re.search(rf"^{re.escape(core)}\.{name} = (.*)$|\Z", Path("mk/cores.mk").read_text(), re.M)[1]


def cores(name):
    return re.search(rf"^{name} = (.*)$", Path("mk/cores.mk").read_text(), re.M)[1].split()


def compiler(core):
    """The words of a C compiler for the core; None, and said so, where the machine has none."""
    words = [*core_field(core, "cc").split(), *(core_field(core, "flags") or "").split()]
    if any(os.access(f"{folder}/{words[0]}", os.X_OK) for folder in os.environ["PATH"].split(":")):
        return words
    skipped(f"check-abi for {core}", f"no {words[0]}")
    return None


def of_object(path, *options):
    printed = subprocess.run([f"{LLVM}llvm-nm", "--defined-only", "--extern-only", "--format=just-symbols", *options, path],
                             capture_output=True, text=True, check=True).stdout
    return sorted(line for line in printed.splitlines() if line and not line.endswith(":"))


def of_module(path):
    """Section 7 of a WebAssembly module lists its exports: a name, a kind, an index."""
    data = path.read_bytes()

    def number(at):
        value = shift = 0
        while True:
            byte = data[at]
            value, shift, at = value | (byte & 127) << shift, shift + 7, at + 1
            if byte < 128:
                return value, at

    at = 8
    while at < len(data):
        section = data[at]
        size, at = number(at + 1)
        if section == 7:
            break
        at += size
    names = []
    count, at = number(at)
    for _ in range(count):
        size, at = number(at)
        names.append(data[at:at + size].decode())
        _, at = number(at + size + 1)
    return sorted(names)


def libraries():
    """{library: its functions}"""
    found = {"libmnist37.so": of_object("build/lib/libmnist37.so", "--dynamic")}
    microcontrollers = cores("microcontrollers")
    archives = [*microcontrollers, *(f"{core}-linear" for core in microcontrollers), *cores("computers"), "aarch64-linux"]
    for core in archives:
        if not compiler(core.removesuffix("-linear")):
            continue
        subprocess.run([os.environ.get("MAKE", "make"), "-s", f"build/dist/{core}/libmnist37.a"], check=True)
        found[f"{core}/libmnist37.a"] = of_object(f"build/dist/{core}/libmnist37.a")
    if "aarch64-linux/libmnist37.a" in found:
        subprocess.run([os.environ.get("MAKE", "make"), "-s", "build/dist/aarch64-linux/libmnist37.so"], check=True)
        found["aarch64-linux/libmnist37.so"] = of_object("build/dist/aarch64-linux/libmnist37.so", "--dynamic")
    subprocess.run([os.environ.get("MAKE", "make"), "-s", "build/dist/wasm32/mnist37.wasm"], check=True)
    found["wasm32/mnist37.wasm"] = of_module(Path("build/dist/wasm32/mnist37.wasm"))
    return found
