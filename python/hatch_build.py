"""Puts libmnist37 into the wheel, and names the wheel for the systems that the library runs on."""
import os
import pathlib
import re
import subprocess

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

# e_machine of an ELF file.
MACHINES = {62: "x86_64", 183: "aarch64"}


class LibraryHook(BuildHookInterface):
    def initialize(self, version, build_data):
        library = find_library()
        build_data["pure_python"] = False
        build_data["tag"] = f"py3-none-{platform_of(library.read_bytes())}"
        build_data["force_include"][str(library)] = "mnist37/libmnist37.so"


def find_library():
    """What MNIST37_LIBRARY names, or the libmnist37 that is installed."""
    named = os.environ.get("MNIST37_LIBRARY") or installed_library()
    if not named or not pathlib.Path(named).is_file():
        raise FileNotFoundError(
            f"no libmnist37.so{' at ' + named if named else ''}: build the wheel with `make wheel`, install the library, or "
            "name one in MNIST37_LIBRARY")
    return pathlib.Path(named).resolve()


def installed_library():
    try:
        folder = subprocess.run(["pkg-config", "--variable=libdir", "mnist37"], capture_output=True, text=True).stdout.strip()
    except FileNotFoundError:
        return None
    return folder and os.path.join(folder, "libmnist37.so")


def platform_of(library):
    """manylinux_2_33_x86_64 for a library that needs glibc 2.33: the newest version of a symbol that it names."""
    machine = MACHINES.get(int.from_bytes(library[18:20], "little"))
    if library[:4] != b"\x7fELF" or machine is None:
        raise ValueError("libmnist37.so is no library for Linux on x86-64 or AArch64")
    versions = [(int(major), int(minor)) for major, minor in re.findall(rb"GLIBC_(\d+)\.(\d+)", library)]
    major, minor = max(versions, default=(2, 17))
    return f"manylinux_{major}_{minor}_{machine}"
