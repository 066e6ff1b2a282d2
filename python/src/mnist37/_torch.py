"""Whether a module of PyTorch computes what its tensors suggest."""
from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy

from ._weights import Weights

if TYPE_CHECKING:
    from numpy.typing import NDArray


def require_same_answers(module: Any, weights: Weights) -> None:
    """Raises ValueError if the module's outputs for some pictures are not those of the layers, but for rounding."""
    import torch

    pictures = numpy.random.default_rng(37).random((8, 784), numpy.float32)
    shape = (8, 784) if len(weights.layers) == 1 else (8, 1, 28, 28)
    was_training = module.training
    try:
        with torch.no_grad():
            answers = module.eval()(torch.from_numpy(pictures).reshape(shape)).numpy()
    except Exception as error:  # Whatever a module may raise for a picture.
        raise ValueError(f"the module does not take pictures of shape {shape}: {error}") from None
    finally:
        module.train(was_training)
    expected = numpy.stack([outputs(weights, picture) for picture in pictures])
    if answers.shape != expected.shape or not numpy.allclose(answers, expected, rtol=1e-4, atol=1e-4):
        raise ValueError(
            "the module computes something else than a line, or than 3x3 convolutions of stride 2 and padding 1 with ReLU "
            "after each and a linear layer: its outputs must be log-odds or the columns of a softmax, without the sigmoid")


def outputs(weights: Weights, picture: NDArray[Any]) -> NDArray[Any]:
    """The last layer's outputs for 784 floats, in float64."""
    values = picture.astype(numpy.float64)
    for layer in weights.layers:
        if layer.convolution is None:
            return numpy.asarray(layer.weights.astype(numpy.float64) @ values.reshape(-1) + layer.biases)
        (stride, padding), size = layer.convolution, len(layer.weights)
        padded = numpy.pad(values.reshape(layer.shape), ((padding, padding), (padding, padding), (0, 0)))
        windows = numpy.lib.stride_tricks.sliding_window_view(padded, (size, size), (0, 1))[::stride, ::stride]
        values = numpy.maximum(0, numpy.einsum("rcqij,ijqo->rco", windows, layer.weights) + layer.biases)
    raise ValueError("the last layer of a model is dense")
