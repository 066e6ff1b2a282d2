#!/usr/bin/env python3
"""Writes the conformance set: weights/, vectors.bin, digits.bin, expected/, malformed.bin, bases.txt and sweep.bin.

    Tests/Conformance/generate.py            writes everything anew; the same bytes each time
    Tests/Conformance/generate.py --check    compares with what is committed instead, and exits 1 when they differ

Needs numpy. The expected bits come from reference.py, never from the library. README.md describes the files.
"""
import gzip
import struct
import sys
import zlib
from pathlib import Path

import numpy as np

import reference
from reference import F, HEADER, RECORD

HERE = Path(__file__).resolve().parent
CARRIED_DIGITS = HERE.parent.parent / "Sources/Training/Digits/train-images-idx3-ubyte.gz"
outputs = {}


# The weights files.

# Of files whose classes are not 3 and 7: numbers, words, letters beyond ASCII, names of all 15 bytes, and a zero before a
# digit, which makes no number of it.
CLASS_NAMES = {
    "linear-f32-folded": ("4", "9"),
    "linear-i8": ("✓", "✗"),
    "conv-f32-3-5": ("65535", "0"),
    "conv-i8-3-5": ("tick", "cross"),
    "conv-f32-3-5-known": ("fifteen letters", "ｆｉｖｅ３"),
    "conv-i8-3-5-known": ("7", "07"),
}


def weights_file(name, layers, outputs=1, loss=2):
    """layers: of each its kind, element type, activation, kernel size, stride, padding, input shape, outputs, and its
    tensors as bytes: the weights, the scales (int8 only) and the biases."""
    offset, records, body = HEADER + RECORD * len(layers), b"", b""
    for kind, element, activation, kernel, stride, padding, shape, count, tensors in layers:
        offsets = []
        for tensor in tensors:
            offsets.append(offset)
            body += tensor + bytes(-len(tensor) % 4)
            offset = HEADER + RECORD * len(layers) + len(body)
        at_scales = offsets[1] if element == reference.INT8 else 0
        records += struct.pack(
            "<6BH4HIIII", kind, element, activation, kernel, stride, padding, 0, *shape, count, offsets[0], at_scales,
            offsets[-1], 0)
    header = reference.MAGIC_BYTES + struct.pack(
        "<II4BIIfQQIIII", 1, offset + 4, len(layers), outputs, loss, 0, 0x10000, 12, 0.5, 37, 0x0123456789ABCDEF, 200, 7,
        64, 0)
    header += b"".join(text.encode().ljust(16, b"\0") for text in CLASS_NAMES.get(name, ("3", "7")))
    data = header + records + body
    return data + struct.pack("<I", zlib.crc32(data))


def linear_file(name, tensors, element, loss=2):
    return weights_file(name, [(reference.DENSE, element, 0, 0, 0, 0, (28, 28, 1), 1, tensors)], loss=loss)


