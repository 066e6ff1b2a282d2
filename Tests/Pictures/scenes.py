"""How right framing is: digits of MNIST's validation pictures, in scenes that this script draws.

    scenes.py LIBRARY WEIGHTS MNIST_SAMPLE/valid [--count 100] [--seed 37] [--only KIND] [--classify PROGRAM] [--save FOLDER]

frames each scene with the library's mnist37_frame, predicts it, and prints errors (wrong answers and refusals) for each
kind; of blank paper, how many get an answer. --count is of each digit and kind. --classify lets another build of classify
answer the same scenes beside. --save keeps the scenes that went wrong, and what was seen of them. The same arguments draw
the same scenes.
"""

import argparse
import ctypes
import pathlib
import subprocess
import tempfile

import numpy
from PIL import Image, ImageDraw, ImageFilter, ImageFont

from make_pictures import jpeg, photograph, scan, shading

KINDS = {}


def kind(name, inverse=True):
    """Registers a scene of dark ink; with `inverse` also its negative, as another kind."""
    def register(draw):
        KINDS[name] = draw
        if inverse:
            KINDS[name + ", light ink"] = lambda random, amount: 255 - draw(random, amount)
        return draw
    return register


def digit(random, amount, side=None, share=None):
    """How much ink each pixel of a page of side x side has, 0 to 1, and where the digit is: top, left, bottom, right."""
    side = side or int(random.integers(80, 420))
    share = share or random.uniform(0.35, 0.6)
    ink = photograph(random, amount)
    rows, columns = numpy.nonzero(ink.max(1) > 0.5)[0], numpy.nonzero(ink.max(0) > 0.5)[0]
    ink = Image.fromarray(numpy.round(255 * ink[rows[0]:rows[-1] + 1, columns[0]:columns[-1] + 1]).astype(numpy.uint8))
    scale = side * share / max(ink.size)
    ink = ink.resize([max(1, round(length * scale)) for length in ink.size], Image.LANCZOS if scale < 1 else Image.BICUBIC)
    left = int((side - ink.width) * random.uniform(0.4, 0.6))
    top = int((side - ink.height) * random.uniform(0.4, 0.6))
    page = Image.new("L", (side, side))
    page.paste(ink, (left, top))
    return numpy.asarray(page, dtype=float) / 255, (top, left, top + ink.height, left + ink.width)


def pen_of(box):
    return max(1.0, 0.09 * max(box[2] - box[0], box[3] - box[1]))


def strokes(amount, draw_lines):
    """Adds what draw_lines(draw, factor) draws with ink of full strength, with soft edges."""
    factor = 4 if amount.shape[0] < 260 else 2
    height, width = amount.shape
    canvas = Image.new("L", (width * factor, height * factor))
    draw_lines(ImageDraw.Draw(canvas), factor)
    return numpy.maximum(amount, numpy.asarray(canvas.resize((width, height), Image.BOX), dtype=float) / 255)


def finish(random, ink, paper=225.0, contrast=None, noise=3.0, blur=None, quality=None):
    """Ink on paper (a level or a plane), blurred, noisy, compressed."""
    contrast = contrast or random.uniform(0.55, 0.9)
    values = numpy.broadcast_to(paper, ink.shape) * (1 - contrast * ink)
    image = Image.fromarray(numpy.clip(numpy.round(values), 0, 255).astype(numpy.uint8))
    image = image.filter(ImageFilter.GaussianBlur(blur if blur is not None else ink.shape[0] / 400))
    values = numpy.asarray(image, dtype=float) + random.normal(0, noise, ink.shape)
    image = Image.fromarray(numpy.clip(numpy.round(values), 0, 255).astype(numpy.uint8))
    return numpy.asarray(jpeg(image, quality or int(random.integers(50, 92))).convert("L"))


@kind("clean")
def clean(random, amount):
    return numpy.round(255 * (1 - digit(random, amount)[0])).astype(numpy.uint8)


@kind("photograph")
def photographed(random, amount):
    ink, _ = digit(random, amount)
    return finish(random, ink, 230 * shading(random, *ink.shape, depth=0.3))


@kind("boxed")
def boxed(random, amount):
    ink, (top, left, bottom, right) = digit(random, amount)
    pen = pen_of((top, left, bottom, right)) * random.uniform(0.3, 1)
    room = pen + random.uniform(0.08, 0.25) * (bottom - top)

    def draw_lines(draw, f):
        corners = [(left - room, top - room), (right + room, top - room), (right + room, bottom + room),
                   (left - room, bottom + room)]
        corners = [((x + random.normal(0, room / 12)) * f, (y + random.normal(0, room / 12)) * f) for x, y in corners]
        draw.line(corners + corners[:2], fill=255, width=max(1, round(pen * f)), joint="curve")
    return finish(random, strokes(ink, draw_lines))


