"""Trains every model that docs/models.md tells of, and prints its tables.

    model-figures.py TRAINER DATA FOLDER TABLES [--check | --ship]

TRAINER    the trainer, built for release
DATA       fastai's MNIST_SAMPLE, unpacked
FOLDER     where trainings are kept. One that is newer than TRAINER is not run again, so that an interrupted run goes on
TABLES     where the tables go, a file each

First the models that ship are trained as users would train them, and must be byte for byte what Sources/classify/Weights
holds; --check ends there, and --ship puts them there instead. Then each model is trained from the seeds 1 to 10.
"""

import argparse
import json
import os
import pathlib
import shutil
import statistics
import subprocess
import sys

REPOSITORY = pathlib.Path(__file__).resolve().parent.parent
SHIPPED = REPOSITORY / "Sources/classify/Weights"
MODELS = ["linear", "conv-tiny", "conv"]
NETWORKS = MODELS[1:]
SEEDS = range(1, 11)


class Trainings:
    """Runs trainings, or reads what an earlier run left."""

    def __init__(self, trainer, data, folder):
        self.trainer, self.data, self.folder = trainer, data, folder
        folder.mkdir(parents=True, exist_ok=True)

    def run(self, name, *arguments):
        """The trainer's JSON of a training that leaves FOLDER/NAME.m37, with the seconds of processor time it took."""
        report = self.folder / f"{name}.json"
        if not report.exists() or report.stat().st_mtime < self.trainer.stat().st_mtime:
            print(f"training {name}", file=sys.stderr, flush=True)
            # Written to another name first, so that an interrupted training leaves nothing that looks finished.
            unfinished = report.with_suffix(".unfinished")
            command = [self.trainer, "--data", self.data, *arguments, "--json", "--quiet", "-o", self.weights(name)]
            with open(unfinished, "w") as output:
                process = subprocess.Popen(list(map(str, command)), stdout=output)
                _, status, usage = os.wait4(process.pid, 0)
            if status != 0:
                sys.exit(f"model-figures.py: {' '.join(map(str, command))} ended with {os.waitstatus_to_exitcode(status)}")
            result = json.loads(unfinished.read_text()) | {"seconds": usage.ru_utime + usage.ru_stime}
            unfinished.write_text(json.dumps(result))
            unfinished.rename(report)
        return json.loads(report.read_text())

    def weights(self, name):
        return self.folder / f"{name}.m37"

    def inspect(self, file):
        return json.loads(subprocess.run([self.trainer, "inspect", file, "--json"], stdout=subprocess.PIPE, check=True).stdout)


def shipped(trainings):
    """The trainings of the files that ship: name, the trainer's JSON."""
    files = {"linear": ["--model", "linear"]}
    for model in NETWORKS:
        files[model] = ["--model", model]
        files[f"{model}-i8"] = ["--model", model, "--format", "i8"]
    return {name: trainings.run(f"shipped-{name}", *arguments) for name, arguments in files.items()}


def compare(trainings, names, ship):
    """Holds the trained files against those that ship, or makes them those."""
    different = []
    for name, file in [(name, name) for name in names] + [("conv", "mnist37")]:
        trained, kept = trainings.weights(f"shipped-{name}"), SHIPPED / f"{file}.m37"
        if ship:
            shutil.copyfile(trained, kept)
        elif trained.read_bytes() != kept.read_bytes():
            different.append(kept.name)
    if different:
        sys.exit(f"model-figures.py: the default recipe gives other bytes than {SHIPPED} holds: {', '.join(different)}")


def seeds(trainings, model):
    """Of each seed: the trainer's JSON, and that of the same weights in int8."""
    for seed in SEEDS:
        name = f"{model}-{seed}"
        exact = trainings.run(name, "--model", model, "--seed", seed)
        start = ["--init", trainings.weights(name), "--epochs", "0", "--format", "i8"]
        yield exact, trainings.run(f"{name}-i8", *start)


def row(name, *cells):
    return f"| {name} | " + " | ".join(map(str, cells)) + " |"


def median(values):
    """Of integers, without a .0."""
    return f"{statistics.median(values):g}"


