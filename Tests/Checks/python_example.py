"""Tests examples/python/predict.py: every form of a picture gives the same answer, every wrong one a clear error.

    python_example.py LIBRARY WEIGHTS.m37

What needs numpy or Pillow is skipped without, and says so in SKIPPED_FILE for `make test`.
"""
import array
import ctypes
import os
import pathlib
import subprocess
import sys
import unittest

REPOSITORY = pathlib.Path(__file__).resolve().parent.parent.parent
EXAMPLE = REPOSITORY / "examples/python/predict.py"
sys.path.insert(0, str(EXAMPLE.parent))
import predict  # noqa: E402

try:
    import numpy
except ModuleNotFoundError:
    numpy = None
try:
    import PIL.Image
except ModuleNotFoundError:
    PIL = None

LIBRARY, WEIGHTS = sys.argv[1:3]
# A seven's two strokes, so that a transposed picture gets another answer.
ROWS = [[255 if row in (5, 6) or column == 20 - row // 4 else 0 for column in range(28)] for row in range(28)]
FLAT = bytes(pixel for row in ROWS for pixel in row)


class Pictures(unittest.TestCase):
    def setUp(self):
        self.model = predict.Model(LIBRARY, WEIGHTS)
        self.logit = self.model.predict(FLAT).logit

    def same(self, picture):
        self.assertEqual(self.model.predict(picture).logit, self.logit)

    def refuses(self, error, words, *pictures):
        for picture in pictures:
            with self.assertRaisesRegex(error, words):
                self.model.predict(picture)

    def test_python_types(self):
        from_c = (ctypes.c_uint8 * 784).from_buffer_copy(FLAT)
        for picture in (bytearray(FLAT), memoryview(FLAT), array.array("B", FLAT), from_c, list(FLAT), tuple(FLAT), ROWS):
            self.same(picture)

    def test_lengths(self):
        for count in (0, 1, 783, 785, 1568):
            words = "it must (be|have)"
            self.refuses(ValueError, words, bytes(count), bytearray(count), [0] * count)
        self.refuses(ValueError, "28 of 28", ROWS[:27], [row[:27] for row in ROWS], ROWS[:27] + [ROWS[27] + [0]])

    def test_kinds(self):
        self.refuses(TypeError, "not text", "0" * 784, "digit.png")
        self.refuses(TypeError, "not NoneType", None)
        self.refuses(TypeError, "not int", 784)
        self.refuses(TypeError, "uint8", array.array("f", FLAT), array.array("b", bytes(784)), array.array("I", FLAT))
        self.refuses(TypeError, "integers", [0.5] * 784, [None] * 784)
        self.refuses(ValueError, "0 to 255", [256] * 784, [-1] * 784)

    @unittest.skipIf(numpy is None, "no numpy")
    def test_numpy(self):
        picture = numpy.array(ROWS, dtype=numpy.uint8)
        frozen = picture.copy()
        frozen.setflags(write=False)
        inside = numpy.zeros((56, 60), numpy.uint8)
        inside[3:31, 4:60:2] = picture
        for form in (picture, picture.reshape(784), frozen, numpy.asfortranarray(picture), inside[3:31, 4:60:2]):
            self.same(form)
        self.assertNotEqual(self.model.predict(picture.T).logit, self.logit)
        for kind in (numpy.float32, numpy.float64, numpy.int64, numpy.int8, bool):
            self.refuses(TypeError, "uint8", picture.astype(kind))
        shapes = [(27, 28), (28, 27), (1, 784), (784, 1), (1, 28, 28), (2, 784), (0,), ()]
        self.refuses(ValueError, "shape", *(numpy.zeros(shape, numpy.uint8) for shape in shapes))

    @unittest.skipIf(PIL is None, "no Pillow")
    def test_pil(self):
        picture = PIL.Image.frombytes("L", (28, 28), FLAT)
        self.same(picture)
        for mode in ("RGB", "1", "F", "I", "LA"):
            self.refuses(TypeError, "grey", picture.convert(mode))
        self.refuses(ValueError, "27x28", picture.crop((0, 0, 27, 28)))
        self.refuses(ValueError, "56x56", picture.resize((56, 56)))


class Program(unittest.TestCase):
    def run_program(self, *arguments, pictures=b""):
        command = [sys.executable, str(EXAMPLE), *arguments]
        return subprocess.run(command, input=pictures, capture_output=True)

    def test_answers(self):
        outcome = self.run_program(LIBRARY, WEIGHTS, pictures=2 * FLAT)
        self.assertEqual((outcome.returncode, outcome.stderr), (0, b""))
        lines = outcome.stdout.splitlines()
        self.assertEqual(len(lines), 2)
        self.assertRegex(lines[0], rb"^[37] [01]\.\d{4}$")
        self.assertEqual(lines[0], lines[1])

    def test_errors(self):
        damaged = str(REPOSITORY / "LICENSE")
        for status, words, arguments, pictures in [
            (64, b"LIBRARY", [], b""),
            (66, b"/nowhere.so", ["/nowhere.so", WEIGHTS], b""),
            (66, b"/nowhere.m37", [LIBRARY, "/nowhere.m37"], b""),
            (65, b"LICENSE", [LIBRARY, damaged], b""),
            (65, b"100 bytes after 1 pictures", [LIBRARY, WEIGHTS], FLAT + bytes(100)),
        ]:
            outcome = self.run_program(*arguments, pictures=pictures)
            self.assertEqual(outcome.returncode, status, outcome.stderr)
            self.assertIn(words, outcome.stderr)
            self.assertNotIn(b"Traceback", outcome.stderr)

    def test_memory_for_a_model_is_enough(self):
        self.assertIn("c_uint64 * 40", EXAMPLE.read_text())
        source = '#include <mnist37.h>\n_Static_assert(sizeof(mnist37_model) <= 40 * 8, "predict.py has 320 bytes");'
        command = ["cc", "-std=c11", "-fsyntax-only", "-I", str(REPOSITORY / "include"), "-x", "c", "-"]
        subprocess.run(command, input=source.encode(), check=True)


if __name__ == "__main__":
    result = unittest.main(argv=sys.argv[:1], exit=False).result
    for test, reason in result.skipped:
        print(f"skipped: {test.id()}: {reason}", file=sys.stderr)
        if "SKIPPED_FILE" in os.environ:
            with open(os.environ["SKIPPED_FILE"], "a") as file:
                print(f"examples/python, {test.id()}: {reason}", file=file)
    strict = os.environ.get("STRICT") == "1" and "SKIPPED_FILE" not in os.environ
    sys.exit(not result.wasSuccessful() or (strict and bool(result.skipped)))
