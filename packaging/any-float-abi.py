#!/usr/bin/env python3
"""Marks a static library for Arm as fit for programs of either float ABI.

    any-float-abi.py ARCHIVE

Linkers refuse to mix objects that pass floats in the FPU's registers (-mfloat-abi=hard) with objects that do not (softfp).
No function of mnist37.h takes or returns a float, so its code fits both; the build attribute Tag_ABI_VFP_args has a value
that says so ("Addenda to, and Errata in, the ABI for the Arm Architecture": 3, compatible with both).
"""
import pathlib
import struct
import sys

SECTION_TYPE = 0x70000003  # SHT_ARM_ATTRIBUTES
VFP_ARGUMENTS, EITHER = 28, 3
# Attributes that are followed by text rather than by a number; above 32, odd tags are.
TEXTS, NUMBER_AND_TEXT = (4, 5), 32


def number(data, at):
    """A ULEB128 number, and where the next thing begins."""
    value = shift = 0
    while True:
        byte = data[at]
        value |= (byte & 0x7F) << shift
        at, shift = at + 1, shift + 7
        if byte < 0x80:
            return value, at


def place_of_attribute(data, start):
    """Where the value of VFP_ARGUMENTS stands in the attributes of the file; their format is 'A', then for each vendor a
    length, a name, and subsections of a tag, a length and attributes."""
    if data[start : start + 1] != b"A":
        raise ValueError("no build attributes of version A")
    at = data.index(b"\0", start + 5) + 1
    scope, inside = number(data, at)
    if scope != 1:
        raise ValueError("the first attributes are not those of the file")
    end = at + struct.unpack_from("<I", data, inside)[0]
    at = inside + 4
    while at < end:
        tag, at = number(data, at)
        if tag == VFP_ARGUMENTS:
            return at
        if tag not in TEXTS and not (tag > NUMBER_AND_TEXT and tag % 2):
            _, at = number(data, at)
        if tag in TEXTS or tag == NUMBER_AND_TEXT or (tag > NUMBER_AND_TEXT and tag % 2):
            at = data.index(b"\0", at) + 1
    raise ValueError("nothing is said about float arguments")


def mark(data, elf):
    """In the 32-bit ELF file that begins at `elf`."""
    table = struct.unpack_from("<I", data, elf + 0x20)[0]
    entry_size, count = struct.unpack_from("<HH", data, elf + 0x2E)
    for index in range(count):
        kind, _, _, offset = struct.unpack_from("<4I", data, elf + table + index * entry_size + 4)
        if kind == SECTION_TYPE:
            data[place_of_attribute(data, elf + offset)] = EITHER
            return
    raise ValueError("no section of build attributes")


def main():
    path = pathlib.Path(sys.argv[1])
    data = bytearray(path.read_bytes())
    elf = data.find(b"\x7fELF\x01\x01")
    if elf < 0:
        sys.exit(f"any-float-abi: {path}: no little-endian 32-bit ELF file in it")
    if data.find(b"\x7fELF", elf + 4) >= 0:
        sys.exit(f"any-float-abi: {path}: more than one ELF file in it")
    try:
        mark(data, elf)
    except (ValueError, IndexError, struct.error) as error:
        sys.exit(f"any-float-abi: {path}: {error}")
    path.write_bytes(data)


if __name__ == "__main__":
    main()