@kind("circled")
def circled(random, amount):
    ink, (top, left, bottom, right) = digit(random, amount)
    pen = pen_of((top, left, bottom, right)) * random.uniform(0.3, 1)
    radius = 0.5 * numpy.hypot(bottom - top, right - left) + 2 * pen + random.uniform(0, 0.1) * (bottom - top)
    y, x = (top + bottom) / 2, (left + right) / 2

    def draw_lines(draw, f):
        line = []
        for step in range(97):
            angle = 2 * numpy.pi * step / 96
            wobble = radius * (1 + 0.03 * numpy.sin(2 * angle + 1))
            line.append(((x + wobble * numpy.cos(angle)) * f, (y + wobble * numpy.sin(angle)) * f))
        draw.line(line, fill=255, width=max(1, round(pen * f)), joint="curve")
    return finish(random, strokes(ink, draw_lines))


@kind("underlined")
def underlined(random, amount):
    ink, (top, left, bottom, right) = digit(random, amount)
    pen = pen_of((top, left, bottom, right)) * random.uniform(0.5, 1.2)
    y = bottom + pen + random.uniform(0.08, 0.3) * (bottom - top)
    longer = random.uniform(0.1, 0.5) * (bottom - top)

    def draw_lines(draw, f):
        tilt = random.normal(0, 0.02) * (bottom - top)
        draw.line([((left - longer) * f, (y + tilt) * f), ((right + longer) * f, (y - tilt) * f)], fill=255,
                  width=max(1, round(pen * f)))
    return finish(random, strokes(ink, draw_lines))


def ruled(random, amount, strength, thickness, grid=False):
    ink, box = digit(random, amount)
    side = ink.shape[0]
    pen = pen_of(box) * thickness
    gap = (box[2] - box[0]) * random.uniform(0.45, 0.8)
    tilt = random.normal(0, 0.015)

    def draw_lines(draw, f):
        start = random.uniform(0, gap)
        for number in range(int(side / gap) + 2):
            y = start + number * gap
            draw.line([(0, (y - tilt * side / 2) * f), (side * f, (y + tilt * side / 2) * f)], fill=round(255 * strength),
                      width=max(1, round(pen * f)))
            if grid:
                draw.line([((y + tilt * side / 2) * f, 0), ((y - tilt * side / 2) * f, side * f)],
                          fill=round(255 * strength), width=max(1, round(pen * f)))
    return finish(random, strokes(ink, draw_lines))


@kind("faint ruled lines")
def faint_lines(random, amount):
    return ruled(random, amount, random.uniform(0.15, 0.3), 0.5)


@kind("ruled lines as strong as ink")
def strong_lines(random, amount):
    return ruled(random, amount, 1, random.uniform(0.3, 1))


@kind("squared paper")
def squared(random, amount):
    return ruled(random, amount, random.uniform(0.2, 0.4), 0.4, grid=True)


@kind("form cells")
def cells(random, amount):
    ink, (top, left, bottom, right) = digit(random, amount)
    side, line = ink.shape[0], max(1.0, ink.shape[0] / 90)
    room = 0.25 * (bottom - top)

    def draw_lines(draw, f):
        for y in (top - room, bottom + room):
            draw.line([(0, y * f), (side * f, y * f)], fill=200, width=max(1, round(line * f)))
        for x in (left - room, right + room):
            draw.line([(x * f, 0), (x * f, side * f)], fill=200, width=max(1, round(line * f)))
    return finish(random, strokes(ink, draw_lines))


@kind("sheet on a desk")
def sheet(random, amount):
    ink, box = digit(random, amount, share=random.uniform(0.25, 0.4))
    side = ink.shape[0]
    angle = random.normal(0, 0.08)
    y, x = numpy.mgrid[0:side, 0:side] - side / 2
    u, v = x * numpy.cos(angle) + y * numpy.sin(angle), y * numpy.cos(angle) - x * numpy.sin(angle)
    reach = random.uniform(0.3, 0.42) * side
    inside = (numpy.abs(u) < reach * random.uniform(0.9, 1.2)) & (numpy.abs(v) < reach)
    desk = random.uniform(50, 130)
    return finish(random, ink * inside, numpy.where(inside, random.uniform(190, 240), desk))


@kind("glare")
def glare(random, amount):
    ink, _ = digit(random, amount)
    side = ink.shape[0]
    y, x = numpy.mgrid[0:side, 0:side] / side
    spot = numpy.exp(-((x - random.uniform(0, 1)) ** 2 + (y - random.uniform(0, 1)) ** 2) / random.uniform(0.02, 0.08))
    paper = random.uniform(120, 170) + 110 * spot
    values = numpy.clip(paper, 0, 255) * (1 - random.uniform(0.5, 0.8) * ink)
    return finish(random, numpy.zeros_like(ink), values + 60 * spot * ink)


