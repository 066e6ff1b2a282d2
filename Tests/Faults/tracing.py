"""Faults that strace injects: the n-th call of each system call fails, or a signal comes with it."""
import re
import signal
import tempfile
from collections import Counter
from pathlib import Path

import programs

# What fails with which error; the others with EIO, which programs expect least.
ERRORS = {"mmap": "ENOMEM", "mprotect": "ENOMEM", "openat": "EMFILE", "write": "ENOSPC", "fsync": "ENOSPC",
          "close": "EIO", "rename": "EACCES", "clone3": "EAGAIN", "clone": "EAGAIN"}
# They do not fail, or strace itself lives by them; what an error of brk would be, the C library takes for memory.
NEVER = {"brk", "exit", "exit_group", "execve", "rt_sigreturn", "futex", "restart_syscall", "set_tid_address", "set_robust_list",
         "rseq", "arch_prctl", "rt_sigaction", "rt_sigprocmask", "exit_thread"}
# Swift's and the C library's start ends the program when it has no memory, no thread or no random number.
FATAL_FOR_SWIFT = {"mmap", "mprotect", "munmap", "clone", "clone3", "getrandom", "sched_getaffinity", "prlimit64", "gettid"}
DEATHS = {signal.SIGILL, signal.SIGTRAP, signal.SIGABRT, signal.SIGSEGV, signal.SIGBUS}
SIGNALS = ("KILL", "INT", "TERM", "HUP")
STRACE = ("strace", "-f", "-qqq", "-o", "/dev/null")


def calls(program):
    """([(system call, n)] of the program's start, [(system call, n)] of its main function) in an undisturbed run."""
    with tempfile.NamedTemporaryFile() as log:
        programs.execute(program, ("strace", "-f", "-qqq", "-s", "4096", "-o", log.name))
        lines = Path(log.name).read_text(errors="replace").splitlines()
    counts, start, main = Counter(), {}, {}
    found = start
    for line in lines:
        match = re.match(r"(\d+) +(\w+)\(", line)
        # The first line is the program's own start, with all arguments.
        if not match or match[2] == "execve":
            continue
        thread, call = match[1], match[2]
        counts[thread, call] += 1
        if program.first in line:
            found = main
        # Foundation ends the program when it cannot look at the folder that the program is in.
        if call not in NEVER:
            (start if f'"{Path(program.command[0]).parent}"' in line else found)[call, counts[thread, call]] = True
    return list(start), list(main)


def injection(call, number):
    return (*STRACE, "-e", f"inject={call}:error={ERRORS.get(call, 'EIO')}:when={number}")


def failing_calls(program, whole, chosen):
    """A case for each call: a function that returns a complaint or None."""
    def case(call, number):
        def try_it():
            run = programs.execute(program, injection(call, number))
            may_die = DEATHS if program.is_swift and call in FATAL_FOR_SWIFT else ()
            return named(program, f"{call} {number} fails", programs.complaint(program, run, whole, may_die, call == "unlink"))
        return try_it
    return [case(call, number) for call, number in chosen]


def failing_start(program, whole, chosen):
    """The same before main: the start of the C library, Swift and Foundation may end as it likes, or never; files stay."""
    def case(call, number):
        def try_it():
            run = programs.execute(program, injection(call, number), seconds=10)
            return named(program, f"{call} {number} fails", programs.file_complaint(program, run, whole))
        return try_it
    return [case(call, number) for call, number in chosen]


def signals(program, whole, chosen):
    def case(call, number, name):
        def try_it():
            run = programs.execute(program, (*STRACE, "-e", f"inject={call}:signal=SIG{name}:when={number}"))
            expected = getattr(signal, f"SIG{name}")
            return named(program, f"SIG{name} with {call} {number}",
                         programs.complaint(program, run, whole, (expected,), name == "KILL"))
        return try_it
    return [case(call, number, name) for call, number in chosen for name in SIGNALS]


def named(program, what, complaint):
    return complaint and f"{program.name}: {what}: it {complaint}"
