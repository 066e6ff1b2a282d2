"""Prints how much memory classify takes at most for the largest pictures, of 4096x4096 pixels.

    memory.py CLASSIFY

The pictures are a seven's two strokes on white. Needs nothing but Python and 200 MB of disk for a moment.
"""

import os
import pathlib
import struct
import subprocess
import sys
import tempfile
import zlib

SIDE = 4096
# Name, bits a sample, PNG's colour type, samples a pixel, zlib's level.
KINDS = [("8-bit grey", 8, 0, 1, 6), ("8-bit RGBA", 8, 6, 4, 6), ("16-bit RGBA, not compressed", 16, 6, 4, 0)]


def chunk(name, content):
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))


def picture(bits, colour, samples, level):
    size = bits // 8

    def pixel(value):
        opaque = b"\xff" * size if samples == 4 else b""
        return bytes([value]) * size * (samples - len(opaque) // size) + opaque

    white, black = pixel(255), pixel(0)
    blank = b"\0" + white * SIDE
    bar = b"\0" + white * 1000 + black * 2000 + white * (SIDE - 3000)
    compressor = zlib.compressobj(level)
    data = []
    for row in range(SIDE):
        if 700 <= row < 1000:
            line = bar
        elif 1000 <= row < 3400:
            left = 2700 - (row - 1000) // 2
            line = b"\0" + white * left + black * 300 + white * (SIDE - left - 300)
        else:
            line = blank
        data.append(compressor.compress(line))
    data.append(compressor.flush())
    header = struct.pack(">IIBBBBB", SIDE, SIDE, bits, colour, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", b"".join(data)) + chunk(b"IEND", b"")


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    print("| 4096x4096 pixels | file | memory at most | answer |\n|---|--:|--:|--:|")
    with tempfile.TemporaryDirectory() as folder:
        file = pathlib.Path(folder) / "large.png"
        for name, *kind in KINDS:
            file.write_bytes(picture(*kind))
            process = subprocess.Popen([sys.argv[1], str(file)], stdout=subprocess.PIPE)
            answer = process.stdout.read().split()
            _, status, usage = os.wait4(process.pid, 0)
            if status != 0:
                sys.exit(f"classify ended with {os.waitstatus_to_exitcode(status)} for {name}")
            size, memory = file.stat().st_size / 1e6, usage.ru_maxrss * 1024 / 1e6
            print(f"| {name} | {size:.1f} MB | {memory:.0f} MB | {answer[1].decode()} |", flush=True)


if __name__ == "__main__":
    main()