def shadow(random, amount, softness):
    ink, _ = digit(random, amount)
    side = ink.shape[0]
    y, x = numpy.mgrid[0:side, 0:side] / side - 0.5
    angle = random.uniform(0, 2 * numpy.pi)
    across = x * numpy.cos(angle) + y * numpy.sin(angle) - random.uniform(-0.3, 0.3)
    dark = 1 / (1 + numpy.exp(-numpy.clip(across / softness, -50, 50)))
    return finish(random, ink, 230 * (1 - random.uniform(0.3, 0.6) * dark))


@kind("hard shadow")
def hard_shadow(random, amount):
    return shadow(random, amount, 0.003)


@kind("soft shadow")
def soft_shadow(random, amount):
    return shadow(random, amount, random.uniform(0.02, 0.08))


@kind("scanner's border")
def scanner(random, amount):
    ink, _ = digit(random, amount)
    side = ink.shape[0]
    paper = numpy.full(ink.shape, 235.0)
    for edge in range(4):
        if random.random() < 0.6:
            depth = int(side * random.uniform(0.02, 0.08))
            numpy.rot90(paper, edge)[:depth] = random.uniform(0, 60)
    return finish(random, ink, paper)


@kind("broken pen")
def broken(random, amount):
    ink, (top, left, bottom, right) = digit(random, amount)
    pen = pen_of((top, left, bottom, right))
    for _ in range(int(random.integers(1, 4))):
        y = random.uniform(top, bottom)
        x = random.uniform(left, right)
        angle = random.uniform(0, numpy.pi)
        rows, columns = numpy.mgrid[0:ink.shape[0], 0:ink.shape[1]]
        distance = numpy.abs((columns - x) * numpy.cos(angle) + (rows - y) * numpy.sin(angle))
        ink = ink * (distance > pen * random.uniform(0.3, 0.8))
    return finish(random, ink)


@kind("neighbour")
def neighbour(random, amount):
    ink, (top, left, bottom, right) = digit(random, amount)
    shift = int(ink.shape[1] - left - (right - left) * random.uniform(0.1, 0.35))
    other = numpy.zeros_like(ink)
    other[:, shift:] = ink[:, :ink.shape[1] - shift]
    return finish(random, numpy.maximum(ink, other if random.random() < 0.5 else other[:, ::-1]))


@kind("specks")
def specks(random, amount):
    ink, box = digit(random, amount)
    ink = ink.copy()
    for _ in range(int(random.integers(5, 25))):
        size = max(1, int(pen_of(box) * random.uniform(0.2, 0.6)))
        y, x = random.integers(0, ink.shape[0] - size, 2)
        ink[y:y + size, x:x + size] = random.uniform(0.5, 1)
    return finish(random, ink)


@kind("noise")
def noisy(random, amount):
    return finish(random, digit(random, amount)[0], noise=random.uniform(8, 18))


@kind("out of focus")
def blurred(random, amount):
    ink, _ = digit(random, amount)
    return finish(random, ink, blur=ink.shape[0] * random.uniform(0.01, 0.025))


@kind("faint")
def faint(random, amount):
    return finish(random, digit(random, amount)[0], contrast=random.uniform(0.12, 0.25), noise=2)


@kind("small in a large picture")
def small(random, amount):
    side = int(random.integers(500, 900))
    return finish(random, digit(random, amount, side, random.uniform(0.06, 0.15))[0])


@kind("coarse, 24 to 40 pixels")
def coarse(random, amount):
    return finish(random, digit(random, amount, int(random.integers(24, 41)), 0.75)[0], blur=0)


for pixels in (40, 16, 12, 8):
    KINDS[f"tight, {pixels} pixels"] = lambda random, amount, pixels=pixels: numpy.asarray(scan(amount, pixels, dark=True))
    KINDS[f"tight, {pixels} pixels, light ink"] = (
        lambda random, amount, pixels=pixels: numpy.asarray(scan(amount, pixels, dark=False)))
KINDS["MNIST, a pixel aside"] = lambda random, amount: numpy.roll(numpy.round(255 * amount).astype(numpy.uint8), 1, 1)


def blank(random):
    """Paper with nothing on it."""
    side = int(random.integers(60, 400))
    return finish(random, numpy.zeros((side, side)), random.uniform(120, 240) * shading(random, side, side, random.uniform(0, 0.4)),
                  noise=random.uniform(0.5, 8), quality=int(random.integers(40, 95)))


