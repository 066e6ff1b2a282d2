"""Prints the bounds of each entry point for SECURITY.md, from what `make size` and `make instructions` printed."""
import sys
from pathlib import Path

sys.path.insert(0, "Tests")
from skipped import skipped  # noqa: E402

TABLES = Path("build/tables")
CORES = ("cortex-m0", "cortex-m4f", "aarch64", "x86_64")
# mnist37.h's functions, the column of make size and the call of make instructions.
FUNCTIONS = {"mnist37_model_init": ("init", "init"), "mnist37_model_info": ("info", None),
             "mnist37_predict": ("predict", "predict"), "mnist37_predict_bytes": ("predict_bytes", "predict_bytes"),
             "mnist37_predict_batch": ("predict_batch", None)}


def tables(name):
    """Each table as rows of {column: text}."""
    found, columns = [], None
    for line in (TABLES / f"{name}.md").read_text().splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if not line.startswith("|"):
            columns = None
        elif columns is None:
            columns = cells
            found.append([])
        elif not cells[0].startswith("--"):
            found[-1].append(dict(zip(columns, cells)))
    return found


def main():
    for name in ("size", "instructions"):
        for line in (TABLES / f"{name}.skipped").read_text().splitlines():
            skipped(*line.split(": ", 1))
    size, (calls,) = tables("size"), tables("instructions")
    by_weights = next(rows for rows in size if "weights" in rows[0])
    frames = next(rows for rows in size if "stack" in rows[0])
    print("| function | " + " | ".join(f"stack on {core}" for core in CORES) + " | most instructions on cortex-m4f |")
    print("|---|" + "--:|" * (len(CORES) + 1))
    for function, (column, call) in FUNCTIONS.items():
        stack = [max((int(row[column]) for row in by_weights if row["core"] == core), default="") for core in CORES]
        most = max((int(row["cortex-m4f"]) for row in calls if call and row["call"] == call), default="")
        print(f"| `{function}` | " + " | ".join(map(str, stack)) + f" | {most} |")
    stack = [next((row["stack"] for row in frames if row["core"] == core), "") for core in CORES]
    most = next((row["cortex-m4f"] for row in calls if row["call"].startswith("frame")), "")
    print("| `mnist37_frame` of 28x28 | " + " | ".join(stack) + f" | {most} |")


main()
