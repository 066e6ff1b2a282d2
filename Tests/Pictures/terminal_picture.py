"""Draws docs/terminal.svg: three photographs, and what `classify --show` prints about them in a terminal.

    terminal_picture.py CLASSIFY FILE.svg

The digits are those that the package carries, photographed by scenes.py; the program runs in a terminal of its own.
"""

import base64
import gzip
import io
import os
import pathlib
import re
import subprocess
import sys
import tempfile
from html import escape

import numpy
from PIL import Image

from scenes import KINDS

ROOT = pathlib.Path(__file__).resolve().parents[2]
# The file's name, the kind of scene, the digit, which of those in the collection, and what the program must answer.
PHOTOGRAPHS = [
    ("three.png", "hard shadow", "t10k", 3, 3, "3"),
    ("seven.png", "ruled lines as strong as ink", "t10k", 7, 2, "7"),
    ("four.png", "photograph", "t10k", 4, 0, "neither"),
]
COLUMNS = 120
# A character is 8 units wide and 16 high, so that half of it is a square.
WIDTH, HEIGHT, MARGIN, PHOTOGRAPH = 8, 16, 16, 224
INK, DIM, GROUND = "#e6e6e6", "#8b949e", "#0d1117"


def digit(collection, label, number):
    images, labels = (
        numpy.frombuffer(gzip.decompress((ROOT / f"Sources/Training/Digits/{collection}-{name}.gz").read_bytes()), numpy.uint8)
        for name in ("images-idx3-ubyte", "labels-idx1-ubyte"))
    return images[16:].reshape(-1, 28, 28)[labels[8:] == label][number] / 255


def photograph(kind, collection, label, number):
    random = numpy.random.default_rng(number)
    return Image.fromarray(numpy.ascontiguousarray(KINDS[kind](random, digit(collection, label, number)), dtype=numpy.uint8))


def printed(classify, folder):
    """What the program writes to a terminal with colours, and its lines without them."""
    environment = os.environ | {"TERM": "xterm-256color", "COLORTERM": "truecolor"}
    environment.pop("NO_COLOR", None)
    # Without its progress bar.
    program = ["/bin/sh", "-c", 'exec "$0" "$@" 2>/dev/null', classify, "--show"]
    command = [sys.executable, ROOT / "Tests/Terminal/run.py", str(COLUMNS), *program]
    outcome = subprocess.run(
        command + [name for name, *_ in PHOTOGRAPHS], cwd=folder, env=environment, capture_output=True, text=True, check=True)
    lines = outcome.stdout.replace("\r\n", "\n").rstrip("\n").split("\n")
    words = " ".join(re.sub(r"\x1b\[[0-9;]*m|▀", "", line) for line in lines).split()
    expected = [name for name, *_ in PHOTOGRAPHS] + [answer for *_, answer in PHOTOGRAPHS]
    if words[:len(expected)] != expected:
        raise SystemExit(f"the program answers {words}; take other photographs")
    return lines


def cells(line):
    """The characters of a line, each with its colours: two greys, or none."""
    colours = None
    for part in re.split(r"(\x1b\[[0-9;]*m)", line):
        if part.startswith("\x1b["):
            greys = re.fullmatch(r"\x1b\[38;2;(\d+);\d+;\d+;48;2;(\d+);\d+;\d+m", part)
            colours = tuple(map(int, greys.groups())) if greys else None
        else:
            for character in part:
                yield character, colours


def drawing(lines, left, top):
    """The SVG elements of what a terminal shows."""
    for row, line in enumerate(lines):
        characters = list(cells(line))
        for half in (0, 1):
            y, column = top + row * HEIGHT + half * HEIGHT // 2, 0
            while column < len(characters):
                grey = characters[column][1] and characters[column][1][half]
                end = column + 1
                while end < len(characters) and (characters[end][1] and characters[end][1][half]) == grey:
                    end += 1
                if grey is not None:
                    yield (f'<path fill="#{grey:02x}{grey:02x}{grey:02x}" '
                           f'd="M{left + column * WIDTH} {y}h{(end - column) * WIDTH}v{HEIGHT // 2}h-{(end - column) * WIDTH}z"/>')
                column = end
        text = "".join(" " if colours else character for character, colours in characters)
        for word in re.finditer(r"\S+(?: \S+)*", text):
            yield words(word[0], left + word.start() * WIDTH, top + row * HEIGHT + 12)


def words(text, x, y, fill=INK):
    return f'<text x="{x}" y="{y}" fill="{fill}" textLength="{len(text) * WIDTH}">{escape(text)}</text>'


def embedded(image, x, y):
    file = io.BytesIO()
    image.resize((PHOTOGRAPH, PHOTOGRAPH), Image.LANCZOS).quantize(16).save(file, "PNG", optimize=True)
    data = base64.b64encode(file.getvalue()).decode()
    return f'<image x="{x}" y="{y}" width="{PHOTOGRAPH}" height="{PHOTOGRAPH}" href="data:image/png;base64,{data}"/>'


def main():
    classify, file = pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(sys.argv[2])
    images = [photograph(*place) for _, *place, _ in PHOTOGRAPHS]
    with tempfile.TemporaryDirectory() as folder:
        for (name, *_), image in zip(PHOTOGRAPHS, images):
            image.save(pathlib.Path(folder) / name)
        lines = printed(classify, folder)
    drawn = "".join("X" if colours else " " for _, colours in cells(lines[0]))
    starts = [found.start() for found in re.finditer("X{28}", drawn)]
    command = "$ mnist37-classify --show " + " ".join(name for name, *_ in PHOTOGRAPHS)
    width = 2 * MARGIN + COLUMNS * WIDTH
    session = MARGIN + PHOTOGRAPH + MARGIN
    height = session + 2 * HEIGHT + len(lines) * HEIGHT + MARGIN
    elements = [embedded(image, MARGIN + start * WIDTH, MARGIN) for start, image in zip(starts, images)]
    elements += [words(name, MARGIN + (start + 29) * WIDTH, MARGIN + PHOTOGRAPH // 2, DIM)
                 for start, (name, *_) in zip(starts, PHOTOGRAPHS)]
    elements.append(words(command, MARGIN, session + 12, DIM))
    elements += drawing(lines, MARGIN, session + 2 * HEIGHT)
    file.write_text("\n".join([
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img" '
        'font-family="ui-monospace, Menlo, Consolas, monospace" font-size="13" shape-rendering="crispEdges">',
        "<title>Three photographs, and what classify --show prints: what the model sees of each, and its answer</title>",
        f'<rect width="{width}" height="{height}" rx="8" fill="{GROUND}"/>', *elements, "</svg>", ""]))
    print(f"{file}: {file.stat().st_size} bytes")


if __name__ == "__main__":
    main()
