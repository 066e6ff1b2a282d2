"""Draws pictures of neither a three nor a seven: letters set in fonts, and shapes.

Letters are A to Z and a to z, all of them: no printed one is read as a three or a seven; Z is nearest to a two. The threes
and sevens of the same fonts come with them. The same fonts give the same pictures.
"""

import pathlib
import string

import numpy
from PIL import Image, ImageDraw, ImageFilter, ImageFont

from make_pictures import shading

FONTS = pathlib.Path("/usr/share/fonts/truetype")
# Faces of Debian's packages fonts-dejavu-core and fonts-liberation.
FACES = [f"dejavu/DejaVu{face}.ttf" for face in ("Sans", "Sans-Bold", "SansMono", "SansMono-Bold", "Serif", "Serif-Bold")] + [
    f"liberation/Liberation{family}-{style}.ttf" for family in ("Sans", "Serif", "Mono")
    for style in ("Regular", "Bold", "Italic", "BoldItalic")]
SIDE, COUNT = 96, 100


def missing_fonts():
    return [face for face in FACES if not (FONTS / face).exists()]


def letters():
    """(3, 7 or None, (96, 96) bytes), light on dark: each character of each face upright and a little turned both ways."""
    for face in FACES:
        font = ImageFont.truetype(str(FONTS / face), SIDE // 2)
        for character in "37" + string.ascii_letters:
            canvas = Image.new("L", (SIDE, SIDE))
            ImageDraw.Draw(canvas).text((SIDE / 2, SIDE / 2), character, fill=255, font=font, anchor="mm")
            for degrees in (-8, 0, 8):
                turned = canvas.rotate(degrees, Image.BICUBIC)
                yield int(character) if character in "37" else None, numpy.asarray(turned)


def on_paper(draw_ink):
    """What draw_ink(draw, side) draws at four times the size, dark on white."""
    canvas = Image.new("L", (4 * SIDE, 4 * SIDE), 255)
    draw_ink(ImageDraw.Draw(canvas), 4 * SIDE)
    return numpy.asarray(canvas.resize((SIDE, SIDE), Image.BOX))


def line(random):
    angle, length = random.uniform(0, numpy.pi), random.uniform(0.15, 0.42)
    x, y = length * numpy.cos(angle), length * numpy.sin(angle)
    width = random.uniform(0.02, 0.09)
    return on_paper(lambda draw, side: draw.line(
        [((0.5 - x) * side, (0.5 - y) * side), ((0.5 + x) * side, (0.5 + y) * side)], fill=20, width=round(width * side)))


def ellipse(random):
    x, y = random.uniform(0.15, 0.42, 2)
    width = random.uniform(0.02, 0.09)
    return on_paper(lambda draw, side: draw.ellipse(
        ((0.5 - x) * side, (0.5 - y) * side, (0.5 + x) * side, (0.5 + y) * side), outline=20, width=round(width * side)))


def noise(random):
    return numpy.clip(random.normal(128, random.uniform(10, 60), (SIDE, SIDE)), 0, 255).astype(numpy.uint8)


def blurred_scene(random):
    """Something out of focus in uneven light, as a camera sees it that points nowhere."""
    canvas = Image.new("L", (SIDE, SIDE), int(random.integers(90, 220)))
    for _ in range(random.integers(1, 4)):
        left, top, right, bottom = numpy.sort(random.uniform(0, SIDE, (2, 2)), axis=0).ravel()
        ImageDraw.Draw(canvas).rectangle((left, top, right, bottom), fill=int(random.integers(40, 240)))
    soft = numpy.asarray(canvas.filter(ImageFilter.GaussianBlur(random.uniform(4, 16))), dtype=float)
    soft = soft * shading(random, SIDE, SIDE, depth=random.uniform(0.2, 0.7)) + random.normal(0, 2, (SIDE, SIDE))
    return numpy.clip(soft, 0, 255).astype(numpy.uint8)


def shapes():
    """(None, (96, 96) bytes), of every kind COUNT."""
    for kind in (line, ellipse, noise, blurred_scene):
        random = numpy.random.default_rng([37, sum(kind.__name__.encode())])
        for _ in range(COUNT):
            yield None, kind(random)
