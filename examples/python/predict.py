#!/usr/bin/env python3
"""Classifies pictures with libmnist37 from Python, through ctypes.

    python3 examples/python/predict.py LIBRARY WEIGHTS.m37 < PIXELS

PIXELS is any number of pictures of 784 bytes, 0 background to 255 ink.
"""
import ctypes
import sys


class Prediction(ctypes.Structure):
    _fields_ = [("digit", ctypes.c_int32), ("probability", ctypes.c_float), ("logit", ctypes.c_float),
                ("known", ctypes.c_float)]


class Model:
    """A weights file, open for as long as the object lives."""

    def __init__(self, library, path):
        self.library = ctypes.CDLL(library)
        self.library.mnist37_status_text.restype = ctypes.c_char_p
        self.memory = (ctypes.c_uint64 * 40)()
        self.check(self.library.mnist37_model_open(self.memory, path.encode()))

    def predict(self, pixels):
        """The prediction for 784 bytes."""
        prediction = Prediction()
        self.check(self.library.mnist37_predict_bytes(self.memory, pixels, ctypes.byref(prediction)))
        return prediction

    def check(self, status):
        if status != 0:
            raise ValueError(self.library.mnist37_status_text(status).decode())

    def __del__(self):
        if hasattr(self, "memory"):
            self.library.mnist37_model_close(self.memory)


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    model = Model(sys.argv[1], sys.argv[2])
    while len(pixels := sys.stdin.buffer.read(784)) == 784:
        prediction = model.predict(pixels)
        print(prediction.digit, f"{prediction.probability:.4f}")


if __name__ == "__main__":
    main()
