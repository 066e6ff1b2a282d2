#!/usr/bin/env python3
"""Reads a weights file by docs/weights-format.md alone, and classifies pictures with it.

    read_m37.py WEIGHTS.m37 < PICTURES

PICTURES is any number of pictures of 784 bytes. Prints a line for each: the digit and the log-odds of a three. Needs
nothing but Python; knows nothing of the project's other code.
"""
import struct
import sys
import zlib

MAGIC = bytes.fromhex("894d33370d0a1a0a")


def read(data):
    """The layers of a file: a list of (outputs, weights by output, scales or None, biases)."""
    assert data[:8] == MAGIC, "magic"
    version, size = struct.unpack_from("<II", data, 8)
    assert version == 1, f"version {version}"
    assert size == len(data), "size"
    assert struct.unpack_from("<I", data, size - 4)[0] == zlib.crc32(data[: size - 4]), "checksum"
    count, columns, loss, zero = data[16:20]
    assert zero == 0 and loss <= 4 and columns in (1, 2)
    end = 64 + 32 * count
    layers = []
    for index in range(count):
        record = 64 + 32 * index
        kind, element = data[record], data[record + 1]
        assert kind == 1, f"kind {kind}"
        height, width, channels, outputs = struct.unpack_from("<4H", data, record + 8)
        weights_at, scales_at, biases_at, zero = struct.unpack_from("<4I", data, record + 16)
        inputs = height * width * channels
        number = inputs * outputs
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
        layers.append((outputs, [weights[output::outputs] for output in range(outputs)], scales, biases))
    assert end == size - 4, "slack"
    return layers


def log_odds(layers, picture):
    (outputs, weights, scales, biases), = layers
    inputs = [(index, byte) for index, byte in enumerate(picture) if byte]
    if scales is None:
        values = [sum(b * weights[o][i] for i, b in inputs) / 255 + biases[o] for o in range(outputs)]
    else:
        values = [(sum(b * weights[o][i] for i, b in inputs) + biases[o]) * scales[o] for o in range(outputs)]
    return values[0] - values[1] if outputs == 2 else values[0]


def main():
    with open(sys.argv[1], "rb") as file:
        layers = read(file.read())
    pictures = sys.stdin.buffer.read()
    for start in range(0, len(pictures) - 783, 784):
        value = log_odds(layers, pictures[start : start + 784])
        print(3 if value > 0 else 7, f"{value:.9g}")


if __name__ == "__main__":
    main()
