"""An independent reader and calculator of .m37 files: what libmnist37 must answer, bit for bit.

Written from the documents alone (docs/weights-format.md, the order of summation and the sigmoid that docs/abi.md and the
kernels' comments state), in numpy's float32, which rounds every product and every sum once. It shares no code with the
library and never calls it.
"""
import re
import struct
import unicodedata
import zlib

import numpy as np

F = np.float32

# The statuses of include/mnist37.h.
OK, NULL, NOT_INITIALIZED, PIXELS = 0, 1, 2, 3
ALIGNMENT, TRUNCATED, MAGIC, VERSION, TRAILING, CHECKSUM = 21, 22, 23, 24, 25, 26
RESERVED, METADATA, LAYER_COUNT, LAYER_KIND, ELEMENT_TYPE = 27, 28, 29, 30, 31
ACTIVATION, SHAPE, LAYOUT, WEIGHT_VALUE, SCRATCH = 32, 33, 34, 35, 36
NAME_LENGTH, NAME_ENCODING, NAMES_EQUAL = 37, 38, 39

MAGIC_BYTES = bytes([0x89, 0x4D, 0x33, 0x37, 0x0D, 0x0A, 0x1A, 0x0A])
DENSE, CONVOLUTION = 1, 2
FLOAT32, INT8 = 0, 1
# Bytes of the header and of a layer's record.
HEADER, RECORD = 96, 32


def status_of_file(data):
    """The status that mnist37_model_init gives for these bytes (in aligned memory)."""
    if data[:8] != MAGIC_BYTES[: len(data)]:
        return MAGIC
    if len(data) < 12:
        return TRUNCATED
    if struct.unpack_from("<I", data, 8)[0] != 1:
        return VERSION
    if len(data) < HEADER + 4:
        return TRUNCATED
    stated = struct.unpack_from("<I", data, 12)[0]
    if len(data) != stated:
        return TRUNCATED if len(data) < stated else TRAILING
    if len(data) % 4:
        return LAYOUT
    if zlib.crc32(data[:-4]) != struct.unpack_from("<I", data, len(data) - 4)[0]:
        return CHECKSUM
    layers, outputs, loss, zero = struct.unpack_from("<4B", data, 16)
    (rate,) = struct.unpack_from("<f", data, 28)
    count, errors, _, zeros = struct.unpack_from("<4I", data, 48)
    if zero or zeros:
        return RESERVED
    if loss > 4 or errors > count or not np.isfinite(rate):
        return METADATA
    names = class_names(data)
    if isinstance(names, int):
        return names
    if not 1 <= layers <= 5:
        return LAYER_COUNT
    offset = HEADER + RECORD * layers
    if offset > len(data) - 4:
        return TRUNCATED
    shape, element = (28, 28, 1), None
    for index in range(layers):
        layer = Layer(data, index)
        status = layer.status(shape, element, index == layers - 1, outputs)
        if status != OK:
            return status
        offset = layer.end_of_tensors(offset)
        if offset is None:
            return LAYOUT
        if not layer.values_are_usable():
            return WEIGHT_VALUE
        shape, element = layer.output_shape, layer.element
    if offset != len(data) - 4:
        return LAYOUT
    return OK if layers == 1 or values_in_memory([Layer(data, index) for index in range(layers)]) <= 1008 else SCRATCH


def class_names(data):
    """Both names as text; or the status that refuses them."""
    names = []
    for start in (64, 80):
        name, _, rest = data[start : start + 16].partition(b"\0")
        if not name or data[start + 15]:
            return NAME_LENGTH
        try:
            names.append(name.decode())
        except UnicodeDecodeError:
            return NAME_ENCODING
        if any(unicodedata.category(character) == "Cc" for character in names[-1]):
            return NAME_ENCODING
        if any(rest):
            return RESERVED
    return NAMES_EQUAL if names[0] == names[1] else names


def values_in_memory(layers):
    """Of each convolution as many rows of input as its kernel is high, and one of the dense layer."""
    return sum(max(layer.kernel, 1) * (layer.width + 2 * layer.padding) * layer.channels for layer in layers)


