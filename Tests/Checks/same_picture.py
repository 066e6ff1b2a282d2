"""Shows that the same grey gets the same bits through every door: the examples in C and in Swift (from a PGM), classify (from a
PNG), Python (from both), the browser's module under node, and the firmware with its camera's frame on a Cortex-M4F under QEMU.

    same_picture.py CLASSIFY FIRMWARE_WEIGHTS

Called by `make check-same-picture`, which builds the doors but for the firmware and sets MAKE. A door whose tools are missing
is skipped, and SKIPPED_FILE says so.
"""
import json
import os
import pathlib
import re
import shutil
import struct
import subprocess
import sys
import tempfile
import zlib

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
from emulators import emulator
from skipped import skipped

CLASSIFY, FIRMWARE_WEIGHTS = sys.argv[1:3]
OTHER_WEIGHTS = ["Sources/classify/Weights/mnist37.m37", "Sources/classify/Weights/linear.m37"]
# Where `make check-wheel` installs the wheel.
PYTHON = "build/venv-wheel/bin/python"
FIRMWARE_QEMU = emulator("cortex-m4f")
CAMERA = "camera"
# What a network that tells others must call neither.
OTHERS = {"zero", "line", "letter", "photograph"}
BITS = re.compile(r"([37]|neither)(?:  |, ).*bits: logit ([0-9a-f]{8}), probability ([0-9a-f]{8}), known ([0-9a-f]{8})")


def main():
    with tempfile.TemporaryDirectory() as folder:
        pictures = write_pictures(pathlib.Path(folder))
        for weights in [FIRMWARE_WEIGHTS, *OTHER_WEIGHTS]:
            compare(weights, pictures)


def compare(weights, pictures):
    """Prints a line for each picture, or ends the program at the first whose answers differ."""
    doors = {"C": in_c, "Swift": in_swift, "classify": by_classify}
    if has(PYTHON, door="the wheel"):
        doors["Python"] = in_python
    if has("node", door="the browser's module"):
        doors["WebAssembly"] = by_webassembly
    answers = {door: answer(weights, pictures) for door, answer in doors.items()}
    if weights == FIRMWARE_WEIGHTS and has("arm-none-eabi-gcc", FIRMWARE_QEMU[0], door="the firmware"):
        answers["Cortex-M4F"] = {CAMERA: on_firmware()}
    for name in pictures:
        found = {door: answer[name] for door, answer in answers.items() if name in answer}
        if len(set(found.values())) != 1:
            listed = "".join(f"\n    {door}: {' '.join(answer)}" for door, answer in found.items())
            sys.exit(f"check-same-picture: {name}, {weights}: the answers differ{listed}")
        answer, logit, probability, known = found["C"]
        if tells_others(weights) and (answer == "neither") != (name in OTHERS):
            sys.exit(f"check-same-picture: {name}, {weights}: {answer}")
        print(f"{pathlib.Path(weights).stem}, {name}: {answer}, logit {logit}, probability {probability}, known {known} "
              f"by {', '.join(found)}")


def tells_others(weights):
    """Whether the file has a second output."""
    return pathlib.Path(weights).read_bytes()[17] == 2


# Each door: (answer, bits of the logit, of the probability and of known) for each picture's name.


def in_c(weights, pictures):
    return {name: bits(run("build/classify_pgm", weights, path)) for name, path in pictures.items()}


def in_swift(weights, pictures):
    return {name: bits(run("build/swift/classify-pgm", path, weights)) for name, path in pictures.items()}


def by_classify(weights, pictures):
    paths = [path.with_suffix(".png") for path in pictures.values()]
    lines = run(CLASSIFY, "--json", "--weights", weights, *paths, statuses=(0, 1)).splitlines()
    return {name: from_json(json.loads(line)) for name, line in zip(pictures, lines, strict=True)}


def in_python(weights, pictures):
    paths = [*pictures.values(), *(path.with_suffix(".png") for path in pictures.values())]
    lines = run(PYTHON, "examples/python/predict.py", "--weights", weights, *paths).splitlines()
    answers = [bits(line) for line in lines]
    if answers[len(pictures) :] != answers[: len(pictures)]:
        sys.exit("check-same-picture: Python answers otherwise for PNGs")
    return dict(zip(pictures, answers))


def by_webassembly(weights, pictures):
    lines = run("node", "Tests/Checks/same_picture.mjs", "build/dist/wasm32/mnist37.wasm", weights, *pictures.values())
    return {name: bits(line) for name, line in zip(pictures, lines.splitlines(), strict=True)}


def on_firmware():
    program = "build/firmware/camera-cortex-m4f"
    run(os.environ.get("MAKE", "make"), "-s", program)
    return bits(run(*FIRMWARE_QEMU, program))


