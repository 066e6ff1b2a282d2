#!/usr/bin/env python3
"""Tells threes from sevens in pictures of any kind and size, with the wheel of `make wheel`.

    python3 examples/python/predict.py [--weights FILE.m37] PICTURE...

Prints the answer for each picture, how sure it is, and the bits of the numbers, which every processor gives alike.
"""
import argparse
import struct
import sys

import mnist37

parser = argparse.ArgumentParser(description="Tells handwritten threes from sevens.")
parser.add_argument("--weights", metavar="FILE.m37", help="instead of those that come with the package")
parser.add_argument("pictures", metavar="PICTURE", nargs="+")
arguments = parser.parse_args()

model = mnist37.Model(arguments.weights)
status = 0
for picture in arguments.pictures:
    try:
        answer = model.predict(picture)
    except (OSError, TypeError, ValueError) as error:
        print(f"{picture}: {error}", file=sys.stderr)
        status = 65
    else:
        bits = [struct.pack(">f", value).hex() for value in (answer.logit, answer.probability, answer.known)]
        print(f"{picture}  {answer}  (bits: logit {bits[0]}, probability {bits[1]}, known {bits[2]})")
sys.exit(status)