def table_of_models(trainings, found):
    float32 = {name: trainings.inspect(SHIPPED / f"{name}.m37") for name in MODELS}
    int8 = {name: trainings.inspect(trainings.weights(f"{name}-1-i8")) for name in MODELS}

    def both(key):
        return [f"{float32[name][key]:,} / {int8[name][key]:,} bytes" for name in MODELS]

    seconds = [statistics.median(exact["seconds"] for exact, _ in found[name]) for name in MODELS]
    return [
        "| | " + " | ".join(f"`{name}`" for name in MODELS) + " |",
        "|---|---|---|---|",
        row("parameters", *(f"{float32[name]['parameters']:,}" for name in MODELS)),
        row("multiply-adds", *(f"{float32[name]['multiply_adds']:,}" for name in MODELS)),
        row("file, float32 / int8", *both("bytes")),
        row("stack for activations, float32 / int8", "none", *both("scratch_bytes")[1:]),
        row("errors of 2,038, median of 10 seeds", *(median([e["validation_errors"] for e, _ in found[name]]) for name in MODELS)),
        row("training, seconds of one core", *(f"{s:.1f}" if s < 2 else f"{s:.0f}" for s in seconds)),
    ]


def table_of_shipped(results):
    lines = ["| | errors on `valid/` | in int8 | digits that int8 changed |", "|---|---:|---:|---:|"]
    lines.append(row("`linear`", results["linear"]["validation_errors"], "", ""))
    for name in NETWORKS:
        int8 = results[f"{name}-i8"]
        lines.append(row(f"`{name}`", results[name]["validation_errors"], int8["validation_errors"], int8["flipped"]))
    return lines


def table_of_seeds(found):
    lines = ["| seed | " + " | ".join(map(str, SEEDS)) + " | median |", "|---|" + "---|" * len(SEEDS) + "---:|"]
    for name in MODELS:
        errors = [exact["validation_errors"] for exact, _ in found[name]]
        lines.append(row(f"`{name}`", *errors, median(errors)))
        if name in NETWORKS:
            errors = [int8["validation_errors"] for _, int8 in found[name]]
            lines.append(row(f"`{name}`, int8", *errors, median(errors)))
            lines.append(row("digits that int8 changed", *(int8["flipped"] for _, int8 in found[name]), ""))
    return lines


def table_of_calibration(results, found):
    lines = ["| | temperature | calibration error before | after |", "|---|---:|---:|---:|"]
    for name in NETWORKS:
        lines.append(row(f"`{name}`, what ships", *calibration([results[name]])))
        lines.append(row(f"`{name}`, 10 seeds", *calibration([exact for exact, _ in found[name]])))
    return lines


def calibration(runs):
    """The temperature and the calibration errors before and after, of one run or from the least to the largest."""

    def span(key, scale, unit):
        values = sorted({f"{run[key] * scale:.2f}" for run in runs}, key=float)
        return " to ".join([values[0], values[-1]][: len(values)]) + unit

    errors = ("calibration_error_before", "calibration_error")
    return [span("temperature", 1, ""), *(span(key, 100, " %") for key in errors)]


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("trainer", type=pathlib.Path)
    parser.add_argument("data")
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("tables", type=pathlib.Path)
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--check", action="store_true", help="only whether the files that ship are those of the recipes")
    what.add_argument("--ship", action="store_true", help="put the trained files where those that ship are")
    options = parser.parse_args()
    trainings = Trainings(options.trainer.resolve(), options.data, options.folder)
    results = shipped(trainings)
    compare(trainings, results, options.ship)
    if options.check or options.ship:
        return
    found = {name: list(seeds(trainings, name)) for name in MODELS}
    for name in NETWORKS:
        trainings.run(f"uncalibrated-{name}", "--model", name, "--no-calibrate")
    options.tables.mkdir(parents=True, exist_ok=True)
    for name, lines in [
        ("models", table_of_models(trainings, found)),
        ("models-shipped", table_of_shipped(results)),
        ("models-seeds", table_of_seeds(found)),
        ("models-calibration", table_of_calibration(results, found)),
    ]:
        (options.tables / f"{name}.md").write_text("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
