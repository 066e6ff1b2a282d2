"""A weights file as ONNX, for whatever runs that."""
from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any, Union

import numpy

from ._model import Model
from ._weights import Layer, Weights, read_weights

if TYPE_CHECKING:
    from numpy.typing import NDArray


def to_onnx(weights: Union[Weights, Model, str, "os.PathLike[str]", bytes, None] = None) -> Any:
    """The model as an onnx.ModelProto; onnx.save writes it. Needs the package onnx.

    Its input "pictures" is (count, 784) floats, 0 background to 1 ink. Its outputs, (count) each, are "logit", the log-odds
    of a three, and where the model tells others "known", the probability of a three or a seven at all.

    Raises ValueError for int8 weights, whose sums ONNX rounds otherwise: export the float32 ones.
    """
    from onnx import TensorProto, checker, helper, numpy_helper

    layers = read_weights(weights).layers
    if layers[0].scales is not None:
        raise ValueError("int8 weights have an arithmetic of their own; export the float32 model that they were made of")
    nodes, constants = [], []

    def constant(name: str, values: NDArray[Any]) -> str:
        constants.append(numpy_helper.from_array(numpy.array(values, order="C"), name))
        return name

    def node(kind: str, inputs: list[str], output: str, **attributes: Any) -> str:
        nodes.append(helper.make_node(kind, inputs, [output], **attributes))
        return output

    values = "pictures"
    if len(layers) > 1:
        values = node("Reshape", [values, constant("picture", numpy.array([-1, 1, 28, 28]))], "rows")
    for index, layer in enumerate(layers[:-1]):
        assert layer.convolution is not None
        (stride, padding), name = layer.convolution, f"convolution{index}"
        tensors = [constant(f"{name}.weight", layer.weights.transpose(3, 2, 0, 1)), constant(f"{name}.bias", layer.biases)]
        sums = node("Conv", [values, *tensors], name, strides=[stride] * 2, pads=[padding] * 4)
        values = node("Relu", [sums], f"{name}.relu")
    if len(layers) > 1:
        values = node("Flatten", [values], "features")
    dense = [constant("dense.weight", _in_channel_order(layers[-1])), constant("dense.bias", layers[-1].biases)]
    values = node("Gemm", [values, *dense], "dense", transB=1)
    results = ["logit", "known"][: len(layers[-1].biases)]
    for index, name in enumerate(results):
        column = node("Gather", [values, constant(f"{name}.column", numpy.array(index))], f"{name}.odds", axis=1)
        node("Identity" if name == "logit" else "Sigmoid", [column], name)
    graph = helper.make_graph(
        nodes, "mnist37", [helper.make_tensor_value_info("pictures", TensorProto.FLOAT, ["count", 784])],
        [helper.make_tensor_value_info(name, TensorProto.FLOAT, ["count"]) for name in results], constants)
    # Operators and format of 2020, which every runtime in use has.
    model = helper.make_model(graph, producer_name="mnist37", opset_imports=[helper.make_opsetid("", 13)], ir_version=7)
    checker.check_model(model, full_check=True)
    return model


def _in_channel_order(layer: Layer) -> NDArray[Any]:
    """The dense weights for inputs in the order channel, row, column, which ONNX flattens to."""
    return layer.weights.reshape(-1, *layer.shape).transpose(0, 3, 1, 2).reshape(len(layer.biases), -1)
