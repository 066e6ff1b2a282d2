#!/bin/sh
# Scores a folder by the real PySpark and Java, as examples/spark is used, and runs the command that prints the throughput.
# Called by `make check-spark`, which sets MAKE and WHEELS.
set -eu
check=check-spark
. Tests/Python/environment.sh
has_tools "$check" java || exit 0
with_wheel .venv-spark --no-compile pyspark pyarrow 'pandas<3' || exit 0
# A short job is over before a better compiler has paid.
export JAVA_TOOL_OPTIONS='-XX:TieredStopAtLevel=1 -XX:+UseSerialGC'
rm -rf build/spark
mkdir -p build/spark
.venv-spark/bin/python Tests/Python/spark_test.py build/spark
