"""Makes pictures of threes and sevens, of the kinds that people have, to measure classify with.

    make_pictures.py FOLDER [--count 40] [--seed 37] [--mnist MNIST_SAMPLE/valid] [--only KIND]

writes FOLDER/<kind>/<3 or 7>/<number>.png. The digits are strokes drawn by this script, each a little different; one
kind is set in fonts instead, when there are any. With --mnist, digits of that folder, enlarged and put on paper as a
camera or a scanner would show them, follow as further kinds. --only makes the kinds whose names begin so. The same arguments make the same pictures.
"""

import argparse
import io
import math
import pathlib

import numpy
from PIL import Image, ImageDraw, ImageFilter, ImageFont

# The middle lines of strokes in a box of 1 x 1, y downwards; a curve through each list of points.
SHAPES = {
    3: [
        [[(0.12, 0.15), (0.35, 0.02), (0.75, 0.05), (0.85, 0.25), (0.65, 0.43), (0.38, 0.47)],
         [(0.38, 0.47), (0.75, 0.5), (0.95, 0.72), (0.75, 0.95), (0.35, 1.0), (0.05, 0.86)]],
        [[(0.05, 0.08), (0.3, 0.0), (0.7, 0.02), (0.85, 0.18), (0.7, 0.38), (0.42, 0.46)],
         [(0.42, 0.46), (0.8, 0.52), (0.9, 0.75), (0.65, 0.97), (0.3, 0.98), (0.08, 0.85)]],
        [[(0.1, 0.2), (0.25, 0.03), (0.65, 0.0), (0.85, 0.2), (0.7, 0.4), (0.45, 0.5), (0.8, 0.6), (0.9, 0.82),
          (0.6, 1.0), (0.2, 0.97), (0.02, 0.8)]],
    ],
    7: [
        [[(0.0, 0.06), (0.5, 0.04), (0.95, 0.02)], [(0.95, 0.02), (0.7, 0.4), (0.52, 0.7), (0.42, 1.0)]],
        [[(0.05, 0.12), (0.1, 0.02), (0.5, 0.04), (0.9, 0.0)], [(0.9, 0.0), (0.65, 0.45), (0.45, 1.0)]],
        [[(0.0, 0.03), (0.45, 0.05), (0.9, 0.02), (0.85, 0.2), (0.6, 0.55), (0.45, 1.0)]],
        [[(0.05, 0.04), (0.5, 0.04), (0.92, 0.02)], [(0.92, 0.02), (0.68, 0.45), (0.45, 1.0)],
         [(0.35, 0.52), (0.85, 0.48)]],
    ],
}


def curve(points):
    """A Catmull-Rom spline through the points."""
    points = [points[0]] + list(points) + [points[-1]]
    line = []
    for p0, p1, p2, p3 in zip(points, points[1:], points[2:], points[3:]):
        for step in range(13):
            t = step / 12
            line.append(tuple(
                0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t * t + (3 * b - a - 3 * c + d) * t ** 3)
                for a, b, c, d in zip(p0, p1, p2, p3)))
    return line


def ink(random, digit, side, digit_side, pen, degrees=0.0, offset=(0.0, 0.0)):
    """How much ink each pixel has: (side, side), 0 to 1.

    digit_side is the height of the digit and pen the width of its strokes, in pixels; offset moves it by shares of the
    room that is left.
    """
    shape = SHAPES[digit][random.integers(len(SHAPES[digit]))]
    aspect = random.uniform(0.55, 0.75) if digit == 3 else random.uniform(0.55, 0.8)
    slant = random.uniform(-0.05, 0.2)
    angle = math.radians(degrees)
    oversampling = 4 if side <= 600 else 2
    canvas = Image.new("L", (side * oversampling, side * oversampling))
    draw = ImageDraw.Draw(canvas)
    room = max(0.0, (side - digit_side - pen) / 2)
    radius = pen * oversampling / 2
    for stroke in shape:
        stroke = [(x + random.normal(0, 0.02), y + random.normal(0, 0.02)) for x, y in stroke]
        line = []
        for x, y in curve(stroke):
            x, y = ((x - 0.5) * aspect - slant * (y - 0.5)) * digit_side, (y - 0.5) * digit_side
            x, y = x * math.cos(angle) - y * math.sin(angle), x * math.sin(angle) + y * math.cos(angle)
            line.append(((x + side / 2 + offset[0] * room) * oversampling,
                         (y + side / 2 + offset[1] * room) * oversampling))
        draw.line(line, fill=255, width=max(1, round(radius * 2)))
        for x, y in line:
            draw.ellipse((x - radius, y - radius, x + radius, y + radius), fill=255)
    return numpy.asarray(canvas.resize((side, side), Image.BOX), dtype=float) / 255


