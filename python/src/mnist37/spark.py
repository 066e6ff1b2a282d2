"""Scoring pictures on many machines with PySpark.

    pictures = spark.read.format("binaryFile").load("folder/*.png").select("path", "content")
    answers = pictures.mapInPandas(mnist37.spark.score, mnist37.spark.SCHEMA)
"""
from __future__ import annotations

import functools
import io
import os
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

import numpy

from ._model import Model
from ._pictures import frame

if TYPE_CHECKING:
    import pandas
    from numpy.typing import NDArray

#: Of score's answers. error says why a picture has none; name is null then, and for "neither".
SCHEMA = "path string, name string, probability float, logit float, known float, error string"


@functools.lru_cache(maxsize=1)
def _model(weights: str | None) -> Model:
    """Opened once a worker: Spark finds score by its name, so a process keeps this module from one task to the next."""
    return Model(weights)


def score(batches: Iterable[pandas.DataFrame]) -> Iterator[pandas.DataFrame]:
    """For DataFrame.mapInPandas: an answer for each row of "path", whatever it is, and "content", a picture's file.

    Each worker takes the weights file that MNIST37_WEIGHTS names in its environment, or the one of the package.
    """
    model = _model(os.environ.get("MNIST37_WEIGHTS"))
    for batch in batches:
        yield _answers(model, batch)


def _answers(model: Model, batch: pandas.DataFrame) -> pandas.DataFrame:
    import pandas

    framed: list[NDArray[numpy.uint8]] = []
    errors: list[str | None] = []
    for content in batch["content"]:
        try:
            framed.append(frame(io.BytesIO(content)))
            errors.append(None)
        except (OSError, TypeError, ValueError) as error:
            errors.append(str(error))
    answers: dict[str, Any] = {"path": batch["path"].to_numpy(), "name": None, "error": errors}
    has_answer = numpy.array([error is None for error in errors], bool)
    predictions = model.predict_batch(numpy.array(framed, numpy.uint8).reshape(-1, 784))
    for field in ("probability", "logit", "known"):
        answers[field] = numpy.full(len(batch), numpy.nan, numpy.float32)
        answers[field][has_answer] = predictions[field]
    first, second = model.info.classes
    names = numpy.where(predictions["logit"] > 0, first, second).astype(object)
    names[predictions["known"] < 0.5] = None
    answers["name"] = numpy.full(len(batch), None, object)
    answers["name"][has_answer] = names
    return pandas.DataFrame(answers)[["path", "name", "probability", "logit", "known", "error"]]
