"""Runs examples/spark in local mode: every answer has the bits of plain Python's, and a worker opens the model once.

    spark_test.py FOLDER    for the pictures and the answers

Run by Tests/Python/spark.sh.
"""
import gzip
import pathlib
import pickle
import subprocess
import sys
import unittest
from urllib.parse import unquote, urlparse

import numpy
import pandas
import PIL.Image
import pyarrow.parquet
from pyspark import cloudpickle

import mnist37.spark

FOLDER = pathlib.Path(sys.argv.pop(1))
PICTURES, ANSWERS = FOLDER / "pictures", FOLDER / "answers"
DIGITS = numpy.frombuffer(
    gzip.decompress(pathlib.Path("Sources/Training/Digits/t10k-images-idx3-ubyte.gz").read_bytes())[16:], numpy.uint8
).reshape(-1, 28, 28)


def run(*command):
    outcome = subprocess.run([sys.executable, *command], capture_output=True, text=True, timeout=1200)
    if outcome.returncode != 0:
        raise AssertionError(outcome.stderr[-5000:])
    return outcome.stdout


class Spark(unittest.TestCase):
    def setUp(self):
        for number, digit in enumerate(DIGITS[::10]):
            path = PICTURES / str(number % 2) / f"a picture {number}.png"
            path.parent.mkdir(parents=True, exist_ok=True)
            # Larger ones, dark on light, are framed.
            grey = numpy.kron(255 - digit, numpy.ones((3, 3), numpy.uint8)) if number % 3 else digit
            PIL.Image.fromarray(grey).save(path)
        (PICTURES / "page.txt").write_text("no picture")
        PIL.Image.new("L", (40, 40), 200).save(PICTURES / "blank.png")

    def test_score(self):
        printed = run("examples/spark/score.py", PICTURES, ANSWERS)
        answers = pyarrow.parquet.read_table(ANSWERS).to_pylist()
        model, counts = mnist37.Model(), {}
        self.assertEqual(len(answers), len(DIGITS[::10]) + 2)
        for row in answers:
            path = pathlib.Path(unquote(urlparse(row["path"]).path))
            if path.name in ("page.txt", "blank.png"):
                self.assertRegex(row["error"], "cannot identify|nothing in the picture stands out")
                self.assertEqual((row["name"], row["logit"]), (None, None))
                answer = "no picture"
            else:
                expected = model.predict(path)
                numbers = tuple(row[field] for field in ("probability", "logit", "known"))
                self.assertEqual(numbers, expected[1:4])
                self.assertEqual((row["name"], row["error"]), (None if expected.neither else expected.name, None))
                answer = row["name"] or "neither"
            counts[answer] = counts.get(answer, 0) + 1
        self.assertEqual(printed.splitlines(), [f"{answer}: {count}" for answer, count in sorted(counts.items())])
        self.assertEqual(set(counts), {"3", "7", "neither", "no picture"})
        print(f"check-spark: {len(answers)} files, by PySpark the bits of plain Python")

    def test_a_worker_opens_the_model_once(self):
        """Spark sends the function by its name, so that what the module keeps stays from one task to the next."""
        sent = cloudpickle.dumps(mnist37.spark.score)
        self.assertLess(len(sent), 200)
        self.assertIs(pickle.loads(sent), mnist37.spark.score)
        table = pandas.DataFrame({"path": ["a"], "content": [(PICTURES / "blank.png").read_bytes()]})
        for _ in range(3):
            self.assertEqual(len(next(mnist37.spark.score(iter([table])))), 1)
        self.assertEqual(mnist37.spark._model.cache_info().misses, 1)
        self.assertEqual(len(next(mnist37.spark.score(iter([table[:0]])))), 0)

    def test_throughput(self):
        printed = run("examples/spark/throughput.py", PICTURES, "--count", "300", "--cores", "1")
        self.assertRegex(printed, r"\| PySpark, local\[1\] \| 1 \| [\d,]+ \| \d+\.\d\d \|")


if __name__ == "__main__":
    unittest.main()
