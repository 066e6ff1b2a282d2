#!/usr/bin/env python3
"""Scores a folder of pictures with PySpark, on the cores of this machine or wherever spark-submit sends it.

    python3 examples/spark/score.py FOLDER ANSWERS

Writes a folder ANSWERS of Parquet: for each picture in and below FOLDER its path, the class, the numbers of a prediction, and
why there is none. Prints how many pictures got which answer.
"""
import argparse
import os
import sys

from pyspark.sql import SparkSession

import mnist37.spark

# The workers' Python is this one, which has the wheel.
os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
parser = argparse.ArgumentParser(description="Tells threes from sevens in a folder of pictures, with PySpark.")
parser.add_argument("folder", metavar="FOLDER")
parser.add_argument("answers", metavar="ANSWERS")
arguments = parser.parse_args()

spark = SparkSession.builder.appName("mnist37").getOrCreate()
spark.sparkContext.setLogLevel("ERROR")
files = spark.read.format("binaryFile").option("recursiveFileLookup", True).load(arguments.folder)
answers = files.select("path", "content").mapInPandas(mnist37.spark.score, mnist37.spark.SCHEMA)
answers.write.mode("overwrite").parquet(arguments.answers)

counts = spark.read.parquet(arguments.answers).selectExpr(
    "coalesce(name, if(error is null, 'neither', 'no picture')) as answer").groupBy("answer").count()
for row in counts.orderBy("answer").collect():
    print(f"{row['answer']}: {row['count']}")
