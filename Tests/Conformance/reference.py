"""An independent reader and calculator of .m37 files: what libmnist37 must answer, bit for bit.

Written from the documents alone (docs/weights-format.md, the order of summation and the sigmoid that docs/abi.md and the
kernels' comments state), in numpy's float32, which rounds every product and every sum once. It shares no code with the
library and never calls it.
"""
import struct
import zlib

import numpy as np

F = np.float32

# The statuses of include/mnist37.h.
OK, NULL, NOT_INITIALIZED, PIXELS = 0, 1, 2, 3
ALIGNMENT, TRUNCATED, MAGIC, VERSION, TRAILING, CHECKSUM = 21, 22, 23, 24, 25, 26
RESERVED, METADATA, LAYER_COUNT, LAYER_KIND, ELEMENT_TYPE = 27, 28, 29, 30, 31
ACTIVATION, SHAPE, LAYOUT, WEIGHT_VALUE = 32, 33, 34, 35

MAGIC_BYTES = bytes([0x89, 0x4D, 0x33, 0x37, 0x0D, 0x0A, 0x1A, 0x0A])
DENSE = 1
FLOAT32, INT8 = 0, 1


def status_of_file(data):
    """The status that mnist37_model_init gives for these bytes (in aligned memory)."""
    if data[:8] != MAGIC_BYTES[: len(data)]:
        return MAGIC
    if len(data) < 12:
        return TRUNCATED
    if struct.unpack_from("<I", data, 8)[0] != 1:
        return VERSION
    if len(data) < 68:
        return TRUNCATED
    stated = struct.unpack_from("<I", data, 12)[0]
    if len(data) != stated:
        return TRUNCATED if len(data) < stated else TRAILING
    if len(data) % 4:
        return LAYOUT
    if zlib.crc32(data[:-4]) != struct.unpack_from("<I", data, len(data) - 4)[0]:
        return CHECKSUM
    layers, columns, loss, zero = struct.unpack_from("<4B", data, 16)
    (rate,) = struct.unpack_from("<f", data, 28)
    count, errors, _, zeros = struct.unpack_from("<4I", data, 48)
    if zero or zeros:
        return RESERVED
    if loss > 4 or errors > count or not np.isfinite(rate):
        return METADATA
    if not 1 <= layers <= 16:
        return LAYER_COUNT
    offset = 64 + 32 * layers
    if offset > len(data) - 4:
        return TRUNCATED
    for index in range(layers):
        status, offset = _status_of_layer(data, index, layers, columns, offset)
        if status != OK:
            return status
    return OK if offset == len(data) - 4 else LAYOUT


def _status_of_layer(data, index, layers, columns, offset):
    record = 64 + 32 * index
    kind, element, activation, zero, zeros = struct.unpack_from("<4BI", data, record)
    height, width, channels, outputs = struct.unpack_from("<4H", data, record + 8)
    at_weights, at_scales, at_biases, more_zeros = struct.unpack_from("<4I", data, record + 16)
    if kind != DENSE:
        return LAYER_KIND, offset
    if element not in (FLOAT32, INT8):
        return ELEMENT_TYPE, offset
    if activation != 0:
        return ACTIVATION, offset
    if zero or zeros or more_zeros:
        return RESERVED, offset
    if layers != 1 or (height, width, channels) != (28, 28, 1) or outputs not in (1, 2) or outputs != columns:
        return SHAPE, offset
    tensors = [(at_weights, 784 * outputs * (1 if element == INT8 else 4))]
    if element == INT8:
        tensors.append((at_scales, 4 * outputs))
    elif at_scales:
        return LAYOUT, offset
    tensors.append((at_biases, 4 * outputs))
    for at, size in tensors:
        padded = (size + 3) & ~3
        if offset + padded > len(data) - 4 or at != offset or any(data[offset + size : offset + padded]):
            return LAYOUT, offset
        offset += padded
    if element == INT8:
        for output in range(outputs):
            (scale,) = struct.unpack_from("<f", data, at_scales + 4 * output)
            (bias,) = struct.unpack_from("<i", data, at_biases + 4 * output)
            if abs(bias) > 2**30 or not 2.0**-40 <= scale < 2.0**16:
                return WEIGHT_VALUE, offset
    else:
        values = np.frombuffer(data, "<f4", 785 * outputs, at_weights)
        if not np.isfinite(values).all():
            return WEIGHT_VALUE, offset
    return OK, offset


class Model:
    """A weights file that has been found good."""

    def __init__(self, data):
        assert status_of_file(data) == OK
        layers = data[16]
        assert layers == 1 and data[64] == DENSE, "the reference knows one dense layer only"
        self.element = data[65]
        self.outputs = struct.unpack_from("<H", data, 64 + 14)[0]
        at_weights, at_scales, at_biases = struct.unpack_from("<3I", data, 64 + 16)
        count = 784 * self.outputs
        if self.element == FLOAT32:
            self.weights = np.frombuffer(data, "<f4", count, at_weights).reshape(784, self.outputs)
            self.biases = np.frombuffer(data, "<f4", self.outputs, at_biases)
        else:
            self.weights = np.frombuffer(data, "i1", count, at_weights).reshape(784, self.outputs)
            self.scales = np.frombuffer(data, "<f4", self.outputs, at_scales)
            self.biases = np.frombuffer(data, "<i4", self.outputs, at_biases)

    def logit(self, pixels):
        """The log-odds of a three for (784) float32 pixels, or None when the answer is an error status."""
        with np.errstate(all="ignore"):
            logit = self._float_logit(pixels) if self.element == FLOAT32 else self._integer_logit(pixels)
        return logit if logit is not None and np.isfinite(logit) else None

    def _float_logit(self, pixels):
        if self.outputs == 1:
            return dot(pixels, self.weights[:, 0]) + self.biases[0]
        # Two columns are folded into their difference first.
        return dot(pixels, self.weights[:, 0] - self.weights[:, 1]) + (self.biases[0] - self.biases[1])

    def _integer_logit(self, pixels):
        if not np.isfinite(pixels).all():
            return None
        # The nearest byte, ties to even: the product is rounded to float32, then to an integer.
        scaled = pixels * F(255)
        quantized = np.rint(np.clip(scaled, F(0), F(255))).astype(np.int64)
        logits = [
            F(int(quantized @ self.weights[:, c].astype(np.int64)) + int(self.biases[c])) * self.scales[c]
            for c in range(self.outputs)
        ]
        return logits[0] if self.outputs == 1 else logits[0] - logits[1]


def dot(pixels, weights):
    """784 = 14 steps x 7 accumulators x 8 lanes, accumulators then lanes added in the stated order."""
    products = (pixels * weights).reshape(14, 7, 8)
    sums = np.zeros((7, 8), F)
    for step in range(14):
        sums = sums + products[step]
    lanes = ((sums[0] + sums[1]) + (sums[2] + sums[3])) + ((sums[4] + sums[5]) + sums[6])
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
    """(status, digit, logit, probability) of (784) float32 pixels."""
    logit = model.logit(pixels)
    if logit is None:
        return PIXELS, 0, F(0), F(0)
    return OK, 3 if logit > 0 else 7, logit, sigmoid(abs(logit))
