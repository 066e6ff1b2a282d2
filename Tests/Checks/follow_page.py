"""Follows a page of documentation from nothing: writes its files and runs its commands in an empty folder, and compares what
they print with what the page shows.

    follow_page.py PAGE [--write]

A block of code below a line that is only a name in backquotes and a colon is that file. A block of sh is run; what it prints
is the block of text that comes next, if that is the next block. --write puts there what is printed. Commands of a block that
begins with `# needs: TOOL ...` are skipped where a tool is missing, and SKIPPED_FILE says so.
"""
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
from skipped import skipped

BLOCK = re.compile(r"^(?:`(?P<file>[^`\n]+)`:\n\n)?```(?P<kind>\w*)\n(?P<content>.*?)^```$", re.DOTALL | re.MULTILINE)


def main():
    page = pathlib.Path(sys.argv[1])
    text = page.read_text()
    blocks = list(BLOCK.finditer(text))
    if text.count("\n```") != 2 * len(blocks):
        sys.exit(f"{page}: a block of code does not end")
    pieces, end, commands, printed = [], 0, 0, None
    with tempfile.TemporaryDirectory() as folder:
        for block in blocks:
            pieces.append(text[end : block.start("content")])
            content = block["content"]
            if block["file"]:
                path = pathlib.Path(folder, block["file"])
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(content)
            elif block["kind"] == "text" and printed is not None:
                content = printed
            if block["kind"] == "sh" and not block["file"]:
                printed = run(content, folder, page)
                commands += 1
            else:
                printed = None
            pieces.append(content)
            end = block.end("content")
    new = "".join(pieces) + text[end:]
    if "--write" in sys.argv:
        page.write_text(new)
    elif new != text:
        compare(text, new, page)
    print(f"{page}: {commands} blocks of commands print what stands there")


def run(commands, folder, page):
    """What the commands print; None where a tool is missing."""
    tools = re.match(r"# needs: (.*)", commands)
    missing = [tool for tool in tools[1].split() if not shutil.which(tool)] if tools else []
    if missing:
        skipped(f"{page}, {commands.splitlines()[1]}", f"no {missing[0]}")
        return None
    outcome = subprocess.run(["sh", "-euc", commands], cwd=folder, capture_output=True, text=True, timeout=600)
    if outcome.returncode:
        sys.exit(f"{page}: exit status {outcome.returncode}: {outcome.stdout}{outcome.stderr}\n{commands}")
    return outcome.stdout + outcome.stderr


def compare(text, new, page):
    for stands, prints in zip(text.splitlines(), new.splitlines()):
        if stands != prints:
            print(f"{page} shows\n    {stands}\nand the command prints\n    {prints}", file=sys.stderr)
    sys.exit(f"{page}: write it anew with python3 Tests/Checks/follow_page.py {page} --write")


if __name__ == "__main__":
    main()
