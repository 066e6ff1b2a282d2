"""Tells handwritten threes from sevens, and both from anything else, with libmnist37.

    import mnist37
    model = mnist37.Model()
    print(model.predict("digit.png"))       # 3  0.9987
"""
from ._errors import Error, PictureError, WeightsError
from ._model import Info, Model, Prediction, shipped_weights
from ._pictures import Ink, Picture, frame

__version__ = "1.0.0"
__all__ = [
    "Error", "Info", "Ink", "Model", "Picture", "PictureError", "Prediction", "WeightsError", "frame", "shipped_weights",
]
