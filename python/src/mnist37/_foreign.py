"""Models that PyTorch, fastai or NumPy trained, brought into the layout of a weights file."""
from __future__ import annotations

import json
import os
import pathlib
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Literal, Optional, Union

import numpy

from ._library import PIXELS
from ._weights import Layer, Weights

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Tensors = Mapping[str, NDArray[Any]]

#: What two outputs mean: two columns of a softmax, or the log-odds of the first class and of either class.
Outputs = Literal["first,second", "second,first", "first,known"]

#: Channels of the convolutions, 3x3 with stride 2 and padding 1, of conv-tiny and of conv.
_NETWORKS = ((4, 8), (8, 16, 16))


def from_torch(
    model: Any, *, outputs: Optional[Outputs] = None, classes: tuple[str, str] = ("3", "7")
) -> Weights:
    """The weights of a line or of a network of conv-tiny's or conv's shape.

    model is a module of PyTorch or a Learner of fastai, a state dict (names to tensors or arrays), or the path of a
    .safetensors or .npy file. A module is tried on pictures, so that nothing in it can be overlooked. A line has 784 weights
    and a bias, or two columns, which are folded into one: the softmax of two numbers is the sigmoid of their difference. A
    network is PyTorch's Conv2d, ReLU, ..., Flatten, Linear.

    outputs says what two outputs mean; the first class is the three. "first,second", the default, and "second,first" are
    columns of a softmax (fastai numbers the folders 3 and 7 in that order; with labels 1 for a three and 0 for a seven it is
    "second,first"). "first,known" is what the networks of mnist37 have. classes are the names that the answers get.

    Raises ValueError for any other model, with the shapes that it has.
    """
    model = getattr(model, "model", model)
    tensors = _tensors(model)
    layers = _line(tensors) or next(filter(None, (_network(tensors, channels) for channels in _NETWORKS)), None)
    if layers is None:
        shapes = ", ".join(f"{name or 'an array'} of shape {tensor.shape}" for name, tensor in tensors.items())
        raise ValueError(f"neither a line of 784 weights and a bias nor a network of conv-tiny's or conv's shape: {shapes}")
    if not all(numpy.isfinite(tensor).all() for tensor in tensors.values()):
        raise ValueError("the model has numbers that are not finite")
    if hasattr(model, "state_dict"):
        from ._torch import require_same_answers

        require_same_answers(model, Weights(tuple(layers)))
    return Weights((*layers[:-1], _meant(layers[-1], outputs, is_line=len(layers) == 1)), classes)


def _tensors(model: Any) -> Tensors:
    """Names and float32 arrays; an array alone has no name."""
    if hasattr(model, "state_dict"):
        model = model.state_dict()
    elif isinstance(model, (str, os.PathLike)):
        model = _read_file(pathlib.Path(model))
    if not isinstance(model, Mapping):
        raise TypeError(f"a model is a module, a state dict or a path, not {type(model).__name__}")
    tensors = {}
    for name, tensor in model.items():
        array = numpy.asarray(tensor.detach().cpu() if hasattr(tensor, "detach") else tensor)
        if array.dtype not in (numpy.float32, numpy.float64):
            raise ValueError(f"{name or 'the array'}: elements of type {array.dtype}; they must be float32 or float64")
        tensors[name] = array.astype(numpy.float32)
    return tensors


def _read_file(path: pathlib.Path) -> Tensors:
    content = path.read_bytes()
    if content.startswith(b"\x93NUMPY"):
        return {"": numpy.load(path, allow_pickle=False)}
    end = 8 + int.from_bytes(content[:8], "little")
    if len(content) <= 8 or content[8:9] != b"{" or end > len(content):
        raise ValueError(f"{path}: neither an array of NumPy (.npy) nor .safetensors")
    tensors = {}
    try:
        for name, entry in json.loads(content[8:end]).items():
            if name != "__metadata__":
                # Other types keep their name, and are refused by it.
                kind = {"F32": "<f4", "F64": "<f8", "F16": "<f2"}.get(entry["dtype"], "V1")
                first, last = entry["data_offsets"]
                tensors[name] = numpy.frombuffer(content[end:][first:last], kind).reshape(entry["shape"])
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise ValueError(f"{path}: damaged: {error}") from None
    return tensors


