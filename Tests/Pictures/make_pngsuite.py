"""Makes PNGs of the kinds that Willem van Schaik's PngSuite has, and the grey values that Pillow decodes from them.

    make_pngsuite.py FOLDER

writes FOLDER/<name>.png and beside it FOLDER/<name>.gray, one byte a pixel, row by row; the damaged files have no .gray.
The PNGs are put together by hand, chunk by chunk, for no library writes all these kinds. Their names begin as
PngSuite's do: b basic, i interlaced, s size, g gamma, t transparent, k background, f filter, c chunks, o IDAT chunks,
z compression, x damaged.
"""

import pathlib
import struct
import sys
import zlib

import numpy
from PIL import Image

CHANNELS = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}
DEPTHS = {0: (1, 2, 4, 8, 16), 2: (8, 16), 3: (1, 2, 4, 8), 4: (8, 16), 6: (8, 16)}
# Adam7: first column, first row, step across, step down of each pass.
PASSES = [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)]


def chunk(kind, data=b"", crc=None):
    crc = zlib.crc32(kind + data) if crc is None else crc
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", crc)


def samples(color, depth, width, height, random):
    """(height, width, channels): gradients, with a few pixels of anything."""
    y, x = numpy.mgrid[0:height, 0:width]
    top = (1 << depth) - 1
    channels = []
    for channel in range(CHANNELS[color]):
        ramp = [x, y, x + y, width - x][channel % 4] * top // max(1, [width, height, width + height, width][channel % 4])
        channels.append(ramp)
    values = numpy.stack(channels, -1)
    spots = random.random((height, width)) < 0.2
    values[spots] = random.integers(0, top + 1, values[spots].shape)
    return numpy.clip(values, 0, top)


def packed(row, depth):
    """The bytes of one row of (width, channels) samples."""
    flat = row.reshape(-1)
    if depth == 16:
        return flat.astype(">u2").tobytes()
    bits = "".join(format(int(value), f"0{depth}b") for value in flat)
    bits += "0" * (-len(bits) % 8)
    return bytes(int(bits[i:i + 8], 2) for i in range(0, len(bits), 8))


