"""Pictures of every kind, brought into MNIST's form: 28x28, 0 background to 255 (or 1.0) ink."""
from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any, BinaryIO, Literal, Union

import numpy
import PIL.Image
import PIL.ImageOps

from ._library import PIXELS, check, library

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

#: A file's name or an open file of a picture, a PIL image, or an array.
Picture = Union[str, "os.PathLike[str]", BinaryIO, PIL.Image.Image, "ArrayLike"]

#: Which side of a picture's grey is ink; "decide" takes the one whose edges look like strokes of a pen.
Ink = Literal["decide", "dark", "light"]
_INK = {"decide": 0, "dark": 1, "light": 2}


def frame(picture: Picture, *, ink: Ink = "decide") -> NDArray[numpy.uint8]:
    """Finds the one digit in a grey picture of any size: (28, 28) bytes, 0 background to 255 ink, by mnist37_frame.

    picture is a path, an open file, a PIL image or an array (height, width) of uint8, 0 black to 255 white.

    Raises PictureError where there is no digit, OSError for a file that cannot be read (PIL.UnidentifiedImageError for
    one that is no picture), and TypeError or ValueError for an array that is no grey picture.
    """
    if ink not in _INK:
        raise ValueError(f"ink is one of {', '.join(_INK)}, not {ink!r}")
    return _framed(_grey(picture), ink)


def pixels(picture: Picture, ink: Ink, raw: bool) -> NDArray[Any]:
    """(784) bytes or float32 in MNIST's form: floats and raw pictures as they are, others framed."""
    if _is_array(picture):
        array = numpy.asarray(picture)
        if array.dtype.kind == "f":
            return form(array, 0)
        picture = array
    if raw:
        return form(_grey(picture), 0)
    return frame(picture, ink=ink).reshape(PIXELS)


def form(array: NDArray[Any], leading: int) -> NDArray[Any]:
    """Pictures in MNIST's form as contiguous bytes or float32, copied only if they are not.

    leading is the number of dimensions before a picture's own: 0 for one picture, 1 for a batch.
    """
    shape = array.shape[leading:]
    if len(array.shape) < leading or shape not in ((PIXELS,), (28, 28), (1, 28, 28)):
        expected = "(count, 784) or (count, 28, 28)" if leading else "(784,) or (28, 28)"
        raise ValueError(f"an array of shape {array.shape}; pictures in MNIST's form are {expected}")
    if array.dtype.kind == "f":
        array = array.astype(numpy.float32, copy=False)
    elif array.dtype != numpy.uint8:
        raise TypeError(f"pixels of type {array.dtype}; they are uint8, 0 to 255, or floats, 0 to 1")
    return numpy.ascontiguousarray(array).reshape(*array.shape[:leading], PIXELS)


def _is_array(picture: Picture) -> bool:
    return not isinstance(picture, (str, os.PathLike, PIL.Image.Image)) and not hasattr(picture, "read")


def _framed(grey: NDArray[numpy.uint8], ink: Ink) -> NDArray[numpy.uint8]:
    height, width = grey.shape
    # The library wants rows of neighbouring pixels, at any distance from one another.
    if width > 1 and grey.strides[1] != 1 or height > 1 and grey.strides[0] < width:
        grey = numpy.ascontiguousarray(grey)
    stride = grey.strides[0] if height > 1 else width
    scratch = numpy.empty(library.mnist37_frame_scratch(width, height), numpy.uint8)
    framed = numpy.empty((28, 28), numpy.uint8)
    check(library.mnist37_frame(
        grey.ctypes.data, width, height, stride, _INK[ink], scratch.ctypes.data, scratch.size, framed.ctypes.data))
    return framed


def _grey(picture: Picture) -> NDArray[numpy.uint8]:
    """(height, width), 0 black to 255 white."""
    if not _is_array(picture):
        if isinstance(picture, PIL.Image.Image):
            return _grey_of_image(picture)
        return _grey_of_file(picture)
    array = numpy.asarray(picture)
    if array.dtype != numpy.uint8:
        raise TypeError(f"pixels of type {array.dtype}; a picture to be framed has uint8, 0 black to 255 white")
    if array.shape == (PIXELS,):
        return array.reshape(28, 28)
    if array.ndim != 2:
        raise ValueError(f"an array of shape {array.shape}; a grey picture is (height, width)")
    return array


def _grey_of_file(file: Any) -> NDArray[numpy.uint8]:
    try:
        with PIL.Image.open(file) as image:
            # Upright, as the camera says it is.
            return _grey_of_image(PIL.ImageOps.exif_transpose(image))
    except (OSError, TypeError):
        raise
    except Exception as error:  # Pillow has errors of many types for damaged files.
        raise ValueError(f"a picture that Pillow cannot read: {error}") from None


def _grey_of_image(image: PIL.Image.Image) -> NDArray[numpy.uint8]:
    """By the rules of docs/pictures.md: the upper 8 bits of 16, and what is transparent over what contrasts with it."""
    if image.mode.startswith("I;16"):
        return (numpy.asarray(image) >> 8).astype(numpy.uint8)
    if image.mode in ("LA", "La", "PA", "RGBA", "RGBa") or "transparency" in image.info:
        return _over_contrast(numpy.asarray(image.convert("RGBA")).astype(numpy.uint32))
    if image.mode not in ("1", "L", "P", "RGB"):
        raise TypeError(f"a PIL image of mode {image.mode}; convert it to grey as you want it: image.convert('L')")
    return numpy.asarray(image.convert("RGB").convert("L") if image.mode == "P" else image.convert("L"))


def _over_contrast(rgba: NDArray[numpy.uint32]) -> NDArray[numpy.uint8]:
    """Over black where the mean grey, each pixel's counted by its alpha, is 160 or more, else over white."""
    colour, alpha = rgba[..., :3], rgba[..., 3:]
    opacity = int(alpha.sum(dtype=numpy.uint64))
    bright = opacity > 0 and int((_luma(colour) * alpha[..., 0]).sum(dtype=numpy.uint64)) >= 160 * opacity
    paper = numpy.uint32(0 if bright else 255)
    return _luma((alpha * colour + paper * (255 - alpha) + 127) // 255).astype(numpy.uint8)


def _luma(colour: NDArray[numpy.uint32]) -> NDArray[Any]:
    """ITU-R BT.601's, in 16-bit fixed point."""
    return (19595 * colour[..., 0] + 38470 * colour[..., 1] + 7471 * colour[..., 2] + 0x8000) >> 16
