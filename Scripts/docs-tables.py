#!/usr/bin/env python3
"""Writes what commands print into the documents, or checks that it stands there.

    docs-tables.py write|write-some|check TABLES DOCUMENT...

A document names a table by <!-- table: NAME -->, and ends it by <!-- end -->; TABLES/NAME.md holds what stands between:
whole lines, or a part of one where the text goes on behind the marker. A table whose TABLES/NAME.skipped is not empty was
not measured whole: it is left as it is. So is, by write-some, a table that no command has printed.
"""
import difflib
import os
import pathlib
import re
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "Tests"))
from skipped import skipped

PATTERN = re.compile(r"(<!-- table: ([a-z0-9-]+) -->)(.*?)(<!-- end -->)", re.DOTALL)


def fail(code, message):
    print(f"docs-tables: {message}", file=sys.stderr)
    sys.exit(code)


def printed(action, tables, name, document, stands):
    """What stands between the markers when it is right."""
    if action == "write-some" and not (tables / f"{name}.md").exists():
        return stands
    if (tables / f"{name}.skipped").exists() and (tables / f"{name}.skipped").stat().st_size:
        skipped(f"docs-check of {name}", "not all of it could be measured")
        return stands
    try:
        text = (tables / f"{name}.md").read_text().strip("\n")
    except FileNotFoundError:
        fail(os.EX_NOINPUT, f"{document}: no {tables}/{name}.md: which command prints the table {name}?")
    return f"\n{text}\n" if stands.startswith("\n") else text


def main():
    if len(sys.argv) < 4 or sys.argv[1] not in ("write", "write-some", "check"):
        print(__doc__, file=sys.stderr)
        sys.exit(os.EX_USAGE)
    action, tables, documents = sys.argv[1], pathlib.Path(sys.argv[2]), map(pathlib.Path, sys.argv[3:])
    stale = count = 0
    for document in documents:
        text = document.read_text()
        tables_here = PATTERN.findall(text)
        if text.count("<!-- table:") != len(tables_here) or text.count("<!-- end -->") != len(tables_here):
            fail(os.EX_DATAERR, f"{document}: a table's marker is misspelt, or its <!-- end --> is missing")
        # Markdown takes a line that begins with a comment for a block of HTML, which would end the paragraph.
        if broken := re.search(r"^ *<!-- table: [a-z0-9-]+ -->.", text, re.MULTILINE):
            fail(os.EX_DATAERR, f"{document}: {broken[0]} must not begin a line that goes on")
        count += len(tables_here)
        new = PATTERN.sub(lambda found: found[1] + printed(action, tables, found[2], document, found[3]) + found[4], text)
        if new == text:
            continue
        if action != "check":
            document.write_text(new)
            print(f"docs-tables: wrote {document}")
        else:
            stale += 1
            difference = difflib.unified_diff(text.splitlines(), new.splitlines(), f"{document}", "printed", lineterm="", n=0)
            print(*difference, sep="\n", file=sys.stderr)
    if stale:
        fail(1, "a document does not show what the commands print; `make docs-tables` writes it")
    print(f"docs-tables: {count} tables as the commands print them")


if __name__ == "__main__":
    main()