class Library:
    def __init__(self, path, weights):
        self.library = ctypes.CDLL(str(path))
        self.library.mnist37_frame_scratch.restype = ctypes.c_size_t
        self.library.mnist37_frame_scratch.argtypes = [ctypes.c_size_t] * 2
        self.library.mnist37_frame.argtypes = [ctypes.c_char_p] + [ctypes.c_size_t] * 3 + [
            ctypes.c_int32, ctypes.c_void_p, ctypes.c_size_t, ctypes.c_char_p]
        self.model = ctypes.create_string_buffer(320 + 8)
        if self.library.mnist37_model_open(self.model, str(weights).encode()):
            raise SystemExit(f"{weights}: cannot be opened")

    def framed(self, values, ink=0):
        """28x28 bytes, or None."""
        size = self.library.mnist37_frame_scratch(values.shape[1], values.shape[0])
        scratch, form = ctypes.create_string_buffer(size), ctypes.create_string_buffer(784)
        status = self.library.mnist37_frame(values.tobytes(), values.shape[1], values.shape[0], values.shape[1], ink, scratch,
                                            size, form)
        return None if status else form.raw

    def answer(self, form):
        prediction = (ctypes.c_int32 * 4)()
        self.library.mnist37_predict_bytes(self.model, form, prediction)
        return prediction[0]


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("library", type=pathlib.Path)
    parser.add_argument("weights", type=pathlib.Path)
    parser.add_argument("mnist", type=pathlib.Path)
    parser.add_argument("--count", type=int, default=100)
    parser.add_argument("--seed", type=int, default=37)
    parser.add_argument("--only", default="")
    parser.add_argument("--classify", type=pathlib.Path)
    parser.add_argument("--save", type=pathlib.Path)
    options = parser.parse_args()
    library = Library(options.library, options.weights)
    files = {d: sorted((options.mnist / str(d)).glob("*.png")) for d in (3, 7)}

    def scenes(name, draw):
        for d in (3, 7):
            random = numpy.random.default_rng([options.seed, sum(name.encode()), d])
            chosen = random.choice(len(files[d]), options.count, replace=False)
            for number in chosen:
                yield d, draw(random, numpy.asarray(Image.open(files[d][number]), dtype=float) / 255)

    def by_classify(pictures):
        """What --classify answers, in order; None where it refuses."""
        with tempfile.TemporaryDirectory() as folder:
            paths = []
            for number, values in enumerate(pictures):
                paths.append(f"{folder}/{number:05}.png")
                Image.fromarray(values).save(paths[-1])
            lines = subprocess.run([options.classify, "--weights", options.weights, *paths], stdout=subprocess.PIPE,
                                   stderr=subprocess.DEVNULL, text=True, check=False).stdout.splitlines()
            answers = {line.split("  ")[0].split()[0]: line.split()[1] for line in lines}
            return [int(answers[path]) if path in answers else None for path in paths]

    other = " the other classify |" if options.classify else ""
    print(f"| kind, {2 * options.count} of each | errors |{other}")
    print("|---|--:|" + ("--:|" if other else ""))
    total, total_other = 0, 0
    for name, draw in KINDS.items():
        if not name.startswith(options.only):
            continue
        drawn = [(d, numpy.ascontiguousarray(values, dtype=numpy.uint8)) for d, values in scenes(name, draw)]
        errors = 0
        for number, (d, values) in enumerate(drawn):
            form = library.framed(values)
            if form is not None and library.answer(form) == d:
                continue
            errors += 1
            if options.save:
                options.save.mkdir(parents=True, exist_ok=True)
                pair = Image.new("L", (440, 220), 128)
                pair.paste(Image.fromarray(values).resize((216, 216), Image.BILINEAR), (2, 2))
                if form is not None:
                    pair.paste(Image.frombytes("L", (28, 28), form).resize((216, 216), Image.NEAREST), (222, 2))
                pair.save(options.save / f"{name}-{number:03}.png")
        line = f"| {name} | {errors} |"
        total += errors
        if options.classify:
            wrong = sum(answer != d for answer, (d, _) in zip(by_classify([v for _, v in drawn]), drawn))
            total_other += wrong
            line += f" {wrong} |"
        print(line, flush=True)
    print(f"| all {2 * options.count * sum(name.startswith(options.only) for name in KINDS):,} | {total} |"
          + (f" {total_other} |" if other else ""))
    if "blank paper, answered".startswith(options.only) or not options.only:
        random = numpy.random.default_rng([options.seed, 1])
        papers = [numpy.ascontiguousarray(blank(random)) for _ in range(2 * options.count)]
        line = f"| blank paper, answered | {sum(library.framed(values) is not None for values in papers)} |"
        if options.classify:
            line += f" {sum(answer is not None for answer in by_classify(papers))} |"
        print(line)


if __name__ == "__main__":
    main()
