"""What mk/cores.sh says, for tests that are Python."""
import pathlib
import subprocess

REPOSITORY = pathlib.Path(__file__).resolve().parent.parent


def emulator(core):
    """The words of the command that runs a program of the core; the program's path comes last."""
    command = ["sh", "-c", '. mk/cores.sh; emulator "$1"', "sh", core]
    return subprocess.check_output(command, cwd=REPOSITORY, text=True).split()