def filtered(lines, size, kind):
    """Rows of bytes after the filters of PNG (section 9); kind "mixed" takes the five in turn."""
    result = b""
    previous = bytes(len(lines[0])) if lines else b""
    for number, line in enumerate(lines):
        choice = number % 5 if kind == "mixed" else kind
        out = bytearray()
        for i, value in enumerate(line):
            a = line[i - size] if i >= size else 0
            b = previous[i]
            c = previous[i - size] if i >= size else 0
            p = a + b - c
            paeth = min((abs(p - a), 0, a), (abs(p - b), 1, b), (abs(p - c), 2, c))[2]
            out.append((value - (0, a, b, (a + b) // 2, paeth)[choice]) & 255)
        result += bytes([choice]) + bytes(out)
        previous = line
    return result


def scanlines(values, depth, interlaced, filter_kind):
    size = max(1, values.shape[2] * depth // 8)
    if not interlaced:
        return filtered([packed(row, depth) for row in values], size, filter_kind)
    result = b""
    for column, row, across, down in PASSES:
        part = values[row::down, column::across]
        if part.size:
            result += filtered([packed(line, depth) for line in part], size, filter_kind)
    return result


def png(color, depth, values, interlaced=False, filter_kind=0, before=b"", after=b"", level=6, split=None):
    """A PNG. `before` stands before the IDAT chunks, `after` behind them; each IDAT has `split` bytes."""
    height, width = values.shape[:2]
    data = zlib.compress(scanlines(values, depth, interlaced, filter_kind), level)
    parts = [data[i:i + split] for i in range(0, len(data), split)] if split else [data]
    header = struct.pack(">IIBBBBB", width, height, depth, color, 0, 0, int(interlaced))
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + before + b"".join(chunk(b"IDAT", part) for part in parts)
            + after + chunk(b"IEND"))


def palette(depth, random):
    return chunk(b"PLTE", random.integers(0, 256, 3 << depth, dtype=numpy.uint8).tobytes())


def pictures():
    """Yields (name, bytes) of the intact files."""
    random = numpy.random.default_rng(37)

    def make(name, color, depth, width=32, height=32, transparent=b"", extra=b"", **options):
        values = samples(color, depth, width, height, random)
        before = (palette(depth, random) if color == 3 else b"") + transparent
        # What states a colour space comes before the palette.
        return name, png(color, depth, values, before=extra + before, **options)

    names = {0: "0g", 2: "2c", 3: "3p", 4: "4a", 6: "6a"}
    for color, depths in DEPTHS.items():
        for depth in depths:
            kind = f"{names[color]}{depth:02}"
            for interlaced in (False, True):
                letter = "i" if interlaced else "n"
                yield make(f"bas{letter}{kind}", color, depth, interlaced=interlaced)
                for filter_kind in (1, 2, 3, 4, "mixed"):
                    yield make(f"f{filter_kind}{letter}{kind}", color, depth, interlaced=interlaced,
                               filter_kind=filter_kind)
            for gamma in (35000, 45455, 55000, 70000, 100000, 250000):
                yield make(f"g{gamma // 1000:03}{kind}", color, depth, extra=chunk(b"gAMA", struct.pack(">I", gamma)))
            yield make(f"ccwn{kind}", color, depth,
                       extra=chunk(b"cHRM", struct.pack(">8I", 31270, 32900, 64000, 33000, 30000, 60000, 15000, 6000)))
            yield make(f"csrgb{kind}", color, depth, extra=chunk(b"sRGB", b"\0"))
    for side in list(range(1, 10)) + list(range(32, 41)):
        for interlaced in (False, True):
            letter = "i" if interlaced else "n"
            yield make(f"s{side:02}{letter}3p04", 3, 4, side, side, interlaced=interlaced)
            yield make(f"s{side:02}{letter}0g08", 0, 8, side, 2 * side + 1, interlaced=interlaced)
    for interlaced in (False, True):
        letter = "i" if interlaced else "n"
        for depth in DEPTHS[0]:
            yield make(f"tb{letter}0g{depth:02}", 0, depth, interlaced=interlaced,
                       transparent=chunk(b"tRNS", struct.pack(">H", (1 << depth) - 1 if depth < 16 else 0)))
        yield make(f"tb{letter}2c08", 2, 8, interlaced=interlaced, transparent=chunk(b"tRNS", struct.pack(">3H", 0, 0, 0)))
        yield make(f"tb{letter}2c16", 2, 16, interlaced=interlaced,
                   transparent=chunk(b"tRNS", struct.pack(">3H", 0, 0, 0)))
        for depth in DEPTHS[3]:
            alpha = bytes(random.integers(0, 256, 1 << depth, dtype=numpy.uint8))
            yield make(f"tp{letter}3p{depth:02}", 3, depth, interlaced=interlaced, transparent=chunk(b"tRNS", alpha))
            # Fewer entries than colours: the rest are opaque.
            yield make(f"tm{letter}3p{depth:02}", 3, depth, interlaced=interlaced, transparent=chunk(b"tRNS", alpha[:1]))
    for color, background in ((0, ">H"), (2, ">3H"), (4, ">H"), (6, ">3H")):
        for depth in DEPTHS[color]:
            data = struct.pack(background, *[(1 << depth) // 2] * (len(background) > 2 and 3 or 1))
            yield make(f"k{names[color]}{depth:02}", color, depth, after=b"", transparent=chunk(b"bKGD", data))
    for split in (None, 64, 7, 1):
        yield make(f"oi{split or 0}2c08", 2, 8, split=split)
    for level in (0, 1, 6, 9):
        yield make(f"z{level:02}n2c08", 2, 8, level=level)
    yield make("cs8n2c08", 2, 8, extra=chunk(b"sBIT", b"\5\6\5"))
    yield make("cdfn2c08", 2, 8, extra=chunk(b"pHYs", struct.pack(">IIB", 1, 4, 0)))
    yield make("cm7n0g04", 0, 4, extra=chunk(b"tIME", struct.pack(">H5B", 1970, 1, 1, 0, 0, 0)))
    yield make("ctxn0g04", 0, 4, extra=chunk(b"tEXt", b"Title\0PngSuite"), after=chunk(b"zTXt", b"A\0\0" + zlib.compress(b"b")))
    yield make("exif2c08", 2, 8, after=chunk(b"eXIf", b"MM\0*\0\0\0\x08\0\0\0\0\0\0"))
    yield make("priv0g08", 0, 8, extra=chunk(b"teSt", bytes(1000)))


def damaged():
    """Yields (name, bytes) of files that no decoder may accept."""
    random = numpy.random.default_rng(38)
    values = samples(2, 8, 32, 32, random)
    good = png(2, 8, values)
    data = good.index(b"IDAT")
    yield "xs1n0g01", b"\x88" + good[1:]
    yield "xcrn0g04", good.replace(b"\r\n", b"\n", 1)
    yield "xlfn0g04", good.replace(b"\x1a\n", b"\x1a\r", 1)
    yield "xhdn0g08", good[:29] + bytes([good[29] ^ 1]) + good[30:]
    yield "xcsn0g01", png(2, 8, values)[:-16] + b"\0\0\0\0" + chunk(b"IEND")
    yield "xdtn0g01", good[:data - 4] + chunk(b"IEND")
    yield "xc1n0g08", good[:25] + b"\1" + good[26:29] + struct.pack(">I", zlib.crc32(good[12:25] + b"\1" + good[26:29])) + good[33:]
    yield "xd3n2c08", good[:24] + b"\3" + good[25:29] + struct.pack(">I", zlib.crc32(good[12:24] + b"\3" + good[25:29])) + good[33:]
    yield "xzero", good[:16] + bytes(4) + good[20:29] + struct.pack(">I", zlib.crc32(good[12:16] + bytes(4) + good[20:29])) + good[33:]
    yield "xnopalette", png(3, 8, samples(3, 8, 32, 32, random))
    yield "xcut", good[:len(good) // 2]
    yield "xcutheader", good[:20]
    yield "xlength", good[:data - 4] + b"\xff\xff\xff\xff" + good[data:]
    yield "xempty", b""
    yield "xtext", b"not a picture at all"


def pillow_gray(file):
    """(height, width): Pillow's grey values of the picture, over black if it is bright where it is opaque, else over white.

    Pillow clips 16-bit grey to 255 instead of reducing it; the upper 8 bits are taken here, as Pillow itself does with
    16-bit colour. (It also looks for a transparent 16-bit colour among samples already cut to 8 bits; the pictures made
    here have no other colour with the same upper bits.)
    """
    image = Image.open(file)
    transparency = image.info.get("transparency")
    if image.mode.startswith("I"):
        values = numpy.asarray(image).astype(int)
        opaque = values != transparency
        return numpy.where(opaque, values >> 8, paper(values >> 8, opaque * 255))
    image = image.convert("RGBA")
    level = paper(numpy.asarray(image.convert("RGB").convert("L")), numpy.asarray(image.getchannel("A")))
    ground = Image.new("RGBA", image.size, (level, level, level, 255))
    return numpy.asarray(Image.alpha_composite(ground, image).convert("L"))


def paper(grey, alpha):
    """0 when the mean of the grey values, each counted by its alpha, is 160 or more, else 255."""
    weights = int(alpha.astype(int).sum())
    return 0 if weights and int((grey.astype(int) * alpha).sum()) >= 160 * weights else 255


def main():
    folder = pathlib.Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    for name, data in pictures():
        file = folder / f"{name}.png"
        file.write_bytes(data)
        (folder / f"{name}.gray").write_bytes(pillow_gray(file).astype(numpy.uint8).tobytes())
    for name, data in damaged():
        (folder / f"{name}.png").write_bytes(data)


if __name__ == "__main__":
    main()
