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
ACTIVATION, SHAPE, LAYOUT, WEIGHT_VALUE, SCRATCH = 32, 33, 34, 35, 36

MAGIC_BYTES = bytes([0x89, 0x4D, 0x33, 0x37, 0x0D, 0x0A, 0x1A, 0x0A])
DENSE, CONVOLUTION = 1, 2
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
    if not 1 <= layers <= 5:
        return LAYER_COUNT
    offset = 64 + 32 * layers
    if offset > len(data) - 4:
        return TRUNCATED
    shape, scratch, rows = (28, 28, 1, None), 32, 1
    for index in range(layers):
        status, offset, shape, elements = _status_of_layer(data, index, layers, columns, offset, shape)
        if status != OK:
            return status
        scratch += 4 * rows * elements
        kernel, stride = data[64 + 32 * index + 3], data[64 + 32 * index + 4]
        rows = max(1, -(-(kernel - 1) // stride)) if stride else 1
    if offset != len(data) - 4:
        return LAYOUT
    return SCRATCH if data[64] == CONVOLUTION and scratch > 2048 else OK


def _status_of_layer(data, index, layers, columns, offset, shape):
    """(status, end of its tensors, what the next layer takes, elements of a row of its input with the padding)."""
    record = 64 + 32 * index
    kind, element, activation, kernel, stride, padding, zeros = struct.unpack_from("<6BH", data, record)
    height, width, channels, outputs = struct.unpack_from("<4H", data, record + 8)
    at_weights, at_scales, at_biases, more_zeros = struct.unpack_from("<4I", data, record + 16)

    def wrong(status):
        return status, offset, shape, 0

    if kind not in (DENSE, CONVOLUTION):
        return wrong(LAYER_KIND)
    if element not in (FLOAT32, INT8) or shape[3] not in (None, element):
        return wrong(ELEMENT_TYPE)
    if activation != (1 if kind == CONVOLUTION else 0):
        return wrong(ACTIVATION)
    if zeros or more_zeros or kind == DENSE and (kernel or stride or padding):
        return wrong(RESERVED)
    is_last = index == layers - 1
    if is_last != (kind == DENSE) or (height, width, channels) != shape[:3]:
        return wrong(SHAPE)
    if kind == DENSE:
        if outputs != columns or outputs not in ((1, 2) if index == 0 else (1,)):
            return wrong(SHAPE)
        inputs = height * width * channels
        after = shape
    else:
        if not (1 <= kernel <= min(height, width) and 1 <= stride <= kernel and 2 * padding < kernel):
            return wrong(SHAPE)
        if not 1 <= outputs <= 64:
            return wrong(SHAPE)
        inputs = kernel * kernel * channels
        after = ((height + 2 * padding - kernel) // stride + 1, (width + 2 * padding - kernel) // stride + 1, outputs)
    tensors = [(at_weights, inputs * outputs * (1 if element == INT8 else 4))]
    if element == INT8:
        tensors.append((at_scales, 4 * outputs))
    elif at_scales:
        return wrong(LAYOUT)
    tensors.append((at_biases, 4 * outputs))
    end = offset
    for at, size in tensors:
        padded = (size + 3) & ~3
        if end + padded > len(data) - 4 or at != end or any(data[end + size : end + padded]):
            return wrong(LAYOUT)
        end += padded
    if element == INT8:
        for output in range(outputs):
            (scale,) = struct.unpack_from("<f", data, at_scales + 4 * output)
            (bias,) = struct.unpack_from("<i", data, at_biases + 4 * output)
            if abs(bias) > 2**30 or not 2.0**-40 <= scale < 2.0**16:
                return wrong(WEIGHT_VALUE)
    else:
        values = np.frombuffer(data, "<f4", (inputs + 1) * outputs, at_weights)
        if not np.isfinite(values).all():
            return wrong(WEIGHT_VALUE)
    return OK, end, (*after[:3], element), (width + 2 * padding) * channels


class Model:
    """A weights file that has been found good."""

    def __init__(self, data):
        assert status_of_file(data) == OK
        assert data[16] == 1 and data[64] == DENSE, "a network is read by Network"
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
        quantized = nearest_bytes(pixels)
        logits = [
            F(int(quantized @ self.weights[:, c].astype(np.int64)) + int(self.biases[c])) * self.scales[c]
            for c in range(self.outputs)
        ]
        return logits[0] if self.outputs == 1 else logits[0] - logits[1]


class Network:
    """A weights file of convolutions and a dense layer that has been found good."""

    def __init__(self, data):
        assert status_of_file(data) == OK and data[64] == CONVOLUTION
        self.element = data[65]
        self.layers = [self._layer(data, 64 + 32 * index) for index in range(data[16])]

    def _layer(self, data, record):
        kind, _, _, kernel, stride, padding = struct.unpack_from("<6B", data, record)
        height, width, channels, outputs, at_weights, at_scales, at_biases = struct.unpack_from("<4H3I", data, record + 8)
        shape = (kernel, kernel, channels, outputs) if kind == CONVOLUTION else (height, width * channels)
        scales = np.frombuffer(data, "<f4", outputs, at_scales) if self.element == INT8 else None
        weights = np.frombuffer(data, ("<f4", "i1")[self.element], int(np.prod(shape)), at_weights).reshape(shape)
        biases = np.frombuffer(data, ("<f4", "<i4")[self.element], outputs, at_biases)
        if self.element == INT8:
            weights, biases = weights.astype(np.int64), biases.astype(np.int64)
        return stride, padding, weights, scales, biases

    def logit(self, pixels):
        """The log-odds of a three for (784) float32 pixels, or None when the answer is an error status."""
        with np.errstate(all="ignore"):
            if not np.isfinite(pixels).all():
                return None
            values = pixels if self.element == FLOAT32 else nearest_bytes(pixels)
            values = values.reshape(28, 28, 1)
            for layer in self.layers[:-1]:
                values = self._convolution(values, *layer)
                if not np.isfinite(values).all():
                    return None
                values = np.maximum(values, 0) if self.element == FLOAT32 else values
            logit = self._dense(values, *self.layers[-1])
            return logit if np.isfinite(logit) else None

    def _convolution(self, values, stride, padding, weights, scales, biases):
        """Sums in the order kernel row, kernel column, channel, from +0; the bias last. int8: requantised as well."""
        kernel, _, channels, outputs = weights.shape
        values = np.pad(values, ((padding, padding), (padding, padding), (0, 0)))
        rows, columns = ((size - kernel) // stride + 1 for size in values.shape[:2])
        sums = np.zeros((rows, columns, outputs), values.dtype)
        for row in range(kernel):
            for column in range(kernel):
                window = values[row : row + stride * rows : stride, column : column + stride * columns : stride]
                for channel in range(channels):
                    sums = sums + window[:rows, :columns, channel, None] * weights[row, column, channel]
        sums = sums + biases
        return sums if scales is None else requantized(sums, scales)

    def _dense(self, values, stride, padding, weights, scales, biases):
        rows = values.reshape(weights.shape)
        if scales is not None:
            return F(int((rows * weights).sum()) + int(biases[0])) * scales[0]
        # Eight accumulators: input i of each row, counted from the row's first, belongs to number i mod 8.
        lanes = np.zeros(8, F)
        for row, row_weights in zip(rows, weights):
            for index in range(0, len(row), 8):
                products = row[index : index + 8] * row_weights[index : index + 8]
                lanes[: len(products)] = lanes[: len(products)] + products
        return (((lanes[0] + lanes[4]) + (lanes[2] + lanes[6])) + ((lanes[1] + lanes[5]) + (lanes[3] + lanes[7]))
                + biases[0])


def requantized(sums, scales):
    """min(floor(max(sum, 0) * scale + 1/2), 255) of (rows, columns, outputs) sums, in Python's unbounded integers."""
    result = np.zeros_like(sums)
    for position in np.ndindex(sums.shape):
        numerator, denominator = float(scales[position[2]]).as_integer_ratio()
        product = max(int(sums[position]), 0) * numerator
        result[position] = min((2 * product + denominator) // (2 * denominator), 255)
    return result


def nearest_bytes(pixels):
    """The nearest byte to 255 * pixel, ties to even: the product is rounded to float32, then to an integer."""
    return np.rint(np.clip(pixels * F(255), F(0), F(255))).astype(np.int64)


def model(data):
    return Network(data) if data[64] == CONVOLUTION else Model(data)


def dot(pixels, weights):
    """784 = 14 steps x 7 accumulators x 8 lanes, accumulators then lanes added in the stated order."""
    products = (pixels * weights).reshape(14, 7, 8)
    sums = np.zeros((7, 8), F)
    for step in range(14):
        sums = sums + products[step]
    lanes = ((sums[0] + sums[1]) + (sums[2] + sums[3])) + ((sums[4] + sums[5]) + sums[6])
    return ((lanes[0] + lanes[4]) + (lanes[2] + lanes[6])) + ((lanes[1] + lanes[5]) + (lanes[3] + lanes[7]))


def sigmoid(x):
    """1 - 1 / (1 + 2^k * 2^f), 2^f by the stated polynomial of degree five in Estrin's order; x >= 0."""
    c = [F(float.fromhex(h)) for h in (
        "0x1.62e4c8p-1", "0x1.ebd8a0p-3", "0x1.c94434p-5", "0x1.269e28p-7", "0x1.eca632p-10")]
    one = F(1)
    t = np.minimum(x, F(64)) * F(float.fromhex("0x1.715476p+0"))
    k = int(t)
    f = t - F(k)
    f2 = f * f
    power = (one + c[0] * f) + f2 * ((c[1] + c[2] * f) + f2 * (c[3] + c[4] * f))
    return one - one / (one + power * F(2.0**k))


def predict(model, pixels):
    """(status, digit, logit, probability) of (784) float32 pixels."""
    logit = model.logit(pixels)
    if logit is None:
        return PIXELS, 0, F(0), F(0)
    return OK, 3 if logit > 0 else 7, logit, sigmoid(abs(logit))