class Layer:
    """The record of a layer, and its tensors once they are known to be there."""

    def __init__(self, data, index):
        self.data = data
        record = data[HEADER + RECORD * index : HEADER + RECORD * (index + 1)]
        self.kind, self.element, self.activation, self.kernel, self.stride, self.padding = record[:6]
        (self.zeros,) = struct.unpack_from("<H", record, 6)
        self.height, self.width, self.channels, self.outputs = struct.unpack_from("<4H", record, 8)
        self.offsets = struct.unpack_from("<3I", record, 16)
        (self.more_zeros,) = struct.unpack_from("<I", record, 28)

    @property
    def weights_shape(self):
        if self.kind == CONVOLUTION:
            return (self.kernel, self.kernel, self.channels, self.outputs)
        return (self.outputs, self.height * self.width * self.channels)

    @property
    def output_shape(self):
        if self.kind == DENSE:
            return (1, 1, self.outputs)
        return tuple((size + 2 * self.padding - self.kernel) // self.stride + 1 for size in (self.height, self.width)) + (
            self.outputs,)

    def status(self, shape, element, is_last, outputs):
        if self.kind not in (DENSE, CONVOLUTION):
            return LAYER_KIND
        if self.element not in (FLOAT32, INT8) or element not in (None, self.element):
            return ELEMENT_TYPE
        if self.activation != (1 if self.kind == CONVOLUTION else 0):
            return ACTIVATION
        if self.zeros or self.more_zeros or self.kind == DENSE and (self.kernel or self.stride or self.padding):
            return RESERVED
        if (self.height, self.width, self.channels) != shape or is_last != (self.kind == DENSE):
            return SHAPE
        if self.kind == DENSE:
            return OK if self.outputs == outputs and 1 <= outputs <= (1 if element is None else 2) else SHAPE
        fits = 1 <= self.kernel <= min(self.height, self.width) and 1 <= self.stride <= self.kernel
        return OK if fits and 2 * self.padding < self.kernel and 1 <= self.outputs <= 64 else SHAPE

    def end_of_tensors(self, offset):
        """Where the tensors end that begin at offset; None when they are not where they belong."""
        count = int(np.prod(self.weights_shape, dtype=np.int64))
        sizes = [count, 4 * self.outputs, 4 * self.outputs] if self.element == INT8 else [4 * count, 0, 4 * self.outputs]
        for at, size in zip(self.offsets, sizes):
            padded = (size + 3) & ~3
            if size == 0:
                if at:
                    return None
                continue
            if offset + padded > len(self.data) - 4 or at != offset or any(self.data[offset + size : offset + padded]):
                return None
            offset += padded
        return offset

    @property
    def weights(self):
        count = int(np.prod(self.weights_shape))
        kind = "i1" if self.element == INT8 else "<f4"
        return np.frombuffer(self.data, kind, count, self.offsets[0]).reshape(self.weights_shape)

    @property
    def scales(self):
        return np.frombuffer(self.data, "<f4", self.outputs, self.offsets[1])

    @property
    def biases(self):
        return np.frombuffer(self.data, "<i4" if self.element == INT8 else "<f4", self.outputs, self.offsets[2])

    def values_are_usable(self):
        if self.element == FLOAT32:
            return bool(np.isfinite(self.weights).all() and np.isfinite(self.biases).all())
        return all(2.0**-40 <= scale < 2.0**16 for scale in self.scales) and all(
            abs(int(bias)) <= 2**30 for bias in self.biases)


class Model:
    """A weights file that has been found good."""

    def __init__(self, data):
        assert status_of_file(data) == OK
        self.layers = [Layer(data, index) for index in range(data[16])]
        self.is_integer = self.layers[0].element == INT8
        names = class_names(data)
        are_numbers = all(re.fullmatch("0|[1-9][0-9]{0,8}", name, re.ASCII) for name in names)
        # What the prediction calls the first class, and the second.
        self.digits = [int(name) for name in names] if are_numbers else [1, 0]

    def logits(self, pixels):
        """The log-odds of the first class for (784) float32 pixels and, with two outputs, those of either class; None when
        the answer is an error status."""
        with np.errstate(all="ignore"):
            logits = self._integer_logits(pixels) if self.is_integer else self._float_logits(pixels)
        return logits if logits is not None and np.isfinite(logits).all() else None

    def _float_logits(self, pixels):
        *convolutions, dense = self.layers
        if not convolutions:
            return [dot(pixels, dense.weights[0]) + dense.biases[0]]
        values = pixels.reshape(28, 28, 1)
        if not np.isfinite(values).all():
            return None
        for layer in convolutions:
            values = convolution(layer, values, F) + layer.biases
            if not np.isfinite(values).all():
                return None
            values = np.where(values > 0, values, F(0))
        # Row by row, in eight accumulators: that of a value is its place in the row modulo 8.
        logits = []
        for weights, bias in zip(dense.weights.reshape(dense.outputs, values.shape[0], -1), dense.biases):
            lanes = np.zeros(8, F)
            for row, row_weights in zip(values.reshape(values.shape[0], -1), weights):
                for index in range(len(row)):
                    lanes[index % 8] += row[index] * row_weights[index]
            logits.append(add_lanes(lanes) + bias)
        return logits

    def _integer_logits(self, pixels):
        if not np.isfinite(pixels).all():
            return None
        # The nearest byte, ties to even: the product is rounded to float32, then to an integer.
        values = np.rint(np.clip(pixels * F(255), F(0), F(255))).astype(np.int64)
        *convolutions, dense = self.layers
        values = values.reshape(28, 28, 1)
        for layer in convolutions:
            values = requantized(convolution(layer, values, np.int64) + layer.biases, layer.scales)
        sums = dense.weights.astype(np.int64) @ values.reshape(-1) + dense.biases
        return [F(int(total)) * scale for total, scale in zip(sums, dense.scales)]


