"""Tests examples/python/predict.py: every form of a picture gives the same answer, every wrong one a clear error.

    python_example.py LIBRARY WEIGHTS.m37

What needs numpy or Pillow is skipped without, and says so in SKIPPED_FILE for `make test`.
"""
import array
import ctypes
import gzip
import os
import pathlib
import subprocess
import sys
import tempfile
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
THREE = gzip.decompress((REPOSITORY / "Sources/Training/Digits/t10k-images-idx3-ubyte.gz").read_bytes())[16:][784 * 7 : 784 * 8]
# The same on a page: dark on light, three times as large, 90 columns by 100 rows.
PAGE = [[40 if row < 84 and column < 84 and ROWS[row // 3][column // 3] else 210 for column in range(90)] for row in range(100)]


def pgm(rows, header=b"P5\n%d %d\n255\n"):
    return header % (len(rows[0]), len(rows)) + bytes(pixel for row in rows for pixel in row)


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
        self.refuses(ValueError, "as many pixels in each", ROWS[:27] + [ROWS[27] + [0]], [[]], [[], []])

    def test_sizes(self):
        page = self.model.predict(PAGE)
        self.assertEqual(page.digit, 7)
        self.assertEqual(self.model.frame(PAGE), self.model.frame([[255 - pixel for pixel in row] for row in PAGE]))
        # More paper beside the digit does not matter, and the middle of one pixel is that of the three.
        self.assertEqual(self.model.frame([row[:87] for row in PAGE[:90]]), self.model.frame(PAGE))
        self.refuses(ValueError, "nothing in the picture stands out", [[200] * 50] * 40, [[200]])
        self.refuses(ValueError, "nothing but ink", [[0] * 50] * 40)
        self.refuses(ValueError, "too large", [[0] * (2**24)])

    def test_ink(self):
        self.assertEqual(self.model.frame(PAGE, "dark"), self.model.frame(PAGE))
        # What is said is believed.
        with self.assertRaisesRegex(ValueError, "nothing but ink"):
            self.model.frame(PAGE, "light")
        with self.assertRaisesRegex(ValueError, "decide, dark, light"):
            self.model.frame(PAGE, "red")

    def test_raw(self):
        for picture in (FLAT, list(FLAT), ROWS):
            self.assertEqual(predict.pixels(picture), FLAT)
        raw = self.model.predict(FLAT, raw=True).logit
        self.assertNotEqual(raw, self.logit)
        # What has MNIST's form already is the same either way.
        self.assertEqual(self.model.frame(THREE), THREE)
        self.assertEqual(self.model.predict(THREE, raw=True).logit, self.model.predict(THREE).logit)
        with self.assertRaisesRegex(ValueError, "90x100; .* 28x28"):
            self.model.predict(PAGE, raw=True)

    def test_files(self):
        page = self.model.predict(PAGE).logit
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder, "page.pgm")
            for header in (b"P5\n%d %d\n255\n", b"P5#1\n# 2\n %d#w\n%d\t0255\n", b"P5 %d %d 255#\n"):
                path.write_bytes(pgm(PAGE, header) + b"another picture")
                for name in (path, str(path)):
                    self.assertEqual(self.model.predict(name).logit, page)
            for words, content in [
                ("fewer pixels", pgm(PAGE)[:-1]), ("only 255", pgm(PAGE, b"P5 %d %d 65535 ")), ("header", b"P5"),
                ("header", b"P5 " + 5000 * b"9" + b" 1 255 0"), ("header", pgm(PAGE, b"P5 %d -%d 255 ")), ("not a", b""),
                ("too large", b"P5 0 1 255 "), ("not a", b"no picture"),
            ]:
                path.write_bytes(content)
                self.refuses(ValueError, words, path)
            self.refuses(OSError, "No such file", pathlib.Path(folder, "none.pgm"), "0" * 100)
            self.refuses(OSError, "directory", folder)

    def test_kinds(self):
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
        page = numpy.array(PAGE, dtype=numpy.uint8)
        for form in (page, page[:90, :87], numpy.asfortranarray(page), 255 - page):
            self.assertEqual(self.model.frame(form), self.model.frame(PAGE))
        for kind in (numpy.float32, numpy.float64, numpy.int64, numpy.int8, bool):
            self.refuses(TypeError, "uint8", picture.astype(kind))
        shapes = [(783,), (1, 28, 28), (28, 28, 3), (0, 28), (28, 0), (0,), ()]
        self.refuses(ValueError, "shape", *(numpy.zeros(shape, numpy.uint8) for shape in shapes))

    @unittest.skipIf(PIL is None, "no Pillow")
    def test_pil(self):
        picture = PIL.Image.frombytes("L", (28, 28), FLAT)
        self.same(picture)
        for mode in ("RGB", "P", "1"):
            self.same(picture.convert(mode))
        for mode in ("F", "I", "LA", "RGBA", "CMYK"):
            self.refuses(TypeError, "grey", picture.convert(mode))
        page = PIL.Image.frombytes("L", (90, 100), bytes(pixel for row in PAGE for pixel in row))
        self.assertEqual(self.model.frame(page), self.model.frame(PAGE))
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder, "page.png")
            page.save(path)
            self.assertEqual(self.model.frame(path), self.model.frame(PAGE))
            content = path.read_bytes()
            for damaged in (content[:60], content[:-30], content[:45] + b"\xff" * 20 + content[65:]):
                path.write_bytes(damaged)
                self.refuses(ValueError, "Pillow cannot read", path)
            page.convert("RGBA").save(path)
            self.refuses(TypeError, "grey", path)
            path.write_text("no picture")
            self.refuses(ValueError, "not a picture", path)


class Program(unittest.TestCase):
    def run_program(self, *arguments, pictures=b""):
        command = [sys.executable, str(EXAMPLE), *arguments]
        return subprocess.run(command, input=pictures, capture_output=True)

    def test_answers(self):
        outcome = self.run_program(LIBRARY, WEIGHTS, pictures=2 * FLAT)
        self.assertEqual((outcome.returncode, outcome.stderr), (0, b""))
        lines = outcome.stdout.splitlines()
        self.assertEqual(len(lines), 2)
        self.assertRegex(lines[0], rb"^7  [01]\.\d{4}  \(bits: logit c[0-9a-f]{7}, probability 3f[0-9a-f]{6}, known 3f[0-9a-f]{6}\)$")
        self.assertEqual(lines[0], lines[1])
        raw = self.run_program("--raw", LIBRARY, WEIGHTS, pictures=FLAT)
        self.assertEqual(raw.returncode, 0)
        self.assertNotEqual(raw.stdout, lines[0] + b"\n")

    def test_files(self):
        with tempfile.TemporaryDirectory() as folder:
            page, small, bad = (os.path.join(folder, name) for name in ("page.pgm", "small.pgm", "bad.pgm"))
            for path, rows in ((page, PAGE), (small, ROWS), (bad, [[200] * 30] * 30)):
                pathlib.Path(path).write_bytes(pgm(rows))
            outcome = self.run_program("--ink", "dark", LIBRARY, WEIGHTS, page, bad, page)
            self.assertEqual((outcome.returncode, len(outcome.stdout.splitlines())), (65, 2))
            self.assertRegex(outcome.stdout.decode(), "^" + page + r"  7  [01]\.\d{4}  \(bits")
            self.assertEqual(outcome.stderr.decode(), f"predict.py: {bad}: nothing in the picture stands out as ink\n")
            self.assertEqual(self.run_program("--raw", LIBRARY, WEIGHTS, small).returncode, 0)
            outcome = self.run_program("--raw", LIBRARY, WEIGHTS, page)
            self.assertEqual((outcome.returncode, outcome.stdout), (65, b""))
            outcome = self.run_program(LIBRARY, WEIGHTS, os.path.join(folder, "none.pgm"))
            self.assertEqual(outcome.returncode, 66)
            self.assertEqual(outcome.stderr.count(b"\n"), 1)

    def test_errors(self):
        damaged = str(REPOSITORY / "LICENSE")
        for status, words, arguments, pictures in [
            (64, b"LIBRARY", [], b""),
            (66, b"/nowhere.so", ["/nowhere.so", WEIGHTS], b""),
            (66, b"/nowhere.m37", [LIBRARY, "/nowhere.m37"], b""),
            (65, b"LICENSE", [LIBRARY, damaged], b""),
            (64, b"--ink", [LIBRARY, WEIGHTS, "--ink", "red"], b""),
            (65, b"picture 2: 100 bytes instead of 784", [LIBRARY, WEIGHTS], FLAT + bytes(100)),
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