def font_ink(random, digit, fonts):
    side = int(random.integers(60, 200))
    font = ImageFont.truetype(str(fonts[random.integers(len(fonts))]), int(side * 0.7))
    canvas = Image.new("L", (side, side))
    ImageDraw.Draw(canvas).text((side / 2, side / 2), str(digit), fill=255, font=font, anchor="mm")
    return numpy.asarray(canvas, dtype=float) / 255


def paint(amount, paper, color):
    """Ink of one colour on paper of one colour or of (height, width, 3)."""
    paper = numpy.broadcast_to(numpy.asarray(paper, dtype=float), amount.shape + (3,))
    return paper + amount[..., None] * (numpy.asarray(color, dtype=float) - paper)


def picture(values):
    return Image.fromarray(numpy.clip(numpy.round(values), 0, 255).astype(numpy.uint8))


def shading(random, height, width, depth):
    """Uneven light: a gradient across, a dark corner, and a soft shadow's edge; 1 - depth to 1."""
    y, x = numpy.mgrid[0:height, 0:width]
    x, y = 2 * x / max(1, width - 1) - 1, 2 * y / max(1, height - 1) - 1
    angle = random.uniform(0, 2 * math.pi)
    across = x * math.cos(angle) + y * math.sin(angle)
    corner = (x - random.uniform(-0.5, 0.5)) ** 2 + (y - random.uniform(-0.5, 0.5)) ** 2
    light = across * random.uniform(0.3, 1) - corner * random.uniform(0, 0.6)
    light -= random.uniform(0, 0.3) / (1 + numpy.exp(-(across - random.uniform(-0.5, 0.5)) * 6))
    light -= light.min()
    return 1 - depth * (1 - light / max(light.max(), 1e-9))


def jpeg(image, quality):
    buffer = io.BytesIO()
    image.convert("RGB").save(buffer, "JPEG", quality=quality)
    return Image.open(io.BytesIO(buffer.getvalue())).convert("RGB")


def plain(random, digit, **changes):
    """Dark ink on white, unless something is changed."""
    side = changes.pop("side", int(random.integers(60, 220)))
    share = changes.pop("share", random.uniform(0.55, 0.8))
    pen = changes.pop("pen", random.uniform(0.06, 0.12))
    return ink(random, digit, side, side * share, max(1.0, side * share * pen), **changes)


def kind_dark(random, digit):
    return picture(255 * (1 - plain(random, digit)))


def kind_inverted(random, digit):
    return picture(255 * plain(random, digit))


def kind_coloured(random, digit):
    dark = random.random() < 0.5
    color, paper = random.uniform(0, 90, 3), random.uniform(170, 255, 3)
    if not dark:
        color, paper = paper, color
    return picture(paint(plain(random, digit), paper, color))


def kind_transparent(random, digit):
    amount = plain(random, digit)
    color = numpy.broadcast_to(random.uniform(0, 100, 3), amount.shape + (3,))
    return picture(numpy.dstack([color, 255 * amount]))


def kind_palette(random, digit):
    return picture(paint(plain(random, digit), (250, 245, 220), (30, 40, 120))).quantize(16)


def kind_sixteen_bits(random, digit):
    return Image.fromarray(numpy.round(65535 * (1 - 0.9 * plain(random, digit))).astype(numpy.uint16))


def kind_black_and_white(random, digit):
    return picture(255 * (1 - plain(random, digit))).convert("1", dither=Image.NONE)


def kind_rotated(random, digit):
    return picture(255 * (1 - plain(random, digit, degrees=random.uniform(-10, 10))))


def kind_thick(random, digit):
    return picture(255 * (1 - plain(random, digit, pen=random.uniform(0.16, 0.24))))


