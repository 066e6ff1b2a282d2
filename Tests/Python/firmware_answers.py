"""Compares what the firmware printed with the wheel's answers for the same pictures, bit for bit, and with the line itself.

    firmware_answers.py LINE.m37 LINE.npy PRINTED
"""
import pathlib
import re
import struct
import sys

import numpy

import mnist37

weights, array, printed = sys.argv[1:]
header = pathlib.Path("examples/firmware/pictures.h").read_text()
line = numpy.load(array).astype(numpy.float64)
text = pathlib.Path(printed).read_text()
compared = 0
for name, pixels in re.findall(r"uint8_t (\w+)\[784\] = \{(.*?)\}", header, re.DOTALL):
    picture = numpy.array([int(pixel) for pixel in pixels.split(",") if pixel.strip()], numpy.uint8)
    answer = mnist37.Model(weights).predict(picture, raw=True)
    bits = struct.pack(">f", answer.logit).hex()
    found = re.search(rf"^{name}\b.*\b([37]|neither)\b.*logit {bits}\b", text, re.MULTILINE)
    logit = picture / 255 @ line[:-1] + line[-1]
    if not found or abs(logit - answer.logit) > 1e-4 * (1 + abs(logit)):
        sys.exit(f"check-torch: {name}: {answer}, logit {bits} here and {logit} by its numbers; the firmware printed\n{text}")
    compared += 1
    print(f"check-torch: {name} on a Cortex-M4F: {found[1]}, logit {bits}, as here")
if compared != 3:
    sys.exit(f"check-torch: {compared} pictures compared")
