"""Runs a command in a terminal of so many columns, and prints what it wrote there.

    python3 run.py COLUMNS COMMAND ARGUMENT ...
"""
import fcntl
import os
import pty
import struct
import sys
import termios

columns, command = int(sys.argv[1]), sys.argv[2:]
process, terminal = pty.fork()
if process == 0:
    fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    os.environ.pop("COLUMNS", None)
    os.execv(command[0], command)
while True:
    try:
        piece = os.read(terminal, 65536)
    except OSError:  # Linux says so that nobody writes any more.
        break
    if not piece:
        break
    os.write(1, piece)
sys.exit(os.waitstatus_to_exitcode(os.waitpid(process, 0)[1]))
