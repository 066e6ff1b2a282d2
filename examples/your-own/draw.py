#!/usr/bin/env python3
"""Draws ticks and crosses, as a stand-in for pictures of your own.

    draw.py FOLDER [COUNT]

writes COUNT pictures (60 without it) into each of FOLDER/train/tick, FOLDER/train/cross and FOLDER/train/other, which are
circles, lines and other marks; a few more into FOLDER/new, which nothing learns from; and FOLDER/frames.h, three of those as
a camera would hand them to main.c. The pictures have many sizes, slants, pens and papers. The same COUNT gives the same
pictures on every machine. Needs nothing but Python.
"""
import math
import random
import struct
import sys
import zlib
from pathlib import Path


def tick(draw):
    """Down to the right, then further up to the right."""
    bend = (draw(-0.35, -0.1), draw(0.5, 0.8))
    return [[(bend[0] - draw(0.25, 0.5), bend[1] - draw(0.4, 0.7)), bend, (draw(0.5, 0.9), draw(-0.9, -0.5))]]


def cross(draw):
    """Two strokes that cross near the middle."""
    near = lambda value: value + draw(-0.15, 0.15)
    size = draw(0.6, 0.8)
    return [[(near(-size), near(-size)), (near(size), near(size))], [(near(size), near(-size)), (near(-size), near(size))]]


def other(draw):
    """A mark that is neither: a circle, a line, a box, a wave, two lines side by side, a corner, a triangle."""
    size = draw(0.5, 0.8)
    turn = draw(0, 2 * math.pi)
    at = lambda angle, radius=size: (radius * math.cos(turn + angle), radius * math.sin(turn + angle))
    ring = lambda corners: [at(2 * math.pi * corner / corners) for corner in range(corners + 1)]
    return [
        lambda: [ring(24)],
        lambda: [[at(0), at(math.pi)]],
        lambda: [ring(4)],
        lambda: [[(x / 10, 0.4 * math.sin(x / 2 + turn)) for x in range(-8, 9)]],
        lambda: [[(-size, -0.3), (size, -0.3)], [(-size, 0.3), (size, 0.3)]],
        lambda: [[(-size, -size), (-size, size), (size, size)]],
        lambda: [ring(3)],
    ][int(draw(0, 7)) % 7]()


def distance(x, y, start, end):
    """From a point to a segment."""
    (x0, y0), (x1, y1) = start, end
    dx, dy = x1 - x0, y1 - y0
    along = ((x - x0) * dx + (y - y0) * dy) / (dx * dx + dy * dy or 1)
    along = min(1, max(0, along))
    return math.hypot(x - x0 - along * dx, y - y0 - along * dy)


def picture(strokes, width, height, draw):
    """(height, width) bytes: dark ink on light paper, which is a little uneven."""
    scale = draw(0.28, 0.42) * min(width, height)
    slant, left, top = draw(-0.15, 0.15), draw(0.45, 0.55) * width, draw(0.45, 0.55) * height
    segments = []
    for stroke in strokes:
        points = [(left + scale * (x - slant * y), top + scale * y) for x, y in stroke]
        segments += zip(points, points[1:])
    pen, ink, paper, shade = max(0.8, draw(0.03, 0.055) * min(width, height)), draw(20, 90), draw(205, 245), draw(-20, 20)
    grey = bytearray()
    for y in range(height):
        for x in range(width):
            # 1 inside of the stroke, 0 outside, and in between along its edge.
            covered = min(1, max(0, pen + 0.5 - min(distance(x, y, *segment) for segment in segments)))
            ground = paper + shade * x / width + draw(-4, 4)
            grey.append(int(min(255, max(0, ground + covered * (ink - ground)))))
    return bytes(grey)


def png(grey, width, height):
    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = b"".join(b"\0" + grey[row * width : (row + 1) * width] for row in range(height))
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def frames(pictures, side):
    """The C header of (name, grey) pictures of side x side pixels."""
    text = f"""/* Pictures as a camera hands them over: FRAME_SIDE rows of as many bytes, 0 black to 255 white. */
#define FRAME_SIDE {side}

static const struct {{
    const char *name;
    unsigned char grey[FRAME_SIDE * FRAME_SIDE];
}} frames[] = {{
"""
    for name, grey in pictures:
        rows = [", ".join(map(str, grey[start : start + 24])) for start in range(0, len(grey), 24)]
        text += f'    {{"{name}", {{\n' + "".join(f"        {row},\n" for row in rows) + "    }},\n"
    return text + "};\n"


def main():
    if not 2 <= len(sys.argv) <= 3:
        sys.exit(__doc__)
    folder, count = Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) == 3 else 60
    shapes, side = {"tick": tick, "cross": cross, "other": other}, 64
    unseen = []
    for name, shape in shapes.items():
        # Python promises the same numbers of a seed for ever, of random() alone.
        numbers = random.Random(name)
        draw = lambda low, high: low + (high - low) * numbers.random()
        (folder / "train" / name).mkdir(parents=True, exist_ok=True)
        (folder / "new").mkdir(exist_ok=True)
        for index in range(4):
            grey = picture(shape(draw), side, side, draw)
            (folder / "new" / f"{name}-{index}.png").write_bytes(png(grey, side, side))
            if index == 0:
                unseen.append((name, grey))
        for index in range(count):
            width, height = int(draw(36, 96)), int(draw(36, 96))
            grey = picture(shape(draw), width, height, draw)
            (folder / "train" / name / f"{index:03}.png").write_bytes(png(grey, width, height))
    (folder / "frames.h").write_text(frames(unseen, side))


if __name__ == "__main__":
    main()
