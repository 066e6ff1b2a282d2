"""Writes examples/web as one page that needs no other file, so that a browser opens it from a folder as well:

    make-web-page.py PAGE LIBRARY NETWORK LINE

LIBRARY is mnist37.wasm, NETWORK and LINE are weights files; they become the text of the scripts of these names, packed by gzip,
in base64. The style sheet and the modules take the place of the elements that name them; imports and exports are dropped,
because the modules are in one scope now, and so is what only people read.
"""
import base64
import gzip
import pathlib
import re
import sys

SOURCES = pathlib.Path(__file__).resolve().parent.parent / "examples" / "web"
LIMIT = 60_000
IMPORT = re.compile(r"^import .* from '\./(.*)';\n", re.MULTILINE)
# What only people read: lines of comments, indentation, ends of lines where a statement or a list goes on.
FOR_PEOPLE = {
    ".html": re.compile(r"^ *(?:<!--.*-->)?\n|^ +", re.MULTILINE),
    ".js": re.compile(r"^ *(?://.*|/\*\*(?:.|\n)*?\*/)?\n|^ +|(?<=[{;,(])\n", re.MULTILINE),
    ".css": re.compile(r"/\*.*\*/|(?<=[{};:,])\s+|\s+(?=[{}])"),
}


def main(output, *files):
    page = read("index.html")
    for name, file in zip(["library", "network", "line"], files, strict=True):
        page = filled(page, rf'(id="{name}">)()(?=</script>)', lambda _: packed(file))
    page = filled(page, r'<link rel="stylesheet" href="(.*)">', lambda name: f"<style>{read(name)}</style>")
    page = filled(page, r'(<script type="module") src="(.*)">', lambda name: f">\n{''.join(modules(name, []))}")
    size = len(page.encode())
    if size > LIMIT:
        sys.exit(f"make-web-page: {size} bytes, more than {LIMIT}")
    pathlib.Path(output).write_text(page)
    print(f"{output}: {size} bytes")


def filled(page, pattern, text):
    """The page with its one match of the pattern replaced: by the first of two groups and the text for the last."""
    page, count = re.subn(pattern, lambda match: "".join(match.groups()[:-1]) + text(match.groups()[-1]), page)
    return page if count == 1 else sys.exit(f"make-web-page: {count} times {pattern} in index.html")


def read(name):
    """A source without imports, exports and what only people read."""
    text = re.sub(r"^export ", "", IMPORT.sub("", source(name)), flags=re.MULTILINE)
    return FOR_PEOPLE[pathlib.Path(name).suffix].sub("", text)


def source(name):
    return (SOURCES / name).read_text()


def packed(file):
    return base64.b64encode(gzip.compress(pathlib.Path(file).read_bytes(), 9, mtime=0)).decode()


def modules(name, seen):
    """The text of a module after those that it imports, each once."""
    if name in seen:
        return
    seen.append(name)
    for imported in IMPORT.findall(source(name)):
        yield from modules(imported, seen)
    yield read(name)


main(*sys.argv[1:])
