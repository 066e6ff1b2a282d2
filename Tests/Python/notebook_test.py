"""Executes examples/python/notebook.ipynb, and compares what it prints with what it was committed with.

    notebook_test.py [--write]

--write keeps what it prints. Run by Tests/Python/torch.sh; MNIST37_DATA names the notebook's data, MNIST37_GOLDEN what an
independent computation of the first epochs gave.
"""
import json
import os
import pathlib
import re
import sys

import nbclient
import nbformat

PATH = pathlib.Path("examples/python/notebook.ipynb")
committed = nbformat.read(PATH, 4)
executed = nbformat.read(PATH, 4)
nbclient.NotebookClient(executed, timeout=600, startup_timeout=600, kernel_name="python3").execute()


def printed(notebook):
    return "".join(output.get("text", "") for cell in notebook.cells for output in cell.get("outputs", ()))


if "--write" in sys.argv:
    for cell in executed.cells:
        cell.metadata.clear()
    nbformat.write(executed, PATH)
texts = printed(committed), printed(executed)
numbers = [[float(number) for number in re.findall(r"\d+(?:\.\d+)?", text)] for text in texts]
words = [re.sub(r"\d+(?:\.\d+)?", "", text) for text in texts]
# The order of PyTorch's sums is the processor's affair: a few pictures may move.
close = [abs(one - other) <= (0.002 if one < 1 else 3) for one, other in zip(*numbers)]
if words[0] != words[1] or len(numbers[0]) != len(numbers[1]) or not all(close):
    sys.exit(f"check-torch: the notebook prints\n{texts[1]}\nand was committed with\n{texts[0]}")
golden = os.environ.get("MNIST37_GOLDEN")
if golden:
    epochs = json.loads(pathlib.Path(golden).read_text())["mnist_loss"]["float32"]["epochs"]
    for found, epoch in zip(numbers[1], epochs):
        expected = epoch["train_acc"]["sigmoid>0.5"]["mean_of_batch_means"]
        if abs(found - expected) > 0.002:
            sys.exit(f"check-torch: epoch {epoch['epoch']}: accuracy {found} instead of {expected}")
print(f"check-torch: the notebook prints its {len(numbers[1])} numbers again")