def kind_thin(random, digit):
    return picture(255 * (1 - plain(random, digit, pen=random.uniform(0.012, 0.03))))


def kind_12_to_20_pixels(random, digit):
    side = int(random.integers(12, 21))
    return picture(255 * (1 - plain(random, digit, side=side, share=random.uniform(0.7, 0.85))))


def kind_28_pixels(random, digit):
    return picture(255 * (1 - plain(random, digit, side=28)))


def kind_2000_pixels(random, digit):
    return picture(255 * (1 - plain(random, digit, side=int(random.integers(1000, 2001)))))


def kind_small_in_large(random, digit):
    offset = tuple(random.uniform(-0.9, 0.9, 2))
    side = int(random.integers(800, 1600))
    return picture(255 * (1 - plain(random, digit, side=side, share=random.uniform(0.05, 0.12), offset=offset)))


def kind_off_centre(random, digit):
    offset = tuple(random.uniform(-1, 1, 2))
    return picture(255 * (1 - plain(random, digit, share=random.uniform(0.25, 0.5), offset=offset)))


def kind_tight(random, digit):
    amount = plain(random, digit)
    rows, columns = numpy.nonzero(amount.max(1) > 0.5)[0], numpy.nonzero(amount.max(0) > 0.5)[0]
    amount = amount[rows[0]:rows[-1] + 1, columns[0]:columns[-1] + 1]
    return picture(255 * (amount if random.random() < 0.5 else 1 - amount))


def kind_uneven_grey(random, digit):
    amount = plain(random, digit)
    paper = random.uniform(180, 240) * shading(random, *amount.shape, depth=random.uniform(0.2, 0.55))
    return picture(paper * (1 - amount * random.uniform(0.5, 0.85)))


def kind_noise(random, digit):
    amount = plain(random, digit)
    return picture(210 - 150 * amount + random.normal(0, random.uniform(4, 14), amount.shape))


def kind_specks(random, digit):
    values = 255 * (1 - plain(random, digit))
    side = values.shape[0]
    for _ in range(12):
        row, column = random.integers(0, side - 2, 2)
        values[row:row + 2, column:column + 2] = random.uniform(0, 120)
    return picture(values)


