#!/usr/bin/env python3
"""Classifies pictures with libmnist37 from Python, through ctypes.

    python3 examples/python/predict.py [--raw] [--ink decide|dark|light] LIBRARY WEIGHTS.m37 [PICTURE...]

PICTURE is a binary PGM or, where Pillow is installed, a PNG or whatever else that reads, of any size. Standard input,
without one, is any number of pictures of 28x28 bytes. The digit is found and brought into MNIST's form by mnist37_frame;
with --raw a picture is 28x28 and taken as it is, 0 background to 255 ink.
"""
import argparse
import ctypes
import io
import os
import re
import struct
import sys

SIDE = 28
PIXELS = SIDE * SIDE
# MNIST37_INK_...
INK = {"decide": 0, "dark": 1, "light": 2}

# A PGM's header; a comment, from "#" to the end of its line, counts as that end. What follows one such space is pixels.
SPACE = rb"(?:\s|#[^\r\n]*[\r\n])"
PGM_HEADER = re.compile(rb"P5" + 3 * (SPACE + rb"+0*(\d{1,8})") + SPACE)


class Prediction(ctypes.Structure):
    _fields_ = [("digit", ctypes.c_int32), ("probability", ctypes.c_float), ("logit", ctypes.c_float),
                ("known", ctypes.c_float)]

    def __str__(self):
        logit, probability, known = (
            struct.pack(">f", value).hex() for value in (self.logit, self.probability, self.known))
        answer = f"neither  {1 - self.known:.4f}" if self.known < 0.5 else f"{self.digit}  {self.probability:.4f}"
        return f"{answer}  (bits: logit {logit}, probability {probability}, known {known})"


class Model:
    """A weights file, open for as long as the object lives."""

    def __init__(self, library, path):
        self.library = ctypes.CDLL(library)
        self.library.mnist37_status_text.restype = ctypes.c_char_p
        self.library.mnist37_predict_bytes.argtypes = [ctypes.c_void_p, ctypes.c_char_p, ctypes.POINTER(Prediction)]
        self.library.mnist37_frame_scratch.argtypes = [ctypes.c_size_t, ctypes.c_size_t]
        self.library.mnist37_frame_scratch.restype = ctypes.c_size_t
        self.library.mnist37_frame.argtypes = [ctypes.c_char_p, ctypes.c_size_t, ctypes.c_size_t, ctypes.c_size_t,
                                               ctypes.c_int32, ctypes.c_void_p, ctypes.c_size_t, ctypes.c_void_p]
        # Room for a mnist37_model.
        memory = (ctypes.c_uint64 * 40)()
        self.check(self.library.mnist37_model_open(memory, os.fsencode(path)), path)
        self.memory = memory

    def predict(self, picture, ink="decide", raw=False):
        """The prediction for the one digit in a picture of any size.

        picture is a path (of a PGM, or with Pillow of any picture), a two-dimensional numpy array of uint8, a PIL picture, a
        list of rows of integers, or 28x28 pixels in a row: bytes, an array or a list of 784. 0 is black, 255 white; ink
        says which is ink: "decide", "dark" or "light". raw takes a picture of 28x28 as it is, 0 background to 255 ink.

        Raises OSError for a file that cannot be read, and TypeError or ValueError for what is no picture or has no digit.
        """
        prediction = Prediction()
        framed = pixels(picture) if raw else self.frame(picture, ink)
        self.check(self.library.mnist37_predict_bytes(self.memory, framed, ctypes.byref(prediction)))
        return prediction

    def frame(self, picture, ink="decide"):
        """The picture in MNIST's form: 784 bytes, 28 rows of 28, 0 background to 255 ink. See predict."""
        if ink not in INK:
            raise ValueError(f"ink is one of {', '.join(INK)}, not {ink!r}")
        grey, width, height = grey_of(picture)
        # 0 for a picture that mnist37_frame refuses.
        scratch = ctypes.create_string_buffer(self.library.mnist37_frame_scratch(width, height))
        framed = ctypes.create_string_buffer(PIXELS)
        self.check(self.library.mnist37_frame(grey, width, height, width, INK[ink], scratch, len(scratch), framed))
        return framed.raw

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
    """The 784 bytes of a picture of 28x28."""
    grey, width, height = grey_of(picture)
    if (width, height) != (SIDE, SIDE):
        raise ValueError(f"a picture of {width}x{height}; to be taken as it is, it must be 28x28")
    return grey


def grey_of(picture):
    """Grey pixels row by row, width and height of a picture. The library cannot see how many it is given: count them here."""
    if isinstance(picture, (str, os.PathLike)):
        return from_file(picture)
    if hasattr(picture, "getbands"):
        return from_pil(picture)
    if isinstance(picture, (list, tuple)):
        return from_list(picture)
    try:
        view = memoryview(picture)
    except TypeError:
        kind = type(picture).__name__
        raise TypeError(f"a picture is a path, a numpy array, a PIL picture, a list or 784 bytes, not {kind}") from None
    if view.format.lstrip("@=<>!") not in ("B", "c"):
        raise TypeError(
            f"pixels of type {view.format!r}; they must be uint8, 0 to 255. From 0 to 1: (255 * x).round().astype('uint8')"
        )
    if view.shape == (PIXELS,):
        height, width = SIDE, SIDE
    elif len(view.shape or ()) == 2 and view.nbytes > 0:
        height, width = view.shape
    else:
        raise ValueError(f"a picture of shape {view.shape}; it must be (height, width) or (784,)")
    # In the order of rows, wherever they lie: an array may be a part of another one, or transposed.
    return view.tobytes(), width, height


