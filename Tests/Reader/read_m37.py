#!/usr/bin/env python3
"""Reads a weights file by docs/weights-format.md alone, and classifies pictures with it.

    read_m37.py WEIGHTS.m37 < PICTURES

PICTURES is any number of pictures of 784 bytes. Prints a line for each: the name of its class and the log-odds of the first class. Needs
nothing but Python; knows nothing of the project's other code.
"""
import struct
import sys
import zlib

MAGIC = bytes.fromhex("894d33370d0a1a0a")


def read(data):
    """The names of the classes, and the layers: a list of (shape, convolution or None, weights, scales or None, biases)."""
    assert data[:8] == MAGIC, "magic"
    version, size = struct.unpack_from("<II", data, 8)
    assert version == 1, f"version {version}"
    assert size == len(data), "size"
    assert struct.unpack_from("<I", data, size - 4)[0] == zlib.crc32(data[: size - 4]), "checksum"
    count, last_outputs, loss, zero = data[16:20]
    assert zero == 0 and loss <= 4 and last_outputs in (1, 2)
    names = [name.rstrip(b"\0").decode() for name in (data[64:80], data[80:96])]
    assert all(names) and names[0] != names[1], "names"
    end = 96 + 32 * count
    layers = []
    for index in range(count):
        record = 96 + 32 * index
        kind, element, activation, size_k, stride, padding = data[record : record + 6]
        assert kind in (1, 2), f"kind {kind}"
        height, width, channels, outputs = struct.unpack_from("<4H", data, record + 8)
        weights_at, scales_at, biases_at, zero = struct.unpack_from("<4I", data, record + 16)
        shape = (height, width, channels, outputs)
        convolution = (size_k, stride, padding) if kind == 2 else None
        assert activation == kind - 1
        number = (size_k * size_k * channels if kind == 2 else height * width * channels) * outputs
        assert weights_at == end and zero == 0
        weights = struct.unpack_from(f"<{number}{'fb'[element]}", data, weights_at)
        end += (number * (4, 1)[element] + 3) // 4 * 4
        scales = None
        if element == 1:
            assert scales_at == end
            scales = struct.unpack_from(f"<{outputs}f", data, scales_at)
            end += 4 * outputs
        assert biases_at == end
        biases = struct.unpack_from(f"<{outputs}{'fi'[element]}", data, biases_at)
        end += 4 * outputs
        layers.append((shape, convolution, weights, scales, biases))
    assert end == size - 4, "slack"
    return names, layers


def convolve(values, shape, convolution, weights, scales, biases):
    """The outputs of a convolution, in the order row, column, channel."""
    height, width, channels, outputs = shape
    size, stride, padding = convolution
    rows, columns = ((n + 2 * padding - size) // stride + 1 for n in (height, width))
    result = []
    for row in range(rows):
        for column in range(columns):
            sums = [0] * outputs
            for i in range(size):
                y = row * stride + i - padding
                for j in range(size):
                    x = column * stride + j - padding
                    if not (0 <= y < height and 0 <= x < width):
                        continue
                    for channel in range(channels):
                        value = values[(y * width + x) * channels + channel]
                        if value:
                            first = ((i * size + j) * channels + channel) * outputs
                            for output in range(outputs):
                                sums[output] += value * weights[first + output]
            for output in range(outputs):
                total = max(0, sums[output] + biases[output])
                if scales is not None:
                    numerator, denominator = scales[output].as_integer_ratio()
                    total = min(255, (2 * total * numerator + denominator) // (2 * denominator))
                result.append(total)
    return result


def log_odds(layers, picture):
    """Of the first class and, where there is a second output, of either class."""
    integer = layers[0][3] is not None
    values = list(picture) if integer else [byte / 255 for byte in picture]
    for layer in layers[:-1]:
        values = convolve(values, *layer)
    _, _, weights, scales, biases = layers[-1]
    inputs = [(index, value) for index, value in enumerate(values) if value]
    for output, bias in enumerate(biases):
        row = output * len(values)
        total = sum(value * weights[row + index] for index, value in inputs) + bias
        yield total * scales[output] if integer else total


def main():
    with open(sys.argv[1], "rb") as file:
        names, layers = read(file.read())
    pictures = sys.stdin.buffer.read()
    for start in range(0, len(pictures) - 783, 784):
        value, *known = log_odds(layers, pictures[start : start + 784])
        answer = "neither" if known and known[0] < 0 else names[0 if value > 0 else 1]
        print(answer, *(f"{number:.9g}" for number in (value, *known)))


if __name__ == "__main__":
    main()