def network_file(name, random, element, convolutions, outputs=1):
    """Random weights whose activations stay of one size through the layers; with int8 a few of them saturate.

    convolutions: of each its kernel size, stride, padding and outputs.
    """
    layers, shape = [], (28, 28, 1)
    for kernel, stride, padding, count in list(convolutions) + [(0, 0, 0, outputs)]:
        is_dense = kernel == 0
        inputs = int(np.prod(shape)) if is_dense else kernel * kernel * shape[2]
        record = ((reference.DENSE, element, 0, 0, 0, 0, shape, count) if is_dense
                  else (reference.CONVOLUTION, element, 1, kernel, stride, padding, shape, count))
        if element == reference.FLOAT32:
            weights = random.standard_normal((inputs, count)) * np.sqrt(2 / inputs) * (1 if is_dense else 2)
            biases = random.standard_normal(count) * 0.2
            weights = weights.astype("<f4")
            tensors = [(weights.T if is_dense else weights).tobytes(), biases.astype("<f4").tobytes()]
        else:
            weights = random.randint(-128, 128, (inputs, count)).astype(np.int8)
            biases = random.randint(-9000, 9000, count).astype("<i4")
            # What a sum of such weights and bytes comes to, about; an output's own scale is near it.
            size = 60 * 128 * np.sqrt(inputs)
            scales = random.uniform(0.8, 1.2, count) * (4 / size if is_dense else 200 / size)
            # With a power of two many products lie halfway between two bytes.
            scales[0] = 2.0 ** np.round(np.log2(scales[0]))
            tensors = [(weights.T if is_dense else weights).tobytes(), scales.astype("<f4").tobytes(), biases.tobytes()]
        layers.append(record + (tensors,))
        if not is_dense:
            shape = tuple((size + 2 * padding - kernel) // stride + 1 for size in shape[:2]) + (count,)
    return weights_file(name, layers, outputs)


def make_weights():
    random = np.random.RandomState(37)
    integers, floats = {}, {}
    for columns in (1, 2):
        weights = (random.standard_normal((784, columns)) * 0.08).astype(F)
        # What a trained file seldom has, and arithmetic must survive: zeros of both signs, denormals, the smallest
        # normal, a large weight.
        special = [0.0, -0.0, 1e-45, -1e-41, 1.17549435e-38, 24.5]
        for index, value in enumerate(special):
            weights[5 + 131 * index, 0] = F(value)
        biases = random.standard_normal(columns).astype(F)
        if columns == 2:
            # As a trainer folds them: the sigmoid of the difference is the softmax of both.
            weights, biases = weights[:, :1] - weights[:, 1:], biases[:1] - biases[1:]
        name = "linear-f32" if columns == 1 else "linear-f32-folded"
        floats[name] = linear_file(
            name, [weights.astype("<f4").tobytes(), biases.astype("<f4").tobytes()], reference.FLOAT32, 2 * columns)
        weights = random.randint(-128, 128, (784, columns)).astype(np.int8)
        weights[0, 0], weights[783, columns - 1] = -128, 127
        scales = (random.uniform(2e-6, 9e-6, columns)).astype("<f4")
        biases = random.randint(-60000, 60000, columns).astype("<i4")
        if columns == 1:
            integers["linear-i8"] = linear_file(
                "linear-i8", [weights.tobytes(), scales.tobytes(), biases.tobytes()], reference.INT8)
    networks = {}
    tiny, conv = [(3, 2, 1, 4), (3, 2, 1, 8)], [(3, 2, 1, 8), (3, 2, 1, 16), (3, 2, 1, 16)]
    # What no loop is specialised for: a large kernel, odd numbers of channels, a stride of one.
    odd = [(5, 2, 2, 3), (3, 1, 0, 5)]
    for name, convolutions, count in (("4-8", tiny, 1), ("3-5", odd, 1), ("8-16-16", conv, 1), ("4-8-known", tiny, 2),
                                      ("3-5-known", odd, 2), ("8-16-16-known", conv, 2)):
        for kind, element in (("f32", reference.FLOAT32), ("i8", reference.INT8)):
            file = f"conv-{kind}-{name}"
            networks[file] = network_file(file, random, element, convolutions, count)
    return integers | floats, networks


# The pixel vectors. pixels() of vectors.c makes the same ones, from the same eight bytes.

(CONSTANT, DIGIT, BYTES, UNIFORM, WIDE, DENORMAL, TINY, LARGE, ANY, ONE_HOT, NON_FINITE, HALVES, SPARSE, SCALED,
 CHECKER) = range(15)


class Random:
    """Marsaglia's xorshift32."""

    def __init__(self, seed):
        self.state = seed

    def next(self):
        x = self.state
        x ^= x << 13 & 0xFFFFFFFF
        x ^= x >> 17
        x ^= x << 5 & 0xFFFFFFFF
        self.state = x
        return x


def from_bits(bits):
    return np.array(bits, np.uint32).view(F)


def as_bytes(kind, parameter, seed, digits):
    """The (784) bytes of a vector that is made of bytes; None for another."""
    random = Random(seed)
    if kind == CONSTANT and seed in (0, 0x3F800000):
        return np.full(784, 255 if seed else 0, np.uint8)
    if kind == DIGIT:
        return digits[parameter]
    if kind == BYTES:
        return np.array([random.next() >> 24 for _ in range(784)], np.uint8)
    if kind == SPARSE:
        draws = [random.next() for _ in range(784)]
        return np.array([d >> 24 if d & 7 == 0 else 0 for d in draws], np.uint8)
    if kind == CHECKER:
        return np.array([255 * ((i // 28 + i % 28 + parameter) & 1) for i in range(784)], np.uint8)
    return None


def as_floats(kind, parameter, seed, digits):
    """The (784) float32 pixels of a vector."""
    data = as_bytes(kind, parameter, seed, digits)
    if data is not None:
        return data.astype(F) / F(255)
    if kind == CONSTANT:
        return np.full(784, from_bits(seed), F)
    random = Random(seed)
    if kind == ONE_HOT:
        pixels = np.zeros(784, F)
        draw = random.next()
        pixels[seed % 784] = from_bits(draw & 0x807FFFFF | parameter << 23)
        return pixels
    draws = np.array([random.next() for _ in range(784)], np.uint32)
    fraction, exponent = draws & np.uint32(0x807FFFFF), draws >> np.uint32(23) & np.uint32(0xFF)
    if kind == WIDE:
        return ((draws >> np.uint32(8)).astype(np.int64) - 2**23).astype(F) * F(2.0**-21)
    if kind == DENORMAL:
        return fraction.view(F)
    if kind in (TINY, LARGE, ANY):
        low, count = {TINY: (1, 40), LARGE: (187, 40), ANY: (0, 255)}[kind]
        return (fraction | (exponent % np.uint32(count) + np.uint32(low)) << np.uint32(23)).view(F)
    if kind == HALVES:
        return (np.uint32(2) * (draws >> np.uint32(24)) + np.uint32(1)).astype(F) / F(510)
    uniform = (draws >> np.uint32(8)).astype(F) * F(2.0**-24)
    if kind == SCALED:
        return uniform * from_bits((parameter & 0xFF) << 23)
    assert kind in (UNIFORM, NON_FINITE)
    if kind == NON_FINITE:
        position = (0, 783, seed % 784)[parameter >> 2]
        uniform[position] = from_bits((0x7F800000, 0xFF800000, 0x7FC00001, 0xFF800001)[parameter & 3])
    return uniform


def make_vectors():
    seeds = Random(0x37373737)
    bits = lambda value: int(np.array(value, F).view(np.uint32))
    vectors = [(CONSTANT, 0, b) for b in (
        bits(0.0), bits(1.0), bits(-0.0), bits(-1.0), bits(0.5), 0x00000001, 0x807FFFFF, 0x00800000, 0x7F7FFFFF,
        0xFF7FFFFF, bits(1e30), bits(255.0), bits(1.0000001), 0x7F800000, 0xFF800000, 0x7FC00000, 0x7F800001)]
    vectors += [(DIGIT, index, 0) for index in range(16)]
    vectors += [(CHECKER, index, 0) for index in range(2)]
    for kind, count in ((BYTES, 30), (UNIFORM, 40), (WIDE, 25), (DENORMAL, 15), (TINY, 15), (LARGE, 15), (ANY, 30),
                        (HALVES, 20), (SPARSE, 25)):
        vectors += [(kind, 0, seeds.next()) for _ in range(count)]
    vectors += [(ONE_HOT, exponent, seeds.next()) for exponent in range(2, 255, 6)]
    vectors += [(SCALED, exponent, seeds.next()) for exponent in range(104, 140)]
    vectors += [(NON_FINITE, which, seeds.next()) for which in range(12)]
    return vectors


# The malformed files: a base, up to two patches, a new size, and whether the checksum is put right again.

def make_malformed(bases):
    names = list(bases)
    cases = []

    def case(name, intended, *patches, size=None, seal=True):
        data = bytearray(bases[name])
        size = len(data) if size is None else size
        data = data[:size] + bytes(max(0, size - len(data)))
        for offset, patch in patches:
            data[offset : offset + len(patch)] = patch
        if seal:
            data[-4:] = struct.pack("<I", zlib.crc32(bytes(data[:-4])))
        found = reference.status_of_file(bytes(data))
        assert found == intended, (name, intended, found, patches, size)
        record = struct.pack("<4BI", names.index(name), seal, intended, len(patches), size)
        for offset, patch in list(patches) + [(0, b"")] * (2 - len(patches)):
            record += struct.pack("<II8s", offset, len(patch), patch)
        cases.append(record)

    r = reference
    for name, data in bases.items():
        size, count, element = len(data), data[17], data[HEADER + 1]
        case(name, r.OK)
        # Cut short at each boundary of the format, and around it; with the stated size as it was, and put right.
        for cut in (0, 1, 7, 8, 9, 11, 12, 15, 16, 63, 64, 95, 96, 99, 100, 127, 128, 131, 132, size - 8, size - 4, size - 1):
            case(name, r.TRUNCATED, size=cut, seal=False)
        tensors = HEADER + RECORD * data[16]
        for cut in (100, 124, 128, tensors - 4, tensors):
            case(name, r.TRUNCATED, (12, u32(cut)), size=cut)
        for cut in (tensors + 4, tensors + 8, size - 8, size - 4):
            case(name, r.LAYOUT, (12, u32(cut)), size=cut)
        case(name, r.LAYOUT, (12, u32(size - 2)), size=size - 2)
        for extra in (1, 2, 4, 100):
            case(name, r.TRAILING, size=size + extra, seal=False)
        case(name, r.LAYOUT, (12, u32(size + 4)), size=size + 4)
        for stated in (0, 12, 99, size - 4, size - 1):
            case(name, r.TRAILING, (12, u32(stated)))
        for stated in (size + 1, size + 4, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF):
            case(name, r.TRUNCATED, (12, u32(stated)))
        for offset in range(8):
            case(name, r.MAGIC, (offset, bytes([data[offset] ^ 0x20])))
        case(name, r.MAGIC, (0, b"\x89PNG\r\n\x1a\n"))
        case(name, r.MAGIC, (0, b"\x00"), size=1, seal=False)
        for version in (0, 2, 99, 0x100, 0x01000000, 0xFFFFFFFF):
            case(name, r.VERSION, (8, u32(version)))
        for offset in (16, 17, 18, 20, 24, 28, 32, 40, 48, 60, 64, 80, 96, 102, 112, 128, size // 2, size - 5, size - 4, size - 1):
            case(name, r.CHECKSUM, (offset, bytes([data[offset] ^ 0x10])), seal=False)
        case(name, r.RESERVED, (19, b"\x01"))
        case(name, r.RESERVED, (60, u32(0x80000000)))
        case(name, r.METADATA, (18, b"\x05"))
        case(name, r.METADATA, (18, b"\xff"))
        case(name, r.METADATA, (52, u32(201)))
        case(name, r.METADATA, (48, u32(0)))
        for rate in (0x7F800000, 0xFF800000, 0x7FC00000):
            case(name, r.METADATA, (28, u32(rate)))
        if name in (names[0], names[-1]):
            damage_names(case, name)
        case(name, r.LAYER_COUNT, (16, b"\x00"))
        case(name, r.LAYER_COUNT, (16, b"\x06"))
        case(name, r.LAYER_COUNT, (16, b"\xff"))
        for kind in (0, 200, 255):
            case(name, r.LAYER_KIND, (HEADER, bytes([kind])))
        for kind in (3, 200):
            case(name, r.LAYER_KIND, (tensors - 32, bytes([kind])))
        for other in (2, 255):
            case(name, r.ELEMENT_TYPE, (HEADER + 1, bytes([other])))
        for activation in (200, 255):
            case(name, r.ACTIVATION, (HEADER + 2, bytes([activation])))
        case(name, r.RESERVED, (HEADER + 6, u16(1)))
        case(name, r.RESERVED, (HEADER + 28, u32(1)))
        for offset, value in ((8, 0), (8, 27), (8, 29), (10, 0), (10, 0xFFFF), (12, 0), (12, 2), (14, 0), (14, 65),
                              (14, 0xFFFF)):
            case(name, r.SHAPE, (HEADER + offset, u16(value)))
        for value in (0, 3 - count, 3, 255):
            case(name, r.SHAPE, (17, bytes([value])))
        for offset in (16, 20, 24):
            for value in (1, 124, tensors + 4, size, 0x7FFFFFFC, 0xFFFFFFFC):
                case(name, r.LAYOUT, (HEADER + offset, u32(value)))
        if data[HEADER] == r.DENSE:
            damage_linear(case, name, data)
        else:
            damage_network(case, name, data)
    return b"".join(cases)


def damage_names(case, name):
    """Names that are none. A patch has at most eight bytes; behind it there are the zeros of a short name, if it is one."""
    r, first, second = reference, 64, 80
    for start in (first, second):
        case(name, r.NAME_LENGTH, (start, bytes(8)), (start + 8, bytes(8)))
        case(name, r.NAME_LENGTH, (start, b"\0"), (start + 1, b"x"))
        case(name, r.NAME_LENGTH, (start, b"sixteen "), (start + 8, b"letters!"))
        case(name, r.RESERVED, (start, b"a\0b"), (start + 8, bytes(8)))
        case(name, r.RESERVED, (start, b"ab" + bytes(6)), (start + 8, bytes(6) + b"z"))
        case(name, r.NAME_ENCODING, (start, b"\xff\0b"), (start + 8, bytes(8)))
        case(name, r.NAME_LENGTH, (start, b"ab" + bytes(6)), (start + 8, bytes(7) + b"z"))
        for text in ("z", "Ä", "߿", "ࠀ", "퟿", "\ue000", "￿", "𐀀", "\U0010ffff", "é𝟛", "1234567", "\u00a0", "~ "):
            case(name, r.OK, (start, text.encode().ljust(8, b"\0")), (start + 8, bytes(8)))
        for text in (b"\x01", b"a\n", b"\x1b[31m", b"\x1f", b"\x7f", b"\xc2\x80", b"\xc2\x9f", b"\x80", b"\xbf", b"\xc0\x80", b"\xc1\xbf",
                     b"\xc2", b"\xc2A", b"\xc3\xc3", b"\xe0\x80\x80", b"\xe0\x9f\xbf", b"\xe1\x80", b"\xe2\x82A", b"\xed\xa0\x80",
                     b"\xed\xbf\xbf", b"\xef\xbf\xc0", b"\xf0\x80\x80\x80", b"\xf0\x8f\xbf\xbf", b"\xf1\x80\x80",
                     b"\xf4\x90\x80\x80", b"\xf5\x80\x80\x80", b"\xf8\x88\x80\x80", b"\xfe", b"\xff\xff"):
            case(name, r.NAME_ENCODING, (start, text.ljust(8, b"\0")), (start + 8, bytes(8)))
        # A character that its end cuts off.
        case(name, r.NAME_ENCODING, (start, b"1234567\xe2"), (start + 8, b"123456\xe2\0"))
    # The first name is looked at first.
    case(name, r.NAME_LENGTH, (first, b"\0"), (second, b"\xff\0"))
    case(name, r.NAMES_EQUAL, (first, b"no\0" + bytes(5)), (second, b"no\0" + bytes(5)))


def u16(value):
    return struct.pack("<H", value)


def u32(value):
    return struct.pack("<I", value)


def damage_linear(case, name, data):
    """What can only be wrong with one dense layer."""
    r, element = reference, data[HEADER + 1]
    f32, i32 = (lambda v: struct.pack("<f", v)), (lambda v: struct.pack("<i", v))
    for offset in (3, 4, 5):
        case(name, r.RESERVED, (HEADER + offset, b"\x01"))
    # A second layer, whose record would be the first weights.
    case(name, r.SHAPE, (16, b"\x02"))
    case(name, r.ACTIVATION, (HEADER, b"\x02"))
    case(name, r.SHAPE, (HEADER, bytes([2, element]) + b"\x01\x03\x02\x01"))
    for value in (2, 3):
        case(name, r.SHAPE, (HEADER + 14, u16(value)))
        case(name, r.SHAPE, (HEADER + 14, u16(value)), (17, bytes([value])))
    case(name, r.LAYOUT, (HEADER + 1, bytes([1 - element])))
    at_scales, at_biases = struct.unpack_from("<2I", data, HEADER + 20)
    if element == r.INT8:
        for value in (0.0, -0.0, -1e-5, 2.0**-41, 2.0**16, float("inf"), float("-inf"), float("nan")):
            case(name, r.WEIGHT_VALUE, (at_scales, f32(value)))
        for value in (2.0**-40, 65535.996):
            case(name, r.OK, (at_scales, f32(value)))
        for value in (-(2**30) - 1, 2**30 + 1, 2**31 - 1, -(2**31)):
            case(name, r.WEIGHT_VALUE, (at_biases, i32(value)))
        for value in (-(2**30), 2**30):
            case(name, r.OK, (at_biases, i32(value)))
    else:
        for bad in (0x7F800000, 0xFF800000, 0x7FC00000, 0x7F800001):
            for offset in (128, 132, at_biases - 4, at_biases):
                case(name, r.WEIGHT_VALUE, (offset, u32(bad)))
        for good in (0x7F7FFFFF, 0x00000001, 0x80000000):
            case(name, r.OK, (at_biases - 4, u32(good)))


def damage_network(case, name, data):
    """What can only be wrong with a convolution, or with layers that do not fit one another."""
    r, element = reference, data[HEADER + 1]
    second, last = HEADER + RECORD, HEADER + RECORD * (data[16] - 1)
    kernel, stride, padding = data[HEADER + 3 : HEADER + 6]
    case(name, r.ACTIVATION, (HEADER + 2, b"\x00"))
    case(name, r.ACTIVATION, (last + 2, b"\x01"))
    for value in (0, stride - 1, 29, 255):
        case(name, r.SHAPE, (HEADER + 3, bytes([value])))
    for value in (0, kernel + 1, 255):
        case(name, r.SHAPE, (HEADER + 4, bytes([value])))
    for value in ((kernel + 1) // 2, 14, 255):
        case(name, r.SHAPE, (HEADER + 5, bytes([value])))
    # Another stride or padding gives another shape, which the next layer does not take; another kernel other tensors.
    case(name, r.SHAPE, (HEADER + 4, bytes([kernel])))
    case(name, r.SHAPE, (HEADER + 5, b"\x00"))
    case(name, r.LAYOUT, (HEADER + 3, bytes([kernel + 1])))
    for offset in range(3, 6):
        case(name, r.RESERVED, (last + offset, b"\x01"))
    case(name, r.RESERVED, (second + 6, u16(0x8000)))
    case(name, r.RESERVED, (last + 28, u32(1)))
    case(name, r.ELEMENT_TYPE, (second + 1, bytes([1 - element])))
    case(name, r.ELEMENT_TYPE, (last + 1, bytes([1 - element])))
    for record in (second, last):
        height, width, channels, count = struct.unpack_from("<4H", data, record + 8)
        for offset, value in ((8, height + 1), (10, width - 1), (12, channels + 1), (14, 0), (14, 0xFFFF)):
            case(name, r.SHAPE, (record + offset, u16(value)))
        for offset in (16, 20, 24):
            case(name, r.LAYOUT, (record + offset, u32(struct.unpack_from("<I", data, record + offset)[0] + 4)))
    # Two outputs where there are weights for one, or one where there are for two; and three.
    case(name, r.LAYOUT, (17, bytes([3 - data[17]])), (last + 14, u16(3 - data[17])))
    case(name, r.SHAPE, (17, b"\x03"), (last + 14, u16(3)))
    # A network that ends in a convolution, or in the middle of its tensors, or goes on behind its dense layer.
    case(name, r.SHAPE, (16, b"\x01"))
    case(name, r.LAYOUT, (16, b"\x02"))
    case(name, r.SHAPE, (HEADER, bytes([1, element, 0, 0, 0, 0])))
    case(name, r.SHAPE, (last, bytes([2, element, 1, 1, 1, 0])))
    at_weights, at_scales, at_biases = struct.unpack_from("<3I", data, second + 16)
    if element == r.FLOAT32:
        for bad in (0x7F800000, 0xFFC00000):
            case(name, r.WEIGHT_VALUE, (at_weights, u32(bad)))
            case(name, r.WEIGHT_VALUE, (at_biases, u32(bad)))
    else:
        case(name, r.WEIGHT_VALUE, (at_scales, u32(0)))
        case(name, r.WEIGHT_VALUE, (at_biases, u32(0x7FFFFFFF)))


def make_sweep(data):
    """What every truncation of the file and one flipped bit in each of its bytes give, a byte each."""
    statuses = [reference.status_of_file(data[:size]) for size in range(len(data))]
    for offset in range(len(data)):
        flipped = bytearray(data)
        flipped[offset] ^= 1 << (5 * offset + 3) % 8
        statuses.append(reference.status_of_file(bytes(flipped)))
    assert reference.OK not in statuses
    return bytes(statuses)


def main():
    linear, networks = make_weights()
    files = linear | networks
    for name, data in files.items():
        outputs[f"weights/{name}.m37"] = data
    images = np.frombuffer(gzip.decompress(CARRIED_DIGITS.read_bytes())[16:], np.uint8).reshape(-1, 784)
    # Sixteen of the package's 800 threes and sevens to train on, spread evenly.
    digits = images[:800:50]
    outputs["digits.bin"] = digits.tobytes()
    vectors = make_vectors()
    outputs["vectors.bin"] = b"".join(struct.pack("<BBHI", kind, parameter, 0, seed) for kind, parameter, seed in vectors)
    pixels = [as_floats(*vector, digits) for vector in vectors]
    for name, data in files.items():
        model = reference.Model(data)
        expected = b""
        for vector in pixels:
            expected += struct.pack("<HHfff", *reference.predict(model, vector))
        outputs[f"expected/{name}.bin"] = expected
    bases = linear | {name: networks[name] for name in ("conv-f32-4-8", "conv-i8-3-5", "conv-f32-4-8-known", "conv-i8-3-5-known")}
    outputs["malformed.bin"] = make_malformed(bases)
    # The malformed files' bases by number; the sweep's base is the first of them.
    outputs["bases.txt"] = "".join(f"{name}\n" for name in bases).encode()
    outputs["sweep.bin"] = make_sweep(bases[next(iter(bases))])

    differing = []
    for name, data in outputs.items():
        path = HERE / name
        if "--check" in sys.argv[1:]:
            if not path.exists() or path.read_bytes() != data:
                differing.append(name)
        else:
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(data)
    if differing:
        print("differs from what generate.py makes:", ", ".join(differing), file=sys.stderr)
        return 1
    print(f"{len(files)} weights files x {len(vectors)} vectors, {len(outputs['malformed.bin']) // 40} malformed files")
    return 0


if __name__ == "__main__":
    sys.exit(main())
