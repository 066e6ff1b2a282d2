"""Writes examples/web as one page that needs no other file, so that a browser opens it from a folder as well:

    make-web-page.py PAGE LIBRARY NETWORK LINE

LIBRARY is mnist37.wasm, NETWORK and LINE are weights files. They and page.js, with the modules that it imports, become the text
of the scripts of these names, packed by gzip, in base64. The style sheet and the module that unpacks all this take the place of
the elements that name them.
"""
import base64
import gzip
import pathlib
import re
import sys

SOURCES = pathlib.Path(__file__).resolve().parent.parent / "examples" / "web"
LIMIT = 60_000
IMPORT = re.compile(r"^import .* from '\./(.*)';\n", re.MULTILINE)


def main(output, *files):
    page = read("index.html")
    page = filled(page, '<link rel="stylesheet" href="(.*)">', lambda name: f"<style>\n{read(name)}</style>")
    page = filled(page, '<script type="module" src="(.*)">', lambda name: f'<script type="module">\n{joined(name)}')
    page = filled(page, '(?<=id="code">)()', lambda _: packed(joined("page.js").encode()))
    for name, file in zip(["library", "network", "line"], files, strict=True):
        page = filled(page, f'(?<=id="{name}">)()', lambda _: packed(pathlib.Path(file).read_bytes()))
    size = len(page.encode())
    if size > LIMIT:
        sys.exit(f"make-web-page: {size} bytes, more than {LIMIT}")
    pathlib.Path(output).write_text(page)
    print(f"{output}: {size} bytes")


def filled(page, pattern, text):
    """The page with the text for the pattern's group in the place of the pattern's one match."""
    page, count = re.subn(pattern, lambda match: text(match[1]), page)
    return page if count == 1 else sys.exit(f"make-web-page: {count} times {pattern} in index.html")


def read(name):
    return (SOURCES / name).read_text()


def packed(content):
    return base64.b64encode(gzip.compress(content, 9, mtime=0)).decode()


def joined(name):
    """A module after those that it imports, each once, without imports and exports: they are one module now."""
    return re.sub(r"^export ", "", IMPORT.sub("", "\n".join(modules(name, []))), flags=re.MULTILINE)


def modules(name, seen):
    if name in seen:
        return
    seen.append(name)
    for imported in IMPORT.findall(read(name)):
        yield from modules(imported, seen)
    yield read(name)


main(*sys.argv[1:])
