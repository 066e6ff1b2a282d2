"""The programs whose system calls and allocations fail, and what they may leave behind."""
import os
import re
import shutil
import signal
import subprocess
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
WEIGHTS = str(ROOT / "Sources/classify/Weights/linear.m37")
THREE = str(ROOT / "examples/digits/three.png")
OLD = b"what was there before"
# A temporary file that only SIGKILL, or a removal that failed itself, may leave.
STRAY = re.compile(r"\.mnist37-[0-9a-f]+\.tmp")
SECONDS = 60
# A backtrace of Swift's own takes seconds; the environment is small, so that runs are alike.
ENVIRONMENT = {"PATH": os.environ["PATH"], "LC_ALL": "C", "SWIFT_BACKTRACE": "enable=no"}
MEMORY_FOLDER = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None


@dataclass(frozen=True)
class Program:
    name: str
    command: tuple
    first: str
    """A file that its main function's first call names: what comes before is the C library's and Swift's start."""
    outputs: tuple = ()
    is_swift: bool = False


@dataclass
class Run:
    status: int
    """None when it did not end"""
    output: bytes
    errors: bytes
    files: dict
    """{name: content} of the folder afterwards"""


def c_examples(build):
    return [Program("predict", (f"{build}/predict", WEIGHTS, f"{build}/faults/three.f32"), "linear.m37"),
            Program("classify_pgm", (f"{build}/classify_pgm", WEIGHTS, f"{build}/faults/three.pgm"), "three.pgm")]


def tools(folder):
    trainer, classify = f"{folder}/trainer", f"{folder}/classify"
    return [Program("trainer export", (trainer, "export", WEIGHTS, "--c", "weights.h"), "weights.h", ("weights.h",),
                    True),
            Program("trainer train", (trainer, "train", "--init", WEIGHTS, "--epochs", "0", "--quiet", "--output", "new.m37"),
                    "new.m37", ("new.m37",), True),
            Program("classify", (classify, "--weights", WEIGHTS, "--save-floats", "three.f32", "--save-normalized", "three.png",
                                 THREE), "three.f32", ("three.f32", "three.png"), True)]


@contextmanager
def folder(outputs=()):
    """A folder of its own, with what the program is to replace."""
    path = Path(tempfile.mkdtemp(prefix="mnist37-faults-", dir=MEMORY_FOLDER))
    try:
        for name in outputs:
            (path / name).write_bytes(OLD)
        yield path
    finally:
        shutil.rmtree(path, ignore_errors=True)


def run_in(path, command, environment=None, seconds=SECONDS):
    """Runs a command in a folder, and ends it and what it started when it does not end by itself."""
    process = subprocess.Popen(command, cwd=path, env={**ENVIRONMENT, **(environment or {})}, stdin=subprocess.DEVNULL,
                               stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True)
    try:
        output, errors = process.communicate(timeout=seconds)
        status = process.returncode
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        output, errors = process.communicate()
        status = None
    return Run(status, output, errors, {file.name: file.read_bytes() for file in path.iterdir()} if path.exists() else {})


def execute(program, before=(), environment=None, seconds=SECONDS):
    """Runs the program behind `before`, such as strace, in a folder of its own."""
    with folder(program.outputs) as path:
        return run_in(path, [*before, *program.command], environment, seconds)


def reference(program):
    """What the program does undisturbed, twice the same."""
    first, second = execute(program), execute(program)
    if first != second or first.status != 0 or OLD in first.files.values():
        raise SystemExit(f"faults: {program.name} fails undisturbed, or not every run is the same: {first.errors.decode()}")
    return first


def file_complaint(program, run, whole, may_leave_stray=False):
    """What is wrong with the files that a disturbed run leaves, or None."""
    for name, content in run.files.items():
        if name not in program.outputs and not (may_leave_stray and STRAY.fullmatch(name)):
            return f"leaves {name}"
        if name in program.outputs and content not in (OLD, whole.files[name]):
            return f"leaves {len(content)} of {len(whole.files[name])} bytes in {name}"
    if any(name not in run.files for name in program.outputs):
        return "loses the file that was there"
    return None


def complaint(program, run, whole, may_die=(), may_leave_stray=False):
    """What is wrong with a disturbed run, or None.

    - may_die: the signals that may end it.
    """
    wrong = file_complaint(program, run, whole, may_leave_stray)
    if wrong:
        return wrong
    if run.status is None:
        return f"does not end in {SECONDS} s"
    if run.status < 0:
        return None if -run.status in may_die else f"ends by {signal.Signals(-run.status).name}"
    outputs = {name: run.files[name] for name in program.outputs}
    if run.status == 0 and (run.output != whole.output or outputs != whole.files):
        return "says success for less than the whole"
    if run.status != 0 and not run.errors and not run.output:
        return f"fails by {run.status} without a word"
    return None
