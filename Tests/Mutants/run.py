#!/usr/bin/env python3
"""Applies the faults of Tests/Mutants/*.txt one at a time in a copy of the sources, and tells which the tests find.

    Tests/Mutants/run.py [WORD...]      only faults whose file, words or test hold one of the words

A fault is a paragraph:

    : what is wrong
    Sources/File.swift
    - the text that stands there, once; further lines of it begin with - as well
    + the text that takes its place; none removes it
    = the tests that must find it

A test is one of COMMANDS below, or a suite of the Swift tests, Module.Suite, or one function of it, Module.Suite/function.

build/mutants/results keeps what was found: such a fault is run again only when its paragraph or its file has changed. Remove it
to run all. Exits 1 when a fault survives, and 65 when one cannot be applied: its text is not in its file once, or what it makes
does not compile, or its test fails without a fault, too.
"""
import hashlib
import itertools
import json
import os
import shlex
import shutil
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from datetime import date
from pathlib import Path

HERE = Path(__file__).resolve().parent
SOURCE = HERE.parent.parent
COPY = SOURCE / "build/mutants/tree"
LOG = SOURCE / "build/mutants/log"
RESULTS = SOURCE / "build/mutants/results"
# What docs/torture.md shows.
TABLE = SOURCE / "build/tables/mutants.md"

# How the program is built, and how it is run. The first is one module of baseline code, in a few seconds.
COMMANDS = {
    "conformance": ("make -s build/conformance/x86_64-sse2", "build/conformance/x86_64-sse2"),
    "conformance of libmnist37.so": ("make -s build/conformance/x86_64-shared", "build/conformance/x86_64-shared"),
    "conformance of WebAssembly": ("make -s build/conformance/wasm32",
                                   "node Tests/Conformance/ports/wasi.mjs build/conformance/wasm32"),
    "torture": ("make -s build/torture", "make -s torture-short"),
    "check-open": ("make -s build/open", "make -s check-open"),
    "frames": ("make -s build/conformance/frames-x86_64-sse2", "build/conformance/frames-x86_64-sse2"),
}
SWIFT_BUILD = "swift build --quiet --build-tests"
SWIFT_TESTS = ".build/debug/mnist37PackageTests.xctest --testing-library swift-testing"
# The programs first: they are built in seconds, the Swift tests in a minute.
BUILDS = [*dict.fromkeys(build for build, _ in COMMANDS.values()), SWIFT_BUILD]
# A fault may make a loop endless.
SECONDS_TO_RUN = 300


@dataclass
class Fault:
    words: str
    file: str
    # The text of the file, without the fault and with it.
    good: str
    bad: str
    tests: list

    @property
    def key(self):
        """What a result holds for."""
        return hashlib.sha256("\0".join([self.words, self.file, self.good, self.bad, *self.tests]).encode()).hexdigest()[:16]

    @property
    def build(self):
        return build_of(self.tests[0])

    @property
    def folder(self):
        """Sources/Training/Losses/Loss.swift is of Training/Losses."""
        return "/".join(self.file.split("/")[1:-1][:2])


def stop(message):
    print(f"mutants: {message}", file=sys.stderr)
    sys.exit(65)


def faults_of(path):
    found = []
    for paragraph in path.read_text().split("\n\n"):
        lines = [line for line in paragraph.splitlines() if line and not line.startswith("#")]
        if not lines:
            continue
        fields = {":": [], "-": [], "+": [], "=": []}
        files = []
        for line in lines:
            mark, text = line[:2].rstrip(), line[2:]
            fields[mark].append(text) if mark in fields else files.append(line)
        if len(files) != 1 or len(fields[":"]) != 1 or not fields["-"] or not fields["="]:
            stop(f"{path.name}: no fault: {paragraph.strip()}")
        words, file, old, new = fields[":"][0], files[0], "\n".join(fields["-"]), "\n".join(fields["+"])
        try:
            good = (SOURCE / file).read_text()
        except OSError:
            stop(f"{file} is not there: {words}")
        if good.count(old) != 1:
            stop(f"{file}: {words}: its text is there {good.count(old)} times: {old}")
        found.append(Fault(words, file, good, good.replace(old, new), fields["="]))
    return found


def update_copy():
    """Brings the sources into the copy; what is there already keeps its time, so that little is built anew."""
    names = subprocess.run(["git", "ls-files", "-z"], cwd=SOURCE, capture_output=True, check=True).stdout.decode()
    names = [name for name in names.split("\0") if name and os.path.lexists(SOURCE / name)]
    for name in names:
        source, target = SOURCE / name, COPY / name
        target.parent.mkdir(parents=True, exist_ok=True)
        if source.is_symlink():
            if not target.is_symlink():
                target.symlink_to(os.readlink(source))
        elif not target.exists() or target.read_bytes() != source.read_bytes():
            shutil.copy(source, target)
            note_header(target)
    kept = set(names)
    for path in COPY.rglob("*"):
        name = str(path.relative_to(COPY))
        if path.is_file() and not name.startswith((".build", "build/")) and name not in kept and "/.build/" not in name:
            path.unlink()


