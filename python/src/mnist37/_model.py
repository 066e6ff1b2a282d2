"""A weights file, ready to predict from."""
from __future__ import annotations

import ctypes
import os
import pathlib
from typing import TYPE_CHECKING, Any, NamedTuple, Union

import numpy

from ._library import CInfo, CModel, CPrediction, check, library
from ._pictures import Ink, Picture, form, pixels

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

#: One mnist37_prediction in an array of predict_batch.
PREDICTION = numpy.dtype(
    [("digit", numpy.int32), ("probability", numpy.float32), ("logit", numpy.float32), ("known", numpy.float32)])


class Prediction(NamedTuple):
    """What the model makes of one picture. The floats are the library's float32, exactly."""

    #: The number that is the class's name, 3 or 7; where names are no numbers, 1 for the first class and 0 for the second.
    digit: int
    #: Of that class rather than the other one, 0.5 to 1.
    probability: float
    #: Log-odds of the first class: ln(P(three) / P(seven)).
    logit: float
    #: Probability that the picture is of either class at all; 1 where the model cannot tell, as a line cannot.
    known: float
    #: What the class is called.
    name: str

    @property
    def neither(self) -> bool:
        """Whether the picture is more probably of neither class."""
        return self.known < 0.5

    def __str__(self) -> str:
        return f"neither  {1 - self.known:.4f}" if self.neither else f"{self.name}  {self.probability:.4f}"


class Info(NamedTuple):
    """What a weights file says about itself: mnist37_info, whose comments in mnist37.h say what each field is."""

    format_version: int
    file_bytes: int
    layers: int
    outputs: int
    element_type: int
    parameters: int
    multiply_adds: int
    scratch_bytes: int
    trainer_version: int
    loss: int
    epochs: int
    batch_size: int
    learning_rate: float
    validation_count: int
    validation_errors: int
    seed: int
    data_fingerprint: int
    classes: tuple[str, str]


def shipped_weights(name: str = "mnist37") -> pathlib.Path:
    """The file of weights that comes with the package: linear, conv-tiny, conv, conv-tiny-i8, conv-i8 or mnist37."""
    folder = pathlib.Path(__file__).with_name("weights")
    path = folder / f"{name}.m37"
    if not path.is_file():
        names = ", ".join(sorted(file.stem for file in folder.glob("*.m37")))
        raise ValueError(f"no weights called {name!r} come with the package; there are {names}")
    return path


class Model:
    """A weights file, verified once. Any number of threads may predict from it; a copy in another process is its bytes."""

    def __init__(self, weights: Union[str, "os.PathLike[str]", bytes, None] = None) -> None:
        """weights is a path or a file's bytes; without it, the weights that come with the package.

        Raises WeightsError for what is no intact weights file, and OSError for a file that cannot be read.
        """
        if not isinstance(weights, bytes):
            path = shipped_weights() if weights is None else weights
            content, subject = pathlib.Path(path).read_bytes(), os.fspath(path)
        else:
            content, subject = weights, None
        # The library borrows the bytes, at a multiple of 4.
        self._words = (ctypes.c_uint32 * (len(content) // 4 + 1)).from_buffer_copy(content.ljust(len(content) + 4, b"\0"))
        #: The bytes of the weights file.
        self.content = content
        self._model = CModel()
        check(library.mnist37_model_init(ctypes.byref(self._model), self._words, len(content)), subject)
        self._classes = self.info.classes

    def __reduce__(self) -> tuple[type, tuple[bytes]]:
        return type(self), (self.content,)

    def predict(self, picture: Picture, *, ink: Ink = "decide", raw: bool = False) -> Prediction:
        """Classifies the one digit in a picture.

        picture is a path, an open file or a PIL image of any size, or an array. An array of uint8, (height, width), is grey,
        0 black to 255 white; the digit is found as in frame, and ink says which side is ink. With raw it is 28x28 and taken
        as it is, 0 background to 255 ink. So is an array of floats, 28x28 or 784, 0 background to 1 ink.

        Raises what frame raises, and PictureError for a pixel that is not finite.
        """
        seen = pixels(picture, ink, raw)
        function = library.mnist37_predict_bytes if seen.dtype == numpy.uint8 else library.mnist37_predict
        prediction = CPrediction()
        check(function(ctypes.byref(self._model), seen.ctypes.data, ctypes.byref(prediction)))
        name = self._classes[0 if prediction.logit > 0 else 1]
        return Prediction(prediction.digit, prediction.probability, prediction.logit, prediction.known, name)

    def predict_batch(self, pictures: ArrayLike) -> NDArray[Any]:
        """Classifies pictures in MNIST's form: (count, 784) or (count, 28, 28), uint8 0 to 255 or floats 0 to 1.

        A contiguous array of uint8 or float32 is read where it lies; others are copied. Returns (count) records with the
        numbers of a Prediction: predictions["digit"]. The bits are those of predict.

        Raises PictureError, which names the first such picture, for a pixel that is not finite.
        """
        batch = form(numpy.asarray(pictures), 1)
        function = library.mnist37_predict_batch_bytes if batch.dtype == numpy.uint8 else library.mnist37_predict_batch
        predictions = numpy.empty(len(batch), PREDICTION)
        status = function(ctypes.byref(self._model), batch.ctypes.data, len(batch), predictions.ctypes.data)
        if status != 0:
            # A picture that could not be classified has zeros; every other probability is 0.5 or more.
            refused = numpy.flatnonzero(predictions["probability"] == 0)
            check(status, f"picture {refused[0]} of the batch" if refused.size else None)
        return predictions

    @property
    def info(self) -> Info:
        """What the weights file says about itself."""
        info = CInfo(size=ctypes.sizeof(CInfo))
        check(library.mnist37_model_info(ctypes.byref(self._model), ctypes.byref(info)))
        first, second = (name.value.decode() for name in info.class_names)
        return Info(**{name: getattr(info, name) for name in Info._fields[:-1]}, classes=(first, second))

    def __repr__(self) -> str:
        info = self.info
        return f"<mnist37.Model: {info.layers} layers, {info.parameters} parameters, {info.file_bytes} bytes>"
