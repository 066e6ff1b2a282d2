#!/usr/bin/env python3
"""Runs a fuzz target and adds a row to the log of docs/torture.md: the date, how long, how often, and what was covered.

    Tests/Fuzz/log.py NAME COMMAND...       interrupted, it logs what was done until then
"""
import os
import re
import signal
import subprocess
import sys
import time
from datetime import date
from pathlib import Path

PAGE = Path(__file__).resolve().parent.parent.parent / "docs/torture.md"
LOG = re.compile(r"(<!-- log: fuzz -->\n(?:\|.*\n)*)(<!-- end of log -->)")


def main():
    if len(sys.argv) < 3:
        print(__doc__, file=sys.stderr)
        return os.EX_USAGE
    name, command = sys.argv[1], sys.argv[2:]
    text = PAGE.read_text()
    if not LOG.search(text):
        print(f"{PAGE}: no log of fuzzing in it", file=sys.stderr)
        return os.EX_DATAERR
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    # libFuzzer ends by itself, and says what it did.
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: process.send_signal(signal.SIGINT))
    started = time.monotonic()
    said = []
    for line in process.stderr:
        said = said[-400:] + [line]
    status = process.wait()
    minutes = (time.monotonic() - started) / 60
    output = "".join(said)
    executions = re.search(r"stat::number_of_executed_units: (\d+)", output)
    covered = re.findall(r"cov: (\d+)", output)
    interrupted = "run interrupted" in output
    if status != 0 and not interrupted or not executions or not covered:
        sys.stderr.write(output)
        return status or 1
    row = f"| {date.today()} | {name} | {minutes:.0f} | {int(executions[1]):,} | {covered[-1]} |\n"
    PAGE.write_text(LOG.sub(lambda found: found[1] + row + found[2], PAGE.read_text()))
    print(row, end="")
    return 0


if __name__ == "__main__":
    sys.exit(main())
