"""Prints how right classify is on each kind of picture that make_pictures.py made.

    measure.py CLASSIFY FOLDER [--least PERCENT] [CLASSIFY'S OPTIONS]

Ends with 1 when the share of right answers of a kind is below --least.
"""

import argparse
import json
import pathlib
import subprocess
import sys


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("classify")
    parser.add_argument("folder")
    parser.add_argument("--least", type=float, default=0)
    options, passed_on = parser.parse_known_args()
    output = subprocess.run([options.classify, "--json", *passed_on, options.folder], stdout=subprocess.PIPE).stdout
    kinds = {}
    for line in output.decode().splitlines():
        answer = json.loads(line)
        kind, digit = pathlib.Path(answer["file"]).parts[-3:-1]
        kinds.setdefault(kind, []).append(str(answer.get("digit")) == digit)
    print("kind                     pictures  right")
    for kind, answers in kinds.items():
        print(f"{kind:24} {len(answers):8}  {100 * sum(answers) / len(answers):6.2f} %")
    if not kinds or any(100 * sum(answers) < options.least * len(answers) for answers in kinds.values()):
        sys.exit(1)


if __name__ == "__main__":
    main()
