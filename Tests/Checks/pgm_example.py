"""Tests examples/c/classify_pgm.c: every spelling of a PGM's header gives the same answer, every wrong file one clear line.

    pgm_example.py PROGRAM WEIGHTS.m37
"""
import subprocess
import sys
import tempfile
import unittest

PROGRAM, WEIGHTS = sys.argv[1:3]
WIDTH, HEIGHT = 60, 50
# A seven: dark ink on grey paper.
PIXELS = bytes(
    40 if (row in range(8, 13) and 15 <= column < 45) or (8 <= row < 45 and 0 <= column - 40 + row // 2 < 5) else 200
    for row in range(HEIGHT) for column in range(WIDTH))


class Program(unittest.TestCase):
    def answer(self, file, *arguments):
        return subprocess.run([PROGRAM, WEIGHTS, *arguments], input=file, capture_output=True)

    def refuses(self, words, file, *arguments):
        outcome = self.answer(file, *arguments)
        self.assertEqual((outcome.returncode, outcome.stdout), (1, b""), file[:40])
        lines = outcome.stderr.decode().splitlines()
        self.assertEqual(len(lines), 1, lines)
        self.assertRegex(lines[0], f"^classify_pgm: .*: .*{words}", file[:40])

    def test_headers(self):
        expected = self.answer(b"P5\n60 50\n255\n" + PIXELS)
        self.assertEqual((expected.returncode, expected.stderr), (0, b""))
        self.assertRegex(expected.stdout, rb"^7  [01]\.\d{4}  \(bits: logit c[0-9a-f]{7}, probability 3f[0-9a-f]{6}, known 3f[0-9a-f]{6}\)\n$")
        for header in (b"P5 60 50 255 ", b"P5\t60\r\n50\n\n255\n", b"P5\n# by hand\n60 50\n255\n",
                       b"P5#1\n#2\n#\n60#w\n50 # h 7\n255\n",
                       b"P5 00060 050 0255\n", b"P5\n60 50\n255# the last\n"):
            outcome = self.answer(header + PIXELS)
            self.assertEqual((outcome.stdout, outcome.stderr), (expected.stdout, b""), header)
        # Another picture may follow.
        self.assertEqual(self.answer(b"P5\n60 50\n255\n" + PIXELS + b"P5\n1 1\n255\n0").stdout, expected.stdout)
        with tempfile.NamedTemporaryFile() as file:
            file.write(b"P5\n60 50\n255\n" + PIXELS)
            file.flush()
            self.assertEqual(self.answer(b"", file.name).stdout, expected.stdout)

    def test_wrong_headers(self):
        for file in (b"", b"P", b"P5", b"P560 50 255\n", b"P2\n1 1\n255\n0", b"P6\n1 1\n255\n000", b"\x89PNG\r\n\x1a\n",
                     b"p5 1 1 255 0", b"#P5\n1 1\n255\n0"):
            self.refuses("not a binary PGM", file)
        for header in (b"P5\n", b"P5\n60", b"P5\n60 50", b"P5\n60 50\n255", b"P5\n-60 50\n255\n", b"P5\n60x50\n255\n",
                       b"P5\n60.0 50\n255\n", b"P5\n0x3c 50\n255\n", b"P5\n\x0060 50\n255\n", b"P5\n60 50\n+255\n",
                       b"P5\n# no end of line 60 50 ", b"P5\n16777216 1\n255\n",
                       b"P5\n1 99999999999999999999999999\n255\n", b"P5\n1 1\n" + 5000 * b"9" + b"\n"):
            self.refuses("the header has no width, height and maximum", header)
        for maximum in (b"0", b"1", b"254", b"256", b"65535"):
            self.refuses("maximum in the header is not 255", b"P5\n60 50\n" + maximum + b"\n" + PIXELS)
        for size in (b"0 50", b"60 0", b"0 0", b"16777215 16777215", b"65536 65536"):
            self.refuses("no pixels, or too many", b"P5\n" + size + b"\n255\n" + PIXELS)

    def test_too_few_pixels(self):
        for count in (0, 1, len(PIXELS) - 1):
            self.refuses("fewer pixels", b"P5\n60 50\n255\n" + PIXELS[:count])
        self.refuses("fewer pixels|no memory", b"P5\n32768 32768\n255\n" + PIXELS)

    def test_pictures_without_a_digit(self):
        self.refuses("nothing in the picture stands out", b"P5\n60 50\n255\n" + bytes(60 * 50 * [200]))
        self.refuses("nothing but ink", b"P5\n60 50\n255\n" + bytes(60 * 50))

    def test_files(self):
        self.refuses("cannot be opened", b"", "/nowhere.pgm")
        self.refuses("not a binary PGM|cannot be", b"", "/")
        outcome = subprocess.run([PROGRAM], capture_output=True)
        self.assertEqual((outcome.returncode, outcome.stdout), (64, b""))
        outcome = subprocess.run([PROGRAM, "/nowhere.m37"], input=b"P5\n60 50\n255\n" + PIXELS, capture_output=True)
        self.assertEqual((outcome.returncode, outcome.stderr),
                         (1, b"classify_pgm: /nowhere.m37: the weights file cannot be opened\n"))


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
