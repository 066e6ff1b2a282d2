#!/usr/bin/env python3
"""What goes wrong goes wrong whole: a table of faults, how often each was tried, and what they broke.

    Tests/Faults/run.py [--short] BUILD TOOLS

BUILD has the C programs, TOOLS trainer and classify. --short draws some of the tools' allocations, leaves out what the system
does before main, and has fewer rounds. Exits 1 when anything broke.
"""
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import places
import programs
import tracing
from tracing import DEATHS, named

sys.path.insert(0, str(programs.ROOT / "Tests"))
from skipped import skipped  # noqa: E402

# Allocations that fail in a short run of each tool, and a third of the signals; drawn anew each time.
DRAWN = 30


class Table:
    def __init__(self):
        self.failures = 0
        print("| what fails | cases | failures |\n|---|--:|--:|", flush=True)

    def row(self, kind, cases):
        """Runs the cases, each a function that returns a complaint or None."""
        with ThreadPoolExecutor(os.cpu_count()) as threads:
            complaints = [complaint for complaint in threads.map(lambda case: case(), cases) if complaint]
        self.add(kind, len(cases), len(complaints))
        for complaint in complaints[:10]:
            print(f"faults: {complaint}", file=sys.stderr)

    def add(self, kind, cases, failures):
        self.failures += failures
        print(f"| {kind} | {cases} | {failures} |", flush=True)

    def printed(self, kind, command):
        """A C program that prints how many cases it tried, and how many failed."""
        done = subprocess.run(command, stdout=subprocess.PIPE, check=False)
        cases, failures = map(int, done.stdout.split() or (0, 1))
        self.add(kind, cases, failures or done.returncode)


def inputs(build):
    """What the C examples read."""
    folder = Path(build) / "faults"
    folder.mkdir(exist_ok=True)
    (folder / "three.f32").write_bytes(bytes(3136))
    (folder / "three.pgm").write_bytes(b"P5 40 40 255\n" + bytes(200 if 15 < i % 40 < 22 and 200 < i < 1400 else 20
                                                             for i in range(1600)))


def allocations(build, program, whole, limit):
    """A case for each allocation; of more than `limit`, as many drawn."""
    shim = {"LD_PRELOAD": f"{build}/faults/allocations.so"}
    with tempfile.NamedTemporaryFile() as file:
        programs.execute(program, environment={**shim, "FAULT_COUNT": file.name})
        count = int(Path(file.name).read_text())
    numbers = range(1, count + 1)
    if limit and count > limit:
        numbers = sorted(random.sample(numbers, limit))

    def case(number):
        def try_it():
            run = programs.execute(program, environment={**shim, "FAULT_ALLOCATION": str(number)})
            # The Swift library ends the program: then it cannot remove its temporary file, if there is one.
            may_die = DEATHS if program.is_swift else ()
            died = program.is_swift and run.status < 0
            return named(program, f"allocation {number} of {count} fails",
                         programs.complaint(program, run, whole, may_die, may_leave_stray=died))
        return try_it
    return [case(number) for number in numbers]


def in_places(known, mountable):
    """Every place for every tool that writes."""
    kinds = [places.file_limit, places.device, places.read_only_folder]
    if mountable:
        kinds += [places.full_disk, places.read_only_mount]
    return [lambda kind=kind, program=program, whole=whole: kind(program, whole)
            for kind in kinds for program, whole in known.items()]


def of_system_calls(table, examples, known, is_short):
    listed = {program: tracing.calls(program) for program in [*examples, *known]}
    table.row("C examples: each system call", [case for program, whole in examples.items() for case in
                                               tracing.failing_calls(program, whole, listed[program][1])])
    table.row("tools: each system call", [case for program, whole in known.items() for case in
                                          tracing.failing_calls(program, whole, listed[program][1])])
    if not is_short:
        table.row("each system call before `main`", [case for program, whole in {**examples, **known}.items() for case in
                                                     tracing.failing_start(program, whole, listed[program][0])])
    signals = [case for program, whole in known.items() for case in tracing.signals(program, whole, listed[program][1])]
    if is_short:
        signals = random.sample(signals, 3 * DRAWN)
    table.row(f"tools: KILL, INT, TERM, HUP with {'some' if is_short else 'each'} system call", signals)
    table.row("the arguments cannot be read, as without /proc", [
        lambda program=program, whole=whole: places.unreadable_arguments(program, whole) for program, whole in known.items()])
    table.row("the folder vanishes during a write", [
        lambda program=program, whole=whole: places.vanishing_folder(program, whole) for program, whole in known.items()])


def main(arguments):
    is_short = arguments[:1] == ["--short"]
    build, tools = (str(Path(folder).resolve()) for folder in arguments[is_short:])
    inputs(build)
    table = Table()
    table.printed("`mnist37_model_open`: each of the system's calls", (f"{build}/faults/model_open", programs.WEIGHTS))
    table.printed("two copies of libmnist37.so in one process", (
        f"{build}/faults/two_versions", f"{build}/lib/libmnist37.so", f"{build}/faults/libmnist37-other.so", programs.WEIGHTS))
    examples = {program: programs.reference(program) for program in programs.c_examples(build)}
    known = {program: programs.reference(program) for program in programs.tools(tools)}
    everything = {**examples, **known}
    table.row("C examples: each allocation", [case for program, whole in examples.items()
                                              for case in allocations(build, program, whole, None)])
    table.row("tools: each allocation" if not is_short else f"tools: {DRAWN} allocations of each",
              [case for program, whole in known.items() for case in allocations(build, program, whole, is_short and DRAWN)])
    if shutil.which("strace"):
        of_system_calls(table, examples, known, is_short)
    else:
        skipped("faults of system calls", "no strace")
    mountable = places.can_mount()
    if not mountable:
        skipped("faults of full and read-only file systems", "only root may mount them")
    table.row("full disk, `ulimit -f`, /dev/full, read-only folder and file system", in_places(known, mountable))
    table.row("standard output on a full disk", [lambda program=program, whole=whole: places.full_output(program, whole)
                                                 for program, whole in everything.items()])
    rounds = 2 if is_short else 20
    for program, whole in known.items():
        table.row(f"{places.WRITERS} of `{program.name}` on one path, two of them terminated", [
            lambda program=program, whole=whole: places.many_writers(program, whole)] * rounds)
    return 1 if table.failures else 0


if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    sys.exit(main(sys.argv[1:]))
