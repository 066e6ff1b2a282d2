#!/usr/bin/env python3
"""Writes what the fuzz targets of IDX and gzip start from.

    Tests/Fuzz/seeds.py FOLDER      gzip-NAME and idx-NAME in it
"""
import gzip
import struct
import sys
import zlib
from pathlib import Path


def pair(labels, pictures):
    """The input of fuzz-idx.swift."""
    return struct.pack("<H", len(labels)) + labels + pictures


def seeds():
    text = bytes(index * index % 251 for index in range(600))
    pack = lambda data: gzip.compress(data, mtime=0)
    stored = zlib.compressobj(0, zlib.DEFLATED, 31)
    yield "gzip-plain", text
    yield "gzip-one", pack(text)
    yield "gzip-none", pack(b"")
    yield "gzip-three", pack(text[:200]) + pack(b"") + pack(text[200:])
    yield "gzip-stored", stored.compress(text) + stored.flush()
    yield "gzip-large", pack(bytes(1 << 18))
    digits = bytes([3, 7, 7, 0, 9])
    labels = struct.pack(">2I", 0x801, len(digits)) + digits
    pictures = struct.pack(">4I", 0x803, len(digits), 28, 28) + bytes(
        255 if index % 29 < digit + 1 else 0 for digit in digits for index in range(784))
    yield "idx-plain", pair(labels, pictures)
    yield "idx-gzip", pair(pack(labels), pack(pictures))
    yield "idx-members", pair(labels, pack(pictures[:700]) + pack(pictures[700:]))
    yield "idx-cut", pair(pack(labels), pack(pictures)[:-4])


def main():
    if len(sys.argv) != 2:
        print(__doc__, file=sys.stderr)
        return 64
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    for name, data in seeds():
        (folder / name).write_bytes(data)
    return 0


if __name__ == "__main__":
    sys.exit(main())
