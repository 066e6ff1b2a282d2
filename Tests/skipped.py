"""Says what is not tested here, and why, for the tests that are Python: what skipped.sh is for shell scripts."""
import os
import sys


def skipped(what, why):
    print(f"skipped: {what}: {why}", file=sys.stderr)
    if os.environ.get("SKIPPED_FILE"):
        with open(os.environ["SKIPPED_FILE"], "a") as file:
            print(f"{what}: {why}", file=file)
    elif os.environ.get("STRICT") == "1":
        sys.exit(1)
