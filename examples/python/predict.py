#!/usr/bin/env python3
"""Classifies pictures with libmnist37 from Python, through ctypes.

    python3 examples/python/predict.py LIBRARY WEIGHTS.m37 < PIXELS

PIXELS is any number of pictures of 784 bytes, 0 background to 255 ink.
"""
import ctypes
import os
import sys

SIDE = 28
PIXELS = SIDE * SIDE


class Prediction(ctypes.Structure):
    _fields_ = [("digit", ctypes.c_int32), ("probability", ctypes.c_float), ("logit", ctypes.c_float),
                ("known", ctypes.c_float)]


class Model:
    """A weights file, open for as long as the object lives."""

    def __init__(self, library, path):
        self.library = ctypes.CDLL(library)
        self.library.mnist37_status_text.restype = ctypes.c_char_p
        self.library.mnist37_predict_bytes.argtypes = [ctypes.c_void_p, ctypes.c_char_p, ctypes.POINTER(Prediction)]
        # Room for a mnist37_model.
        memory = (ctypes.c_uint64 * 40)()
        self.check(self.library.mnist37_model_open(memory, os.fsencode(path)), path)
        self.memory = memory

    def predict(self, picture):
        """The prediction for one picture of 28x28, 0 background to 255 ink.

        picture is 784 bytes (bytes, bytearray, memoryview), a list of 784 integers or of 28 rows of them, a numpy array
        of uint8 of either shape, or a grey PIL picture. Raises TypeError or ValueError for everything else.
        """
        prediction = Prediction()
        self.check(self.library.mnist37_predict_bytes(self.memory, pixels(picture), ctypes.byref(prediction)))
        return prediction

    def check(self, status, path=None):
        if status != 0:
            reason = self.library.mnist37_status_text(status).decode()
            # 10 to 19 are the system's errors; the others say what is wrong with the bytes.
            error = OSError if 10 <= status < 20 else ValueError
            raise error(f"{path}: {reason}" if path else reason)

    def __del__(self):
        if hasattr(self, "memory"):
            self.library.mnist37_model_close(self.memory)


def pixels(picture):
    """The 784 bytes of a picture. The library cannot see how many it is given, so they are counted here."""
    if isinstance(picture, str):
        raise TypeError("a picture is 784 bytes, not text; open a file with PIL first")
    if hasattr(picture, "getbands"):
        if picture.mode != "L":
            raise TypeError(f"a PIL picture of mode {picture.mode}; it must be grey, 8 bits: picture.convert('L')")
        if picture.size != (SIDE, SIDE):
            raise ValueError(f"a PIL picture of {picture.width}x{picture.height}; it must be 28x28")
        return picture.tobytes()
    if isinstance(picture, (list, tuple)):
        return from_list(picture)
    try:
        view = memoryview(picture)
    except TypeError:
        kind = type(picture).__name__
        raise TypeError(f"a picture is 784 bytes, a list, a numpy array or a PIL picture, not {kind}") from None
    if view.format.lstrip("@=<>!") not in ("B", "c"):
        raise TypeError(
            f"pixels of type {view.format!r}; they must be uint8, 0 to 255. From 0 to 1: (255 * x).round().astype('uint8')"
        )
    if view.shape not in ((PIXELS,), (SIDE, SIDE)):
        raise ValueError(f"a picture of shape {view.shape}; it must be (784,) or (28, 28)")
    # In the order of rows, wherever they lie: an array may be a part of another one, or transposed.
    return view.tobytes()


def from_list(picture):
    """The 784 bytes of a list of integers, or of one of rows."""
    if picture and all(isinstance(row, (list, tuple)) for row in picture):
        if len(picture) != SIDE or any(len(row) != SIDE for row in picture):
            raise ValueError("a picture in rows must have 28 of 28 pixels")
        picture = [pixel for row in picture for pixel in row]
    if len(picture) != PIXELS:
        raise ValueError(f"a picture of {len(picture)} pixels; it must have 784")
    try:
        return bytes(picture)
    except TypeError:
        raise TypeError("pixels must be integers, 0 to 255") from None
    except ValueError:
        raise ValueError("pixels must be 0 to 255") from None


def main():
    if len(sys.argv) != 3:
        print(__doc__, file=sys.stderr)
        sys.exit(os.EX_USAGE)
    library, weights = sys.argv[1:]
    try:
        model = Model(library, weights)
    except (OSError, ValueError) as error:
        print(f"predict.py: {error}", file=sys.stderr)
        sys.exit(os.EX_NOINPUT if isinstance(error, OSError) else os.EX_DATAERR)
    count = 0
    while picture := sys.stdin.buffer.read(PIXELS):
        if len(picture) < PIXELS:
            print(f"predict.py: standard input: {len(picture)} bytes after {count} pictures of 784", file=sys.stderr)
            sys.exit(os.EX_DATAERR)
        prediction = model.predict(picture)
        print(prediction.digit, f"{prediction.probability:.4f}")
        count += 1


if __name__ == "__main__":
    main()
