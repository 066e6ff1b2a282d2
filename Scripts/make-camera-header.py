#!/usr/bin/env python3
"""Makes examples/firmware/camera_frame.h: a three of the carried digits as a camera would see it, dark ink on shaded paper.

    python3 Scripts/make-camera-header.py > examples/firmware/camera_frame.h
    python3 Scripts/make-camera-header.py --pgm > frame.pgm     # the same picture

Everything is done in integers, and the noise comes from a generator of its own: every machine makes the same bytes.
"""
import gzip
import pathlib
import sys

SIDE = 96  # of the frame
INK = 60  # pixels for the 28 of a digit
LEFT, TOP = 26, 14
# Paper is PAPER where the lamp is, and darker with the distance from it; ink lets a third of the light through.
PAPER, LAMP = 208, (20, 12)
NOISE = 9  # levels to either side

digits = gzip.decompress(
    (pathlib.Path(__file__).parent / "../Sources/Training/Digits/t10k-images-idx3-ubyte.gz").read_bytes())[16:]
three = digits[784 * 7 : 784 * 8]


def noise():
    """-NOISE to NOISE, evenly: the upper bits of Knuth's MMIX generator."""
    state = 37
    while True:
        state = (state * 6364136223846793005 + 1442695040888963407) % 2**64
        yield (state >> 33) % (2 * NOISE + 1) - NOISE


def ink(x, y):
    """How much ink there is at (x, y) of the frame, 0 to 255: the digit enlarged by linear interpolation."""
    # Where the pixel's centre is in the digit, in 1/256 of its pixels, from the centre of its first one on.
    across, down = ((2 * place + 1) * 28 * 128 // INK - 128 for place in (x - LEFT, y - TOP))
    total = 0
    for row, vertical in ((down >> 8, 256 - down % 256), ((down >> 8) + 1, down % 256)):
        for column, horizontal in ((across >> 8, 256 - across % 256), ((across >> 8) + 1, across % 256)):
            if 0 <= row < 28 and 0 <= column < 28:
                total += vertical * horizontal * three[28 * row + column]
    return total >> 16


def frame():
    """(SIDE, SIDE) row by row, 0 black to 255 white."""
    grains = noise()
    for y in range(SIDE):
        for x in range(SIDE):
            distance = (x - LAMP[0]) ** 2 + (y - LAMP[1]) ** 2
            paper = PAPER - distance // 110
            level = paper - paper * ink(x, y) * 2 // (3 * 255) + next(grains)
            yield min(255, max(0, level))


pixels = bytes(frame())
if sys.argv[1:] == ["--pgm"]:
    sys.stdout.buffer.write(f"P5\n{SIDE} {SIDE}\n255\n".encode() + pixels)
    sys.exit()
rows = "".join(
    f"    {', '.join(f'{value:3}' for value in pixels[start : start + SIDE // 4])},\n"
    for start in range(0, len(pixels), SIDE // 4))
print(f"""/*
 * What a camera sees of a handwritten three: {SIDE} rows of {SIDE} pixels, 0 black to 255 white, made by
 * Scripts/make-camera-header.py from a digit of MNIST: CC BY-SA 3.0, Yann LeCun and Corinna Cortes.
 */
#ifndef CAMERA_FRAME_H
#define CAMERA_FRAME_H

#include <stdint.h>

#define CAMERA_SIDE {SIDE}

static const uint8_t camera_frame[CAMERA_SIDE * CAMERA_SIDE] = {{
{rows}}};

#endif""")
