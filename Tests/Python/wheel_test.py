"""Tests the installed wheel: every bit of the conformance set, every kind of picture, and a clear error for all else.

Run by Tests/Python/wheel.sh, in an environment that has nothing but the wheel and what it depends on.
"""
import ctypes
import gzip
import io
import pathlib
import pickle
import struct
import subprocess
import sys
import tempfile
import threading
import tracemalloc
import unittest

import numpy
import PIL.Image

import mnist37
from mnist37 import _library, _model

REPOSITORY = pathlib.Path(__file__).resolve().parent.parent.parent
CONFORMANCE = REPOSITORY / "Tests/Conformance"
sys.path.insert(0, str(CONFORMANCE))
import generate  # noqa: E402


def carried(kind, header):
    """What the package carries to validate with."""
    path = REPOSITORY / f"Sources/Training/Digits/t10k-{kind}-ubyte.gz"
    return numpy.frombuffer(gzip.decompress(path.read_bytes())[header:], numpy.uint8)


DIGITS, LABELS = carried("images-idx3", 16).reshape(-1, 28, 28), carried("labels-idx1", 8)
THREE = DIGITS[7]
# A seven's two strokes, dark on a page of 90x100.
PAGE = numpy.full((100, 90), 210, numpy.uint8)
PAGE[15:21, :84] = 40
for row in range(84):
    PAGE[row, 60 - 3 * (row // 12) : 63 - 3 * (row // 12)] = 40


class Conformance(unittest.TestCase):
    """What every target must answer."""

    def test_bits(self):
        digits = numpy.frombuffer((CONFORMANCE / "digits.bin").read_bytes(), numpy.uint8).reshape(-1, 784)
        vectors = [(kind, parameter, seed) for kind, parameter, _, seed
                   in struct.iter_unpack("<BBHI", (CONFORMANCE / "vectors.bin").read_bytes())]
        floats = numpy.stack([generate.as_floats(*vector, digits) for vector in vectors])
        data = [generate.as_bytes(*vector, digits) for vector in vectors]
        of_bytes = numpy.array([index for index, picture in enumerate(data) if picture is not None])
        pictures = numpy.stack([data[index] for index in of_bytes])
        compared = 0
        for path in sorted((CONFORMANCE / "weights").glob("*.m37")):
            model = mnist37.Model(path)
            expected = numpy.frombuffer((CONFORMANCE / f"expected/{path.stem}.bin").read_bytes(), "<u2,<u2,<u4,<u4,<u4")
            usable = expected["f0"] == 0
            self.same_bits(model.predict_batch(floats[usable]), expected[usable])
            self.same_bits(model.predict_batch(pictures), expected[of_bytes])
            compared += usable.sum() + len(pictures)
            for index, answer in enumerate(expected):
                if answer["f0"] == 0:
                    self.assertEqual(bits(model.predict(floats[index])), tuple(answer.item())[1:])
                else:
                    with self.assertRaises(mnist37.PictureError) as caught:
                        model.predict(floats[index])
                    self.assertEqual(caught.exception.status, answer["f0"])
                compared += 1
        self.assertGreater(compared, 10000)
        print(f"check-wheel: {compared} predictions, no bit differs")

    def same_bits(self, predictions, expected):
        for field, column in zip(("digit", "logit", "probability", "known"), ("f1", "f2", "f3", "f4")):
            numpy.testing.assert_array_equal(numpy.ascontiguousarray(predictions[field]).view("<u4"), expected[column], field)


def bits(prediction):
    return prediction.digit, *(
        struct.unpack("<I", struct.pack("<f", value))[0]
        for value in (prediction.logit, prediction.probability, prediction.known))


class Pictures(unittest.TestCase):
    def setUp(self):
        self.model = mnist37.Model()
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        self.path = pathlib.Path(self.folder.name, "page.png")
        self.expected = self.model.predict(PAGE)

    def test_doors(self):
        self.assertEqual(self.expected.digit, 7)
        page = PIL.Image.fromarray(PAGE)
        page.save(self.path)
        for picture in (self.path, str(self.path), io.BytesIO(self.path.read_bytes()), page, page.convert("RGB")):
            self.assertEqual(self.model.predict(picture), self.expected)
        for suffix in ("pgm", "bmp", "tiff"):
            path = self.path.with_suffix("." + suffix)
            page.save(path)
            self.assertEqual(self.model.predict(path), self.expected)

    def test_arrays(self):
        inside = numpy.zeros((220, 200), numpy.uint8)
        inside[3:203:2, 5:185:2] = PAGE
        frozen = PAGE.copy()
        frozen.setflags(write=False)
        upwards = PAGE[::-1].copy()[::-1]
        for picture in (inside[3:203:2, 5:185:2], frozen, numpy.asfortranarray(PAGE), upwards, memoryview(PAGE)):
            self.assertEqual(self.model.predict(picture), self.expected)
        numpy.testing.assert_array_equal(mnist37.frame(PAGE[:90, :87]), mnist37.frame(PAGE[:90, :87].copy()))
        self.assertNotEqual(self.model.predict(PAGE.T), self.expected)

    def test_mnist_form(self):
        expected = self.model.predict(THREE)
        self.assertEqual(expected.digit, 3)
        numpy.testing.assert_array_equal(mnist37.frame(THREE), THREE)
        floats = THREE / numpy.float32(255)
        for picture in (THREE.reshape(784), 255 - THREE, floats, floats.reshape(1, 28, 28), floats.T.copy().T, THREE / 255):
            self.assertEqual(self.model.predict(picture), expected)
        raw = self.model.predict(255 - THREE, raw=True)
        self.assertNotEqual(raw, expected)
        self.assertEqual(raw, self.model.predict((255 - THREE) / numpy.float32(255)))

    def test_alpha_and_depth(self):
        ink = PIL.Image.fromarray(255 - PAGE)
        for paper in (0, 255):
            image = PIL.Image.merge("LA", (PIL.Image.new("L", ink.size, paper), ink))
            image.save(self.path)
            self.assertEqual(self.model.predict(self.path).digit, 7)
        deep = PIL.Image.fromarray(PAGE.astype(numpy.uint16) << 8)
        deep.save(self.path)
        self.assertEqual(self.model.predict(self.path), self.expected)
        for mode in ("F", "I", "CMYK"):
            with self.assertRaisesRegex(TypeError, f"mode {mode}"):
                self.model.predict(PIL.Image.fromarray(PAGE).convert(mode))

    def test_ink(self):
        self.assertEqual(self.model.predict(PAGE, ink="dark"), self.expected)
        with self.assertRaisesRegex(mnist37.PictureError, "^the picture is nothing but ink$") as caught:
            self.model.predict(PAGE, ink="light")
        self.assertEqual(caught.exception.status, 41)
        with self.assertRaisesRegex(ValueError, "decide, dark, light"):
            self.model.predict(PAGE, ink="red")

    def test_neither(self):
        zero = DIGITS[LABELS == 0][0]
        self.assertTrue(self.model.predict(zero).neither)
        self.assertRegex(str(self.model.predict(zero)), r"^neither  [01]\.\d{4}$")
        self.assertRegex(str(self.expected), r"^7  [01]\.\d{4}$")
        self.assertEqual(mnist37.Model(mnist37.shipped_weights("linear")).predict(zero).known, 1)

    def test_no_pictures(self):
        for words, error, picture in [
            ("nothing in the picture stands out", mnist37.PictureError, numpy.full((40, 50), 200, numpy.uint8)),
            ("too large|no pixels", mnist37.PictureError, numpy.zeros((0, 28), numpy.uint8)),
            ("uint8", TypeError, PAGE.astype(numpy.int64)), ("uint8", TypeError, None), ("uint8", TypeError, "a".encode()),
            ("shape", ValueError, numpy.zeros((28, 28, 3), numpy.uint8)), ("shape", ValueError, numpy.zeros((30, 28))),
            ("NaN", mnist37.PictureError, numpy.full(784, numpy.nan, numpy.float32)),
            ("No such file", FileNotFoundError, "/nowhere.png"), ("directory", IsADirectoryError, self.folder.name),
            ("cannot identify", PIL.UnidentifiedImageError, REPOSITORY / "LICENSE"),
        ]:
            with self.assertRaisesRegex(error, words):
                self.model.predict(picture)
        PIL.Image.fromarray(PAGE).save(self.path)
        whole = self.path.read_bytes()
        for damaged in (whole[:60], whole[:-30], whole[:45] + b"\xff" * 20 + whole[65:]):
            self.path.write_bytes(damaged)
            with self.assertRaises((OSError, ValueError)):
                self.model.predict(self.path)
        with self.assertRaisesRegex(ValueError, r"shape \(100, 90\)"):
            self.model.predict(PAGE, raw=True)


class Batches(unittest.TestCase):
    def setUp(self):
        self.model = mnist37.Model()
        self.expected = [self.model.predict(digit, raw=True)[:4] for digit in DIGITS]

    def test_forms(self):
        floats = DIGITS / numpy.float32(255)
        wide = numpy.zeros((len(DIGITS), 28, 56), numpy.uint8)
        wide[:, :, ::2] = DIGITS
        for batch in (DIGITS, DIGITS.reshape(-1, 784), DIGITS[:, None], floats, DIGITS / 255, floats.astype(">f4"),
                      numpy.asfortranarray(DIGITS), wide[:, :, ::2], list(DIGITS)):
            self.assertEqual(self.model.predict_batch(batch).tolist(), self.expected)
        self.assertEqual(len(self.model.predict_batch(numpy.zeros((0, 784), numpy.uint8))), 0)

    def test_nothing_is_copied(self):
        for kind, size in ((numpy.uint8, 1), (numpy.float32, 4)):
            batch = numpy.zeros((20000, 784), kind)
            tracemalloc.start()
            self.model.predict_batch(batch)
            _, peak = tracemalloc.get_traced_memory()
            tracemalloc.stop()
            # The predictions take 16 bytes a picture; a copy would take 784 or 3,136.
            self.assertLess(peak, 20000 * 16 + 100_000)

    def test_errors(self):
        for shape in ((784,), (3, 783), (3, 28, 29), (3, 3, 28, 28), ()):
            with self.assertRaisesRegex(ValueError, "shape"):
                self.model.predict_batch(numpy.zeros(shape, numpy.uint8))
        with self.assertRaisesRegex(TypeError, "int64"):
            self.model.predict_batch(numpy.zeros((3, 784), numpy.int64))
        batch = DIGITS[:5] / numpy.float32(255)
        batch[3, 0, 0] = numpy.inf
        with self.assertRaisesRegex(mnist37.PictureError, "^picture 3 of the batch: "):
            self.model.predict_batch(batch)

    def test_threads_and_processes(self):
        answers = []
        threads = [threading.Thread(target=lambda: answers.append(self.model.predict_batch(DIGITS))) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        answers.append(pickle.loads(pickle.dumps(self.model)).predict_batch(DIGITS))
        self.assertEqual(len(answers), 5)
        for answer in answers:
            self.assertEqual(answer.tolist(), self.expected)


class Weights(unittest.TestCase):
    def test_shipped(self):
        for path in (REPOSITORY / "Sources/classify/Weights").glob("*.m37"):
            shipped = mnist37.shipped_weights(path.stem)
            self.assertEqual(shipped.read_bytes(), path.read_bytes())
            self.assertEqual(mnist37.Model(shipped).predict(THREE), mnist37.Model(path.read_bytes()).predict(THREE))
        with self.assertRaisesRegex(ValueError, "there are .*conv-tiny-i8"):
            mnist37.shipped_weights("huge")

    def test_info(self):
        info = mnist37.Model(mnist37.shipped_weights("linear")).info
        self.assertEqual((info.layers, info.outputs, info.parameters), (1, 1, 785))
        self.assertGreater(info.validation_count, 0)
        self.assertEqual(info.classes, ("3", "7"))

    def test_names(self):
        """Weights files of the conformance set have classes of many names."""
        model = mnist37.Model(CONFORMANCE / "weights/linear-i8.m37")
        answers = {model.predict(digit).name for digit in DIGITS[:200]}
        self.assertEqual((model.info.classes, answers), (("✓", "✗"), {"✓", "✗"}))
        weights = mnist37.read_weights().model().predict(THREE), mnist37.Model().predict(THREE)
        self.assertEqual(*weights)
        ticks = mnist37.read_weights()._replace(classes=("tick", "cross"))
        self.assertEqual((ticks.model().predict(THREE).name, ticks.model().predict(THREE).digit), ("tick", 1))
        self.assertEqual(mnist37.read_weights(ticks.encode()).classes, ("tick", "cross"))
        for names, error in ((("a", "a"), mnist37.WeightsError), (("", "a"), mnist37.WeightsError), (("a" * 16, "b"), ValueError)):
            with self.assertRaises(error):
                ticks._replace(classes=names).model()

    def test_refused(self):
        content = mnist37.shipped_weights().read_bytes()
        version = bytearray(content)
        version[8] += 90
        for status, broken in [(22, content[:-4]), (23, b"no weights file" * 10), (26, content[:99] + b"\0" + content[100:]),
                               (25, content + b"\0\0\0\0"), (22, b""), (24, bytes(version))]:
            with self.assertRaises(mnist37.WeightsError) as caught:
                mnist37.Model(broken)
            text = _library.library.mnist37_status_text(status).decode()
            self.assertEqual((caught.exception.status, str(caught.exception)), (status, text))
            self.assertEqual(pickle.loads(pickle.dumps(caught.exception)).status, status)
        with self.assertRaisesRegex(mnist37.WeightsError, "LICENSE: not a weights file|LICENSE: .*8 bytes"):
            mnist37.Model(REPOSITORY / "LICENSE")
        with self.assertRaises(FileNotFoundError):
            mnist37.Model("/nowhere.m37")


class Library(unittest.TestCase):
    def test_version(self):
        numbers = [int(number) for number in mnist37.__version__.split(".")]
        self.assertEqual(_library.library.mnist37_version(), numbers[0] << 16 | numbers[1] << 8 | numbers[2])

    def test_types_are_those_of_the_header(self):
        fields = "".join(f"MEMBER({name}, {getattr(_library.CInfo, name).offset})" for name, _ in _library.CInfo._fields_)
        source = f"""#include <mnist37.h>
            #define MEMBER(name, offset) _Static_assert(offsetof(mnist37_info, name) == offset, #name);
            _Static_assert(sizeof(mnist37_info) == {ctypes.sizeof(_library.CInfo)}, "info");
            _Static_assert(sizeof(mnist37_model) == {ctypes.sizeof(_library.CModel)}, "model");
            _Static_assert(sizeof(mnist37_prediction) == {_model.PREDICTION.itemsize}, "prediction");
            {fields}"""
        command = ["cc", "-std=c11", "-fsyntax-only", "-I", str(REPOSITORY / "include"), "-x", "c", "-"]
        subprocess.run(command, input=source.encode(), check=True)


if __name__ == "__main__":
    unittest.main()
