"""Places that cannot take a file: full, too small, read-only, vanishing; and many writers of one path."""
import os
import shutil
import signal
import subprocess
import threading
from pathlib import Path

import programs
from tracing import STRACE, named

# Root may write anywhere; the kernel lets nobody else do what these need.
IS_ROOT = os.geteuid() == 0
WRITERS = 6
# A file system without a free page; what was made for the program's sake is removed before its files are listed.
FULL = ("unshare", "--mount", "sh", "-c",
        'mount -t tmpfs -o size=12k none "$0" && cd "$0" && head -c 12288 /dev/zero >filler && "$@"; status=$?; rm -f filler; '
        'ls -A; exit $status')
READ_ONLY = ("unshare", "--mount", "sh", "-c", 'mount --bind "$0" "$0" && mount -o remount,ro,bind "$0" && cd "$0" && exec "$@"')


def can_mount():
    return IS_ROOT and subprocess.run(("unshare", "--mount", "true"), capture_output=True, check=False).returncode == 0


def fails(program, whole, what, run):
    """A run that cannot have succeeded: it fails, says why, and leaves what was there."""
    wrong = programs.complaint(program, run, whole)
    if not wrong and run.status == 0:
        wrong = "says success"
    if not wrong and any(run.files.get(name) != programs.OLD for name in program.outputs):
        wrong = "replaces a file"
    return named(program, what, wrong)


def file_limit(program, whole):
    """`ulimit -f` counts 512 bytes: the file is cut before its end."""
    half = max(1, max(len(content) for content in whole.files.values()) // 1024)
    run = programs.execute(program, ("sh", "-c", f'ulimit -f {half} && exec "$0" "$@"'))
    wrong = programs.complaint(program, run, whole) or (run.status == 0 and "says success") or None
    return named(program, f"ulimit -f {half}", wrong)


def full_output(program, whole):
    """Standard output on a full disk: whatever files were written are whole, and the status is not 0."""
    run = programs.execute(program, ("sh", "-c", 'exec "$0" "$@" >/dev/full'))
    wrong = programs.complaint(program, run, whole)
    if not wrong and run.status == 0 and whole.output:
        wrong = "says success, though standard output took nothing"
    return named(program, "standard output is full", wrong)


def full_disk(program, whole):
    with programs.folder() as mount:
        done = subprocess.run((*FULL, str(mount), *program.command), env=programs.ENVIRONMENT, capture_output=True, timeout=60,
                              check=False)
    left = done.stdout.replace(whole.output, b"").split()
    wrong = None
    if done.returncode == 0:
        wrong = "says success"
    elif done.returncode < 0 or not done.stderr:
        wrong = f"ends by {done.returncode} without a word"
    elif left:
        wrong = f"leaves {left}"
    return named(program, "the disk is full", wrong)


def read_only_mount(program, whole):
    with programs.folder(program.outputs) as path:
        run = programs.run_in(path, (*READ_ONLY, str(path), *program.command))
    return fails(program, whole, "the file system is read-only", run)


def read_only_folder(program, whole):
    """As somebody without root's rights, who may read the folder."""
    with programs.folder(program.outputs) as path:
        path.chmod(0o555)
        command = program.command
        if IS_ROOT:
            command = ("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", *command)
        run = programs.run_in(path, command)
    return fails(program, whole, "the folder is read-only", run)


def is_being_written(path):
    """Whether a file under a passing name has bytes; the one that tries whether there may be a file is empty, and soon gone."""
    for file in path.iterdir():
        try:
            if programs.STRAY.fullmatch(file.name) and file.stat().st_size > 0:
                return True
        except FileNotFoundError:
            continue
    return False


def vanishing_folder(program, whole):
    """The folder is removed while the program waits in fsync, with its file written under the passing name."""
    with programs.folder() as above:
        path = above / "folder"
        path.mkdir()
        for name in program.outputs:
            (path / name).write_bytes(programs.OLD)
        process = subprocess.Popen((*STRACE, "-e", "inject=fsync:delay_enter=700000:when=1", *program.command), cwd=path,
                                   env=programs.ENVIRONMENT, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        while process.poll() is None and not is_being_written(path):
            pass
        shutil.rmtree(path, ignore_errors=True)
        errors = process.communicate(timeout=60)[1]
        wrong = None
        if process.returncode <= 0 or not errors:
            wrong = f"ends by {process.returncode} with {errors!r}"
        elif path.exists():
            wrong = "makes the folder again"
    return named(program, "the folder vanishes", wrong)


def many_writers(program, whole):
    """Writers at once, some of them killed: at any time the file is the old one or a whole one; only the killed leave strays."""
    output = program.outputs[0]
    wrong = []
    with programs.folder(program.outputs) as path:
        ended = threading.Event()

        def watch():
            while not ended.is_set():
                content = (path / output).read_bytes()
                if content not in (programs.OLD, whole.files[output]):
                    wrong.append(f"shows {len(content)} bytes")

        watcher = threading.Thread(target=watch)
        watcher.start()
        processes = [subprocess.Popen(program.command, cwd=path, env=programs.ENVIRONMENT, stdout=subprocess.DEVNULL,
                                      stderr=subprocess.PIPE) for _ in range(WRITERS)]
        for process in processes[1::3]:
            process.send_signal(signal.SIGTERM)
        for process in processes:
            errors = process.communicate(timeout=60)[1]
            if process.returncode not in (0, -signal.SIGTERM):
                wrong.append(f"ends by {process.returncode}: {errors.decode()}")
        ended.set()
        watcher.join()
        if sorted(os.listdir(path)) != sorted(program.outputs):
            wrong.append(f"leaves {os.listdir(path)}")
        if (path / output).read_bytes() != whole.files[output]:
            wrong.append("leaves the old file")
    return named(program, f"{WRITERS} of it write one path", wrong[0] if wrong else None)


def unreadable_arguments(program, whole):
    """Swift finds a program's arguments through /proc. Without them a tool would do what it does without any."""
    run = programs.execute(program, (*STRACE, "-P", "/proc/self/maps", "-e", "inject=openat:error=EMFILE"))
    wrong = programs.file_complaint(program, run, whole)
    if not wrong and (run.status != os.EX_OSERR or b"arguments" not in run.errors):
        wrong = f"ends by {run.status} with {run.errors!r}"
    return named(program, "its arguments cannot be read", wrong)


def device(program, whole):
    """Outputs that are /dev/full."""
    command = tuple("/dev/full" if word in program.outputs else word for word in program.command)
    run = programs.execute(programs.Program(program.name, command, ""))
    wrong = None if run.status > 0 and run.errors and not run.files else f"ends by {run.status}, and leaves {list(run.files)}"
    return named(program, "its outputs are /dev/full", wrong or (None if Path("/dev/full").is_char_device() else "replaces it"))