def bits(line):
    found = BITS.search(line)
    return found.groups() if found else sys.exit(f"check-same-picture: no answer: {line}")


def from_json(answer):
    """classify says null for a picture that is neither."""
    digit = "neither" if answer["known"] < 0.5 else "3" if answer["logit"] > 0 else "7"
    if answer["digit"] != (None if digit == "neither" else int(digit)):
        sys.exit(f"check-same-picture: {answer}")
    return digit, *(struct.pack(">f", answer[name]).hex() for name in ("logit", "probability", "known"))


def run(*command, statuses=(0,)):
    outcome = subprocess.run(command, capture_output=True, timeout=60, text=True, stdin=subprocess.DEVNULL)
    if outcome.returncode not in statuses:
        sys.exit(f"check-same-picture: {command}: exit status {outcome.returncode}: {outcome.stderr}")
    # Semihosting writes to stderr.
    return outcome.stdout + outcome.stderr


skips = set()


def has(*tools, door):
    missing = [tool for tool in tools if not shutil.which(tool)]
    if missing:
        skip(door, f"no {missing[0]}")
    return not missing


def skip(door, why):
    if (door, why) in skips:
        return
    skips.add((door, why))
    skipped(f"check-same-picture, {door}", why)


# The pictures.


def write_pictures(folder):
    """NAME.pgm and NAME.png for each picture: its name and the path of the PGM."""
    script = [sys.executable, "Scripts/make-camera-header.py"]
    if subprocess.check_output(script) != pathlib.Path("examples/firmware/camera_frame.h").read_bytes():
        sys.exit("check-same-picture: camera_frame.h is not what Scripts/make-camera-header.py writes")
    frame = subprocess.check_output([*script, "--pgm"])
    pictures = {CAMERA: (96, 96, frame[len(frame) - 96 * 96 :])}
    for name, width, height, ground, ink in [
        ("small", 14, 17, 220, 60), ("page", 90, 100, 210, 40), ("slate", 300, 200, 30, 190), ("faint", 131, 129, 200, 180),
        ("wide", 640, 96, 255, 0),
    ]:
        pictures[name] = width, height, bytes(drawn(width, height, ground, ink))
    for name, grey in [("zero", zero), ("line", line), ("letter", letter), ("photograph", photograph)]:
        pictures[name] = 80, 100, bytes(min(255, max(0, grey(x, y))) for y in range(100) for x in range(80))
    paths = {}
    for name, (width, height, grey) in pictures.items():
        paths[name] = folder / f"{name}.pgm"
        paths[name].write_bytes(b"P5\n%d %d\n255\n" % (width, height) + grey)
        paths[name].with_suffix(".png").write_bytes(png(width, height, grey))
    return paths


def drawn(width, height, ground, ink):
    """A seven in perspective, by a rule that is the same everywhere, on ground that is darker to the right, with grain."""
    side = min(width, height)
    left, top, pen = (width - side) // 2 + side // 5, side // 6, max(2, side // 11)
    for y in range(height):
        for x in range(width):
            across, down = x - left, y - top
            bar = 0 <= down < pen and 0 <= across < side // 2
            leg = 0 <= down < 2 * side // 3 and 0 <= across - side // 2 + pen + down // 2 < pen
            yield min(255, max(0, (ink if bar or leg else ground) - 20 * x // width + (x * x * 7 + y * 31 + x * y) % 5))


# Grey values of 80x100 pixels that are neither a three nor a seven.


def zero(x, y):
    distance = abs(((x - 40) / 22) ** 2 + ((y - 50) / 34) ** 2 - 1)
    return 40 if distance < 0.22 else 230


def line(x, y):
    return 40 if abs(x - 30 - (90 - y) // 5) < 3 and 12 <= y < 88 else 230


def letter(x, y):
    """An A."""
    slope = abs(abs(x - 40) - (y - 12) * 24 // 76) < 4 and 12 <= y < 88
    bar = 56 <= y < 62 and abs(x - 40) < 16
    return 40 if slope or bar else 230


def photograph(x, y):
    """Hills before a sky, grass in the foreground."""
    hill = 55 + (x * 37 % 80) // 10 - (x - 40) ** 2 // 60
    texture = (x * x * 7 + y * 31 + x * y * 3) % 37
    return 210 - y // 2 + texture // 8 if y < hill else 90 + texture if y < 80 else 50 + 2 * texture


def png(width, height, grey):
    """8 bits of grey, without filters."""
    def chunk(kind, content):
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    rows = b"".join(b"\0" + grey[width * row : width * (row + 1)] for row in range(height))
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
            + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b""))


if __name__ == "__main__":
    main()
