"""Makes the pictures of docs/pictures.md: a scene, and what mnist37_frame makes of it.

    picture_steps.py LIBRARY WEIGHTS FOLDER

The digits are those that the package carries, the scenes those of scenes.py.
"""

import gzip
import pathlib
import sys

import numpy
from PIL import Image

from scenes import KINDS, Library

DIGITS = pathlib.Path(__file__).resolve().parents[2] / "Sources/Training/Digits"
# The file's name, the kind of scene, and which of the carried digits.
PICTURES = [
    ("ground", "hard shadow", 3),
    ("side", "photograph, light ink", 101),
    ("frame", "circled", 7),
    ("underline", "underlined", 105),
    ("edge", "sheet on a desk", 9),
    ("lines", "ruled lines as strong as ink", 11),
    ("parts", "broken pen", 13),
    ("small", "small in a large picture", 108),
    ("focus", "out of focus", 17),
]
SIDE = 168


def main():
    library = Library(sys.argv[1], sys.argv[2])
    folder = pathlib.Path(sys.argv[3])
    folder.mkdir(parents=True, exist_ok=True)
    raw = gzip.decompress((DIGITS / "t10k-images-idx3-ubyte.gz").read_bytes())[16:]
    digits = numpy.frombuffer(raw, dtype=numpy.uint8).reshape(-1, 28, 28) / 255
    labels = gzip.decompress((DIGITS / "t10k-labels-idx1-ubyte.gz").read_bytes())[8:]
    for name, kind, number in PICTURES:
        random = numpy.random.default_rng(number)
        scene = numpy.ascontiguousarray(KINDS[kind](random, digits[number % len(digits)]), dtype=numpy.uint8)
        form = library.framed(scene)
        if form is None or library.answer(form) != labels[number % len(digits)]:
            raise SystemExit(f"{name}: the picture {number} of {kind} is not answered right; take another")
        pair = Image.new("L", (2 * SIDE + 8, SIDE), 255)
        pair.paste(Image.fromarray(scene).resize((SIDE, SIDE), Image.LANCZOS), (0, 0))
        pair.paste(Image.frombytes("L", (28, 28), form).resize((SIDE, SIDE), Image.NEAREST), (SIDE + 8, 0))
        pair.quantize(16).save(folder / f"{name}.png", optimize=True)


if __name__ == "__main__":
    main()
