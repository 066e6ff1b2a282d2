"""Tells handwritten threes from sevens, and both from anything else, with libmnist37.

    import mnist37
    model = mnist37.Model()
    print(model.predict("digit.png"))       # 3  0.9987
"""
from ._errors import Error, PictureError, WeightsError
from ._foreign import Outputs, from_torch
from ._model import Info, Model, Prediction, shipped_weights
from ._onnx import to_onnx
from ._pictures import Ink, Picture, frame
from ._weights import Layer, Weights, read_weights

__version__ = "1.0.0"
__all__ = [
    "Error", "Info", "Ink", "Layer", "Model", "Outputs", "Picture", "PictureError", "Prediction", "Weights", "WeightsError",
    "frame", "from_torch", "read_weights", "shipped_weights", "to_onnx",
]
