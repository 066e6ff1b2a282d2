"""Prints how right classify is on handwriting that no model here was trained on, and how sure.

    other_handwriting.py CLASSIFY FOLDER WEIGHTS...

The threes and sevens of scikit-learn's load_digits, the test part of the UCI repository's optical recognition of
handwritten digits, by 13 people: 8x8 pixels, each the number of dark ones in a 4x4 block of a scan. They are written to
FOLDER/<digit>/ as they are, 0...16 spread over 0...255; bringing them to MNIST's form is left to classify.
"""

import json
import pathlib
import subprocess
import sys

from PIL import Image
from sklearn.datasets import load_digits


def write(folder):
    digits = load_digits()
    for index, (picture, digit) in enumerate(zip(digits.images, digits.target)):
        if digit in (3, 7):
            target = folder / str(digit)
            target.mkdir(parents=True, exist_ok=True)
            Image.fromarray((picture * 255 / 16).round().astype("uint8")).save(target / f"{index:04}.png")


def answers(classify, weights, folder):
    """(probability, whether it is right) of each picture."""
    output = subprocess.run([classify, "--json", "--weights", weights, folder], stdout=subprocess.PIPE).stdout
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


def main():
    if len(sys.argv) < 4:
        sys.exit(__doc__)
    classify, folder, *files = sys.argv[1:]
    write(pathlib.Path(folder))
    print("weights           pictures  errors  expected calibration error")
    for file in files:
        found = list(answers(classify, file, folder))
        if not found:
            sys.exit(f"other_handwriting.py: {classify} gave no answers with {file}")
        errors = sum(not right for _, right in found)
        print(f"{pathlib.Path(file).stem:16} {len(found):9} {errors:7}  {100 * calibration_error(found):.1f} %")


if __name__ == "__main__":
    main()