def from_list(picture):
    """The grey of a list of rows of integers, or of 784 integers."""
    width = height = SIDE
    if picture and all(isinstance(row, (list, tuple)) for row in picture):
        width, height = len(picture[0]), len(picture)
        if width == 0 or any(len(row) != width for row in picture):
            raise ValueError("a picture in rows must have as many pixels in each, and at least one")
        picture = [pixel for row in picture for pixel in row]
    elif len(picture) != PIXELS:
        raise ValueError(f"a picture of {len(picture)} pixels without rows; it must have 784")
    try:
        return bytes(picture), width, height
    except TypeError:
        raise TypeError("pixels must be integers, 0 to 255") from None
    except ValueError:
        raise ValueError("pixels must be 0 to 255") from None


def from_pil(picture):
    """The grey of a PIL picture."""
    transparency = ", with transparency" if "transparency" in picture.info else ""
    if transparency or picture.mode not in ("1", "L", "P", "RGB"):
        raise TypeError(
            f"a PIL picture of mode {picture.mode}{transparency}; it must be grey, 8 bits: picture.convert('L'), "
            "over the background that you want")
    return picture.convert("L").tobytes(), picture.width, picture.height


def from_file(path):
    """The grey of a PGM, or of what Pillow reads."""
    with open(path, "rb") as file:
        content = file.read()
    if content.startswith(b"P5"):
        return from_pgm(content)
    try:
        import PIL.Image
        import PIL.ImageOps
    except ModuleNotFoundError:
        raise ValueError("not a binary PGM; other formats need Pillow (pip install pillow)") from None
    try:
        # Upright, as the camera says it is.
        picture = PIL.ImageOps.exif_transpose(PIL.Image.open(io.BytesIO(content)))
    except PIL.UnidentifiedImageError:
        raise ValueError("not a picture that Pillow can read") from None
    except Exception as error:  # Pillow has errors of many types for damaged files.
        raise ValueError(f"a picture that Pillow cannot read: {error}") from None
    return from_pil(picture)


def from_pgm(content):
    """The grey of a binary PGM; of its pictures, the first."""
    header = PGM_HEADER.match(content)
    if not header:
        raise ValueError("a PGM without width, height and maximum in its header")
    width, height, white = map(int, header.groups())
    if white != 255:
        raise ValueError(f"a PGM with grey up to {white}; only 255 is read")
    grey = content[header.end() : header.end() + width * height]
    if len(grey) != width * height:
        raise ValueError("a PGM with fewer pixels than its header says")
    return grey, width, height


class Parser(argparse.ArgumentParser):
    def error(self, message):
        self.exit(os.EX_USAGE, f"{self.format_usage()}{self.prog}: {message}\n")


def from_standard_input():
    """Each picture of 784 bytes; the last may be shorter."""
    while picture := sys.stdin.buffer.read(PIXELS):
        yield picture


def main():
    parser = Parser(description="Tells handwritten threes from sevens, with libmnist37.")
    parser.add_argument("--raw", action="store_true", help="take pictures of 28x28 as they are: 0 background to 255 ink")
    parser.add_argument("--ink", choices=INK, default="decide", help="which side of the grey is ink (decide)")
    parser.add_argument("library", metavar="LIBRARY", help="libmnist37.so")
    parser.add_argument("weights", metavar="WEIGHTS.m37")
    parser.add_argument("pictures", metavar="PICTURE", nargs="*", help="a PGM, or with Pillow any picture")
    arguments = parser.parse_args()
    status = os.EX_OK

    def report(error, name=None):
        nonlocal status
        status = os.EX_NOINPUT if isinstance(error, OSError) else os.EX_DATAERR
        reason = getattr(error, "strerror", None) or error
        print("predict.py", *([name] if name else []), reason, sep=": ", file=sys.stderr)

    try:
        model = Model(arguments.library, arguments.weights)
    except (OSError, ValueError) as error:
        report(error)
        return status
    for path in arguments.pictures:
        try:
            print(path, model.predict(path, arguments.ink, arguments.raw), sep="  ")
        except (OSError, TypeError, ValueError) as error:
            report(error, path)
    if not arguments.pictures:
        for number, picture in enumerate(from_standard_input(), 1):
            try:
                if len(picture) != PIXELS:
                    raise ValueError(f"{len(picture)} bytes instead of {PIXELS}")
                print(model.predict(picture, arguments.ink, arguments.raw))
            except ValueError as error:
                report(error, f"standard input, picture {number}")
    return status


if __name__ == "__main__":
    sys.exit(main())
