#!/usr/bin/env python3
"""Two classes of one's own: runs the commands of examples/your-own/README.md as they are written and compares what they print
with the page; then two other digits, from MNIST's form to firmware. Called by `make check-your-own`, which sets MAKE."""
import gzip
import importlib.util
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

PAGE = Path("examples/your-own/README.md")
FOLDER = Path("build/four-nine")


def run(command, expected=0):
    outcome = subprocess.run(["sh", "-c", command], capture_output=True, text=True)
    if outcome.returncode != expected:
        fail(f"{command}: exit status {outcome.returncode}\n{outcome.stdout}{outcome.stderr}")
    return outcome.stdout + outcome.stderr


def fail(text):
    sys.exit(f"check-your-own: {text}")


def require(text, printed, what):
    if text not in printed:
        fail(f"{what} does not show\n{text}\nbut\n{printed}")


def is_skipped():
    """Whether the machine has no compiler or emulator for a board; `make firmware` says so."""
    return not all(map(shutil.which, ("arm-none-eabi-gcc", "qemu-system-arm")))


def blocks(kind):
    return re.findall(rf"^```{kind}\n(.*?)^```$", PAGE.read_text(), re.MULTILINE | re.DOTALL)


def walk_through():
    commands = blocks("sh")[0].replace("\nmake ", f"\n{os.environ.get('MAKE', 'make')} ")
    if len(commands.strip().splitlines()) != 4:
        fail(f"{PAGE} promises four commands")
    printed = run("set -e\n" + commands)
    trained, board = blocks("text")
    require(trained, printed, str(PAGE))
    if not is_skipped():
        require(board, printed, str(PAGE))
    answers = run(blocks("sh")[1].splitlines()[0])
    for name in ("tick", "cross", "other"):
        said = re.findall(rf"new/{name}-\d\.png +(\w+)", answers)
        wanted = "neither" if name == "other" else name
        if said != [wanted] * 4:
            fail(f"new pictures of {name}: {said}")


def two_other_digits():
    """4 and 9 of the digits that the package carries, in MNIST's form: trained, evaluated, exported, answered by name."""
    weights, trainer = FOLDER / "own.m37", "swift run --quiet trainer"
    FOLDER.mkdir(parents=True, exist_ok=True)
    data = "--data Sources/Training/Digits --classes 4,9"
    require("said 4", run(f"{trainer} {data} --format i8 --output {weights} 2>&1"), "training")
    measured = run(f"{trainer} evaluate {data} {weights}")
    errors, total = map(int, re.search(r"(\d+) errors in (\d+) pictures", measured).groups())
    if total != 40 or errors > 6:
        fail(f"4 and 9: {measured}")
    require("with 95 % confidence", measured, "evaluating")
    require("tells 4 and 9 apart", run(f"{trainer} evaluate {weights} 2>&1", expected=65), "evaluating on threes and sevens")
    run(f"{trainer} export {weights} --c {FOLDER}/weights.h")
    # One of each of the pictures to measure on, as a camera would hand it over: dark on light.
    pictures = gzip.decompress(Path("Sources/Training/Digits/t10k-images-idx3-ubyte.gz").read_bytes())[16:]
    labels = gzip.decompress(Path("Sources/Training/Digits/t10k-labels-idx1-ubyte.gz").read_bytes())[8:]
    frames = []
    for digit in (4, 9):
        index = labels.index(digit)
        frames.append((str(digit), bytes(255 - pixel for pixel in pictures[784 * index : 784 * (index + 1)])))
    (FOLDER / "frames.h").write_text(drawing().frames(frames, 28))
    printed = run(f"{os.environ.get('MAKE', 'make')} your-own YOUR_OWN={FOLDER}")
    for digit in (4, 9):
        require(f"\n{digit}: {digit}, ", printed, "the firmware of 4 and 9")


def drawing():
    spec = importlib.util.spec_from_file_location("draw", "examples/your-own/draw.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


walk_through()
two_other_digits()
print("check-your-own: ticks and crosses as the page has them, 4 and 9 by name")
