#!/usr/bin/env python3
"""Prints how many pictures a second and core Spark scores, beside plain Python.

    python3 examples/spark/throughput.py FOLDER [--count 20000] [--cores N]

FOLDER holds PNGs; they are taken again and again until there are `count`. They are read into memory first, and every way is
run once before it is timed, so that neither the disk nor the start of Spark counts. Times are medians of three.
"""
import argparse
import io
import os
import pathlib
import statistics
import sys
import time

import pandas
from pyspark.sql import SparkSession

import mnist37.spark

# The workers' Python is this one, which has the wheel.
os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
parser = argparse.ArgumentParser(description="Pictures a second and core, in plain Python and with PySpark.")
parser.add_argument("folder", metavar="FOLDER", type=pathlib.Path)
parser.add_argument("--count", type=int, default=20000)
parser.add_argument("--cores", type=int, default=len(os.sched_getaffinity(0)))
arguments = parser.parse_args()

files = [path.read_bytes() for path in sorted(arguments.folder.rglob("*.png"))]
if not files:
    parser.error(f"no PNG in {arguments.folder}")
contents = [files[number % len(files)] for number in range(arguments.count)]


def seconds(work):
    times = []
    for _ in range(4):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return statistics.median(times[1:])


def one_by_one():
    model = mnist37.Model()
    for content in contents:
        try:
            model.predict(io.BytesIO(content))
        except (OSError, ValueError):
            pass  # No digit: score says why, and goes on as well.


def in_batches():
    table = pandas.DataFrame({"path": "", "content": contents})
    for _ in mnist37.spark.score(table[start : start + 1000] for start in range(0, len(table), 1000)):
        pass


def with_spark(cores):
    spark = (SparkSession.builder.master(f"local[{cores}]").config("spark.ui.enabled", False)
             .config("spark.sql.execution.arrow.pyspark.enabled", True).getOrCreate())
    spark.sparkContext.setLogLevel("ERROR")
    rows = pandas.DataFrame({"path": "", "content": contents})
    table = spark.createDataFrame(rows, "path string, content binary").repartition(4 * cores).cache()
    table.count()
    answers = table.mapInPandas(mnist37.spark.score, mnist37.spark.SCHEMA)
    taken = seconds(lambda: answers.agg({"logit": "sum"}).collect())
    spark.stop()
    return taken


plain = len(contents) / seconds(one_by_one)
rates = [("Model.predict, picture by picture", 1, plain), ("mnist37.spark.score without Spark", 1, len(contents) / seconds(in_batches))]
for cores in sorted({1, arguments.cores}):
    rates.append((f"PySpark, local[{cores}]", cores, len(contents) / with_spark(cores) / cores))
print("| way | cores | pictures a second and core | of plain Python |")
print("|---|--:|--:|--:|")
for name, cores, rate in rates:
    print(f"| {name} | {cores} | {rate:,.0f} | {rate / plain:.2f} |")