def note_header(path):
    """SwiftPM does not see that a C header has changed: the Swift files that may import it get a new time."""
    if path.suffix == ".h":
        for importing in (COPY / "Sources/Runtime").rglob("*.swift"):
            importing.touch()


def run(command, seconds=None):
    """The exit status; None when it did not end."""
    with open(LOG, "a", encoding="utf-8") as log:
        log.write(f"$ {command}\n")
        log.flush()
        process = subprocess.Popen(shlex.split(command), cwd=COPY, stdin=subprocess.DEVNULL, stdout=log,
                                   stderr=subprocess.STDOUT, start_new_session=True)
        try:
            return process.wait(seconds)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            return None


def build_of(test):
    return COMMANDS[test][0] if test in COMMANDS else SWIFT_BUILD


def run_of(test):
    return COMMANDS[test][1] if test in COMMANDS else f"{SWIFT_TESTS} --filter '^{test}(/|[(])'"


def require_good(tests):
    """Every test passes without a fault; else it would find any."""
    for command in dict.fromkeys(build_of(test) for test in tests):
        if run(command) != 0:
            stop(f"{command} fails without a fault; see {LOG}")
    for test in tests:
        size = LOG.stat().st_size
        if run(run_of(test), SECONDS_TO_RUN) != 0:
            stop(f"the test {test} fails without a fault; see {LOG}")
        if test not in COMMANDS and "Test run with 0 tests" in LOG.read_text(errors="replace")[size:]:
            stop(f"there is no test {test}")


def finder(fault):
    """The test that finds the fault, or nothing."""
    path = COPY / fault.file
    path.write_text(fault.bad)
    note_header(path)
    try:
        for test in fault.tests:
            if run(build_of(test)) != 0:
                stop(f"{fault.file}: {fault.words}: does not compile; see {LOG}")
            status = run(run_of(test), SECONDS_TO_RUN)
            if status != 0:
                return test + (" (did not end)" if status is None else "")
        return ""
    finally:
        path.write_text(fault.good)
        note_header(path)


def kept_results():
    """By a fault's key: the test that found it, nothing when none did, and the seconds that this took."""
    lines = RESULTS.read_text().splitlines() if RESULTS.exists() else []
    return {key: (test, seconds) for key, test, seconds in map(json.loads, lines)}


def run_faults(faults, results):
    """Runs the faults, build by build and file by file, and notes each as soon as it is known."""
    faults = sorted(faults, key=lambda fault: (BUILDS.index(fault.build), fault.file))
    for _, group in itertools.groupby(faults, key=lambda fault: fault.build):
        group = list(group)
        require_good(list(dict.fromkeys(test for fault in group for test in fault.tests)))
        for fault in group:
            started = time.monotonic()
            test = finder(fault)
            results[fault.key] = test, round(time.monotonic() - started)
            with RESULTS.open("a") as file:
                print(json.dumps([fault.key, *results[fault.key]]), file=file)
            print(f"{Path(fault.file).name}: {fault.words}: {test or 'NOT FOUND'}", flush=True)


def score(faults, results):
    """How many of the faults that were run are found, in words and in a table by folder."""
    known = [(fault.folder, *results[fault.key]) for fault in faults if fault.key in results]
    found = sum(test != "" for _, test, _ in known)
    minutes = round(sum(seconds for _, _, seconds in known) / 60)
    lines = [f"{found} of {len(known)} faults were found, in {minutes} minutes, {date.today()}."]
    if len(known) < len(faults):
        lines[0] += f" {len(faults)} are listed; the others were not run."
    lines += ["", "| folder of Sources | faults | found |", "|---|--:|--:|"]
    for folder in sorted({folder for folder, _, _ in known}):
        tests = [test for place, test, _ in known if place == folder]
        lines.append(f"| {folder} | {len(tests)} | {len(tests) - tests.count('')} |")
    return "\n".join([*lines, f"| all | {len(known)} | {found} |"])


def main():
    faults = [fault for path in sorted(HERE.glob("*.txt")) for fault in faults_of(path)]
    words = sys.argv[1:]
    chosen = [fault for fault in faults
              if not words or any(word in " ".join([fault.file, fault.words, *fault.tests]) for word in words)]
    # A fault that ends a program by a trap need not be explained.
    os.environ["SWIFT_BACKTRACE"] = "enable=no"
    LOG.parent.mkdir(parents=True, exist_ok=True)
    LOG.write_text("")
    update_copy()
    results = kept_results()
    run_faults([fault for fault in chosen if not results.get(fault.key, ("", 0))[0]], results)
    text = score(faults, results)
    print(f"\n{text}")
    TABLE.parent.mkdir(parents=True, exist_ok=True)
    TABLE.write_text(f"{text}\n")
    return 0 if chosen and all(results[fault.key][0] for fault in chosen) else 1


if __name__ == "__main__":
    sys.exit(main())
