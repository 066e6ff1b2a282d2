"""What each step of the framing is worth: errors on the scenes of scenes.py when one is left out.

    leave_one_out.py SWIFTC WEIGHTS MNIST_SAMPLE/valid [--count 10]

copies the runtime's sources, changes one place for each step, compiles all as one library, and runs scenes.py with it.
"""

import argparse
import pathlib
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]

# Step, file of Sources/Runtime/Framing, what stands there, what leaves the step out.
STEPS = [
    ("none", "Frame.swift", "", ""),
    ("the ground is found locally", "Frame.swift", "let isClean = isSmall || picture.isDrawing", "let isClean = true"),
    ("the side of ink by the strength of strokes", "Frame.swift", "            if isClean {\n                side", "            if true {\n                side"),
    ("frames are dropped", "Surroundings.swift", "if isFrame(region, number: index, around: inner) || ", "if "),
    ("underlines are dropped", "Surroundings.swift", " || isUnderline(region, of: inner)", ""),
    ("what touches the edge is dropped", "Surroundings.swift", "return dropWhatTouchesTheEdge(regions) || found", "return found"),
    ("ruled lines are erased", "Digit.swift", "var round = 0, hasLines = true", "var round = 0, hasLines = false"),
    ("parts are joined", "Digit.swift", "guard region.area > 0, 4 ", "guard region.area > 1 << 20, 4 "),
    ("edges are steepened", "Scaling.swift", "max(256, min(640,", "max(256, min(256,"),
    ("a small digit is looked at again", "Frame.swift", "? near : nil", "&& width < 0 ? near : nil"),
    ("noise and shading are no ink", "Digit.swift", "isClean || standsOut(regions[main], levels)", "true"),
]


def build(swiftc, folder, change):
    """The library with one change, of Framing, MNIST37 and Prediction as one module."""
    sources = []
    for part in ("MNIST37", "Prediction", "Framing"):
        for source in sorted((ROOT / "Sources/Runtime" / part).glob("*.swift")):
            text = source.read_text()
            if part == "Framing" and source.name == change[1]:
                if change[2] not in text:
                    raise SystemExit(f"{source}: does not hold {change[2]!r}; leave_one_out.py needs the new text")
                text = text.replace(change[2], change[3], 1) if change[2] else text
            copy = folder / f"{part}-{source.name}"
            copy.write_text(text)
            sources.append(copy)
    headers = [f"-I{ROOT / path}" for path in ("include", "Sources/Runtime/CVector", "Sources/Runtime/CPlan",
                                               "Sources/Runtime/CPlatform")]
    library = folder / "libmnist37.so"
    subprocess.run([swiftc, "-parse-as-library", "-O", "-wmo", "-suppress-warnings", "-emit-library", "-module-name", "MNIST37",
                    "-D", "MNIST37_HOSTED", *headers, *sources, "-o", library], check=True)
    return library


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("swiftc")
    parser.add_argument("weights")
    parser.add_argument("mnist")
    parser.add_argument("--count", default="10")
    options = parser.parse_args()
    print("| left out | errors | blank paper, answered |")
    print("|---|--:|--:|", flush=True)
    for step in STEPS:
        with tempfile.TemporaryDirectory() as folder:
            library = build(options.swiftc, pathlib.Path(folder), step)
            lines = subprocess.run(
                [sys.executable, ROOT / "Tests/Pictures/scenes.py", library, options.weights, options.mnist, "--count",
                 options.count], check=True, stdout=subprocess.PIPE, text=True).stdout.splitlines()
        print(f"| {step[0]} | {lines[-2].split('|')[2].strip()} | {lines[-1].split('|')[2].strip()} |", flush=True)


if __name__ == "__main__":
    main()
