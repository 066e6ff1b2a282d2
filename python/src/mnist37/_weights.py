"""What a weights file holds: read from one, and written as one. docs/weights-format.md specifies the file."""
from __future__ import annotations

import os
import pathlib
import struct
import zlib
from typing import TYPE_CHECKING, Any, NamedTuple, Optional, Union

import numpy

from ._model import Model

if TYPE_CHECKING:
    from numpy.typing import NDArray

_MAGIC = bytes.fromhex("894d33370d0a1a0a")
_FORMAT_VERSION = 1
_HEADER, _NAME = 96, 16
_TRAINER_VERSION = 0x10000
_DENSE, _CONVOLUTION = 1, 2


class Layer(NamedTuple):
    """A dense layer, or a convolution with ReLU after it, in the file's layout."""

    #: Of its input: height, width, channels.
    shape: tuple[int, int, int]
    #: (outputs, height * width * channels) of a dense layer, (kernel, kernel, channels, outputs) of a convolution; float32,
    #: or int8.
    weights: NDArray[Any]
    #: (outputs), float32, or int32 beside int8 weights.
    biases: NDArray[Any]
    #: Stride and padding of a convolution, None of a dense layer.
    convolution: Optional[tuple[int, int]] = None
    #: (outputs), beside int8 weights.
    scales: Optional[NDArray[Any]] = None


class Weights(NamedTuple):
    """The layers of a model, from the picture to the log-odds of the first class, and what the classes are called."""

    layers: tuple[Layer, ...]
    classes: tuple[str, str] = ("3", "7")

    @property
    def outputs(self) -> int:
        """Of the last layer: the log-odds of the first class and, in some networks, of either class."""
        return len(self.layers[-1].biases)

    def encode(self) -> bytes:
        """The bytes of a weights file, which say nothing of how the model was trained."""
        records, tensors = b"", b""
        start = _HEADER + 32 * len(self.layers)
        for layer in self.layers:
            offsets = [0, 0, 0]
            for index, tensor in enumerate((layer.weights, layer.scales, layer.biases)):
                if tensor is not None:
                    offsets[index] = start + len(tensors)
                    content = tensor.astype(tensor.dtype.newbyteorder("<")).tobytes()
                    tensors += content + bytes(-len(content) % 4)
            kernel = (len(layer.weights), *layer.convolution) if layer.convolution else (0, 0, 0)
            kind = _CONVOLUTION if layer.convolution else _DENSE
            records += struct.pack(
                "<6BH4HIIII", kind, layer.scales is not None, kind - 1, *kernel, 0, *layer.shape, len(layer.biases), *offsets, 0)
        content = _MAGIC + struct.pack(
            "<II4BIIfQQIIII", _FORMAT_VERSION, start + len(tensors) + 4, len(self.layers), self.outputs, 0, 0,
            _TRAINER_VERSION, 0, 0, 0, 0, 0, 0, 0, 0)
        content += b"".join(_encoded_name(name) for name in self.classes) + records + tensors
        return content + struct.pack("<I", zlib.crc32(content))

    def model(self) -> Model:
        """The same, ready to predict from."""
        return Model(self.encode())

    def save(self, path: Union[str, "os.PathLike[str]"]) -> None:
        """Writes a weights file, once libmnist37 has accepted it."""
        pathlib.Path(path).write_bytes(self.model().content)


def _encoded_name(name: str) -> bytes:
    content = name.encode()
    if len(content) >= _NAME:
        raise ValueError(f"a class's name has at most {_NAME - 1} bytes of UTF-8, not {len(content)}: {name!r}")
    return content.ljust(_NAME, b"\0")


def read_weights(weights: Union[Weights, Model, str, "os.PathLike[str]", bytes, None] = None) -> Weights:
    """The layers of a weights file: of a path, its bytes or a Model; without, of the weights that come with the package.

    Raises WeightsError for what is no intact weights file, and OSError for a file that cannot be read.
    """
    if isinstance(weights, Weights):
        return weights
    # The library has verified every byte, so that nothing below can be out of range.
    model = weights if isinstance(weights, Model) else Model(weights)
    content = model.content
    layers = []
    for index in range(content[16]):
        record = _HEADER + 32 * index
        kind, element, _, kernel, stride, padding = content[record : record + 6]
        height, width, channels, outputs, *offsets = struct.unpack_from("<4H3I", content, record + 8)
        shape = (kernel, kernel, channels, outputs) if kind == _CONVOLUTION else (outputs, height * width * channels)
        types = ("<f4", "<f4") if element == 0 else ("i1", "<i4")
        layers.append(Layer(
            (height, width, channels),
            numpy.frombuffer(content, types[0], int(numpy.prod(shape)), offsets[0]).reshape(shape),
            numpy.frombuffer(content, types[1], outputs, offsets[2]),
            (stride, padding) if kind == _CONVOLUTION else None,
            numpy.frombuffer(content, "<f4", outputs, offsets[1]) if element == 1 else None))
    return Weights(tuple(layers), model.info.classes)
