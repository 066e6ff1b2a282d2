#!/usr/bin/env python3
"""Makes examples/firmware/pictures.h: the digits of examples/digits, from the validation part of the carried digits.

    python3 Scripts/make-pictures-header.py > examples/firmware/pictures.h
"""
import gzip
import pathlib

images = gzip.decompress(
    (pathlib.Path(__file__).parent / "../Sources/Training/Digits/t10k-images-idx3-ubyte.gz").read_bytes())[16:]


def rows(name, index):
    picture = images[784 * index : 784 * (index + 1)]
    lines = [", ".join(f"{value:3}" for value in picture[28 * row : 28 * row + 28]) for row in range(28)]
    return f"static const uint8_t {name}[784] = {{\n" + "".join(f"    {line},\n" for line in lines) + "};\n"


print(f"""/*
 * Three pictures to classify, 0 background to 255 ink, made by Scripts/make-pictures-header.py. They are part of MNIST:
 * CC BY-SA 3.0, Yann LeCun and Corinna Cortes.
 */
#ifndef PICTURES_H
#define PICTURES_H

#include <stdint.h>

{rows("three", 7)}
{rows("seven", 105)}
{rows("zero", 200)}
#endif""")