def convolution(layer, values, kind):
    """(height, width, channels) -> (rows, columns, outputs) without bias or activation; each output adds its products in
    the order kernel row, kernel column, channel, from 0 on."""
    rows, columns, outputs = layer.output_shape
    padding, stride = layer.padding, layer.stride
    padded = np.pad(values, ((padding, padding), (padding, padding), (0, 0)))
    weights = layer.weights.astype(kind)
    sums = np.zeros((rows, columns, outputs), kind)
    for y in range(layer.kernel):
        for x in range(layer.kernel):
            seen = padded[y : y + stride * rows : stride, x : x + stride * columns : stride][:rows, :columns]
            for channel in range(layer.channels):
                sums = sums + seen[:, :, channel, None] * weights[y, x, channel]
    return sums


def requantized(sums, scales):
    """min(floor(max(sum, 0) * scale + 1/2), 255), exactly, by way of Python's integers."""
    result = np.zeros(sums.shape, np.int64)
    for place in np.ndindex(sums.shape):
        numerator, denominator = float(scales[place[-1]]).as_integer_ratio()
        total = max(int(sums[place]), 0)
        result[place] = min((2 * total * numerator + denominator) // (2 * denominator), 255)
    return result


def dot(pixels, weights):
    """784 = 14 steps x 7 accumulators x 8 lanes, accumulators then lanes added in the stated order."""
    products = (pixels * weights).reshape(14, 7, 8)
    sums = np.zeros((7, 8), F)
    for step in range(14):
        sums = sums + products[step]
    lanes = ((sums[0] + sums[1]) + (sums[2] + sums[3])) + ((sums[4] + sums[5]) + sums[6])
    return add_lanes(lanes)


def add_lanes(lanes):
    return ((lanes[0] + lanes[4]) + (lanes[2] + lanes[6])) + ((lanes[1] + lanes[5]) + (lanes[3] + lanes[7]))


def sigmoid(x):
    """1 - 1 / (1 + s 2^f), s 2^f = s + rest by the stated polynomial and order; x >= 0, each operation rounded."""
    c = [F(float.fromhex(h)) for h in (
        "0x1.62e1b4p-1", "0x1.ec3e76p-3", "0x1.c3e362p-5", "0x1.4aa61ep-7", "0x1.01a38ap-10", "0x1.287118p-12")]
    one = F(1)
    if not x < F(18):
        return one
    t = x * F(float.fromhex("0x1.715476p+0"))
    # The nearest integer n, ties to even; s = 2^(n - 1), and f = t - (n - 1) is exact.
    n = int(np.rint(t))
    f = t - F(n - 1)
    s = F(2.0 ** (n - 1))
    f2 = f * f
    sf = s * f
    sf3 = sf * f2
    rest = (sf * (c[0] + c[1] * f) + sf3 * (c[2] + c[3] * f)) + sf3 * (f2 * (c[4] + c[5] * f))
    return one - one / ((one + s) + rest)


def predict(model, pixels):
    """(status, digit, logit, probability, known) of (784) float32 pixels."""
    logits = model.logits(pixels)
    if logits is None:
        return PIXELS, 0, F(0), F(0), F(0)
    known = F(1)
    if len(logits) == 2:
        known = sigmoid(logits[1]) if logits[1] >= 0 else F(1) - sigmoid(-logits[1])
    return OK, model.digits[0 if logits[0] > 0 else 1], logits[0], sigmoid(abs(logits[0])), known