def _line(tensors: Tensors) -> Optional[list[Layer]]:
    """The tensors of weights and biases in whatever shape, or an array whose last row or column is the bias."""
    if len(tensors) == 1:
        columns = _columns(next(iter(tensors.values())), PIXELS + 1)
        return None if columns is None else [_dense_line(columns[:, :-1], columns[:, -1])]
    if len(tensors) != 2:
        return None
    bias, weights = sorted(tensors.values(), key=numpy.size)
    columns = _columns(weights, PIXELS)
    if columns is None or len(columns) != bias.size:
        return None
    return [_dense_line(columns, bias.reshape(-1))]


def _columns(tensor: NDArray[Any], rows: int) -> Optional[NDArray[Any]]:
    """(columns, rows): PyTorch's Linear has that, x @ W its transpose."""
    if tensor.shape in ((rows,), (rows, 1), (1, rows)):
        return tensor.reshape(1, rows)
    return tensor if tensor.shape == (2, rows) else tensor.T if tensor.shape == (rows, 2) else None


def _dense_line(weights: NDArray[Any], biases: NDArray[Any]) -> Layer:
    return Layer((28, 28, 1), numpy.ascontiguousarray(weights), numpy.ascontiguousarray(biases))


def _network(tensors: Tensors, channels: tuple[int, ...]) -> Optional[list[Layer]]:
    """A network in PyTorch's layout, if the tensors are exactly its own. The bias of NAME.weight is NAME.bias."""
    if len(tensors) != 2 * (len(channels) + 1):
        return None

    def pair(*shape: int) -> Optional[tuple[NDArray[Any], NDArray[Any]]]:
        names = [name for name, tensor in tensors.items() if tensor.shape == shape and name.endswith("weight")]
        bias = tensors.get(names[0][: -len("weight")] + "bias") if len(names) == 1 else None
        return None if bias is None or bias.shape != shape[:1] else (tensors[names[0]], bias)

    layers, side, inputs = [], 28, 1
    for outputs in channels:
        found = pair(outputs, inputs, 3, 3)
        if found is None:
            return None
        layers.append(Layer((side, side, inputs), found[0].transpose(2, 3, 1, 0).copy(), found[1], convolution=(2, 1)))
        side, inputs = (side + 1) // 2, outputs
    found = pair(1, inputs * side * side) or pair(2, inputs * side * side)
    if found is None:
        return None
    # PyTorch flattens in the order channel, row, column.
    dense = found[0].reshape(-1, inputs, side, side).transpose(0, 2, 3, 1).reshape(len(found[1]), -1)
    return [*layers, Layer((side, side, inputs), dense, found[1])]


def _meant(layer: Layer, outputs: Optional[Outputs], is_line: bool) -> Layer:
    """The last layer with its outputs as the weights file has them."""
    if outputs not in (None, "first,second", "second,first", "first,known"):
        raise ValueError(f"outputs is first,second or second,first or first,known, not {outputs!r}")
    if len(layer.biases) == 1:
        if outputs is not None:
            raise ValueError("the model has one output, the log-odds of the first class; outputs is for two")
        return layer
    if outputs == "first,known":
        if is_line:
            raise ValueError("a line cannot tell what is neither of the two classes")
        return layer
    first = 1 if outputs == "second,first" else 0
    with numpy.errstate(over="ignore"):
        folded = layer._replace(
            weights=layer.weights[first : first + 1] - layer.weights[1 - first],
            biases=layer.biases[first : first + 1] - layer.biases[1 - first])
    if not (numpy.isfinite(folded.weights).all() and numpy.isfinite(folded.biases).all()):
        raise ValueError("the difference of the two columns is not finite")
    return folded