def kind_cell_of_a_sheet(random, digit):
    values = 255 * (1 - plain(random, digit, share=random.uniform(0.5, 0.65)))
    line = max(1, values.shape[0] // 40)
    values[:line], values[-line:], values[:, :line], values[:, -line:] = 90, 90, 90, 90
    return picture(values)


def kind_pencil(random, digit):
    amount = plain(random, digit, pen=random.uniform(0.03, 0.06))
    grain = numpy.clip(random.normal(0.75, 0.2, amount.shape), 0, 1)
    paper = 225 * shading(random, *amount.shape, depth=0.15) + random.normal(0, 3, amount.shape)
    return jpeg(picture(paper - 90 * amount * grain).filter(ImageFilter.GaussianBlur(0.8)), 75)


def photograph(random, amount):
    """How much ink each pixel has, of ink on paper in front of a camera: enlarged and in perspective."""
    side = int(random.integers(120, 900))
    source = Image.fromarray(numpy.round(255 * numpy.pad(amount, 6)).astype(numpy.uint8))
    source = source.resize((side, side), Image.BICUBIC)
    corners = numpy.array([(0, 0), (0, side), (side, side), (side, 0)], dtype=float)
    source = source.transform(
        (side, side), Image.QUAD, tuple((corners + random.uniform(-0.05, 0.05, (4, 2)) * side).flatten()), Image.BICUBIC)
    # Strokes are as sharp as a pen's, not as an enlargement's.
    amount = numpy.clip((numpy.asarray(source, dtype=float) / 255 - 0.3) / 0.4, 0, 1)
    return amount


def photograph_of_ink(random, amount, color, contrast, depth):
    """The same in colour, shaded, blurred, noisy and compressed."""
    amount = photograph(random, amount) * contrast
    paper = numpy.array([235, 230, 215]) * shading(random, *amount.shape, depth=depth)[..., None]
    image = picture(paint(amount, paper, numpy.asarray(color) * shading(random, *amount.shape, depth=depth)[..., None]))
    image = image.filter(ImageFilter.GaussianBlur(random.uniform(0, amount.shape[0] / 150)))
    noisy = numpy.asarray(image, dtype=float) + random.normal(0, random.uniform(1, 7), amount.shape + (1,))
    return jpeg(picture(noisy), int(random.integers(35, 90)))


def scan(amount, side, dark):
    """Cropped to its ink and scaled so that its longer side has `side` pixels."""
    rows, columns = numpy.nonzero(amount.max(1))[0], numpy.nonzero(amount.max(0))[0]
    amount = amount[rows[0]:rows[-1] + 1, columns[0]:columns[-1] + 1]
    scale = side / max(amount.shape)
    size = tuple(max(1, round(length * scale)) for length in amount.shape[::-1])
    image = Image.fromarray(numpy.round(255 * amount).astype(numpy.uint8)).resize(size, Image.BOX)
    return Image.eval(image, lambda level: 255 - level) if dark else image


MNIST_KINDS = {
    "mnist unchanged": lambda random, a: picture(255 * a),
    "mnist inverted": lambda random, a: picture(255 * (1 - a)),
    "mnist enlarged": lambda random, a: picture(255 * (1 - photograph(random, a))),
    "mnist blue ink photo": lambda random, a: photograph_of_ink(random, a, (40, 60, 150), 1, 0.35),
    "mnist pencil photo": lambda random, a: photograph_of_ink(random, a, (110, 110, 115), 0.7, 0.35),
    "mnist dim photo": lambda random, a: picture(
        numpy.asarray(photograph_of_ink(random, a, (30, 30, 30), 1, 0.6), dtype=float) * 0.5),
    "mnist chalk photo": lambda random, a: Image.eval(
        photograph_of_ink(random, a, (40, 40, 40), 0.8, 0.3), lambda level: 255 - level),
    "mnist on 100 pixels": lambda random, a: picture(numpy.pad(255 * a, 36)),
    "mnist tight 40 pixels": lambda random, a: scan(a, 40, dark=True),
    "mnist tight 16 pixels": lambda random, a: scan(a, 16, dark=False),
    "mnist tight 12 pixels": lambda random, a: scan(a, 12, dark=True),
    "mnist tight 8 pixels": lambda random, a: scan(a, 8, dark=False),
}


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--count", type=int, default=40, help="pictures of each digit and kind")
    parser.add_argument("--seed", type=int, default=37)
    parser.add_argument("--mnist", type=pathlib.Path, help="a folder with the folders 3 and 7 of MNIST's pictures")
    parser.add_argument("--only", default="", help="the beginning of the kinds' names")
    options = parser.parse_args()

    def make(kind, index, draw):
        if not kind.startswith(options.only):
            return
        for digit in (3, 7):
            folder = options.folder / kind / str(digit)
            folder.mkdir(parents=True, exist_ok=True)
            random = numpy.random.default_rng([options.seed, index, digit])
            for number in range(options.count):
                image = draw(random, digit, number)
                if image is not None:
                    image.save(folder / f"{number:04}.png")

    kinds = [(name[5:].replace("_", " "), draw) for name, draw in globals().items() if name.startswith("kind_")]
    for index, (kind, draw) in enumerate(kinds):
        make(kind, index, lambda random, digit, number: draw(random, digit))
    fonts = [font for font in sorted(pathlib.Path("/usr/share/fonts").glob("**/*.ttf")) if "Italic" not in font.name
             and "Oblique" not in font.name and font.name.startswith(("DejaVu", "Liberation"))
             and "Math" not in font.name]
    if fonts:
        make("printed", 100, lambda random, digit, _: picture(255 * (1 - font_ink(random, digit, fonts))))
    if options.mnist:
        files = {digit: sorted((options.mnist / str(digit)).glob("*.png")) for digit in (3, 7)}
        for index, (kind, change) in enumerate(MNIST_KINDS.items()):
            def draw(random, digit, number):
                if number >= len(files[digit]):
                    return None
                return change(random, numpy.asarray(Image.open(files[digit][number]), dtype=float) / 255)
            make(kind, 200 + index, draw)


if __name__ == "__main__":
    main()
