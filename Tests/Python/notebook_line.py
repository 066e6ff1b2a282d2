"""The fastai notebook's first model in PyTorch: 784 weights and a bias, mnist_loss, plain SGD; and the pictures for it."""
import gzip
import os
import pathlib

import numpy
import torch

REPOSITORY = pathlib.Path(__file__).resolve().parent.parent.parent
DATA = os.environ.get("MNIST37_DATA")


def pictures(part):
    """Of train or valid: (count, 784) floats, and (count, 1) labels, 1 for a three. Threes first, by name."""
    if DATA:
        import PIL.Image

        files = [sorted(pathlib.Path(DATA, part, digit).glob("*.png")) for digit in "37"]
        data = numpy.stack([numpy.asarray(PIL.Image.open(file)) for file in files[0] + files[1]])
        labels = numpy.repeat([1, 0], [len(files[0]), len(files[1])])
    else:
        prefix = REPOSITORY / "Sources/Training/Digits" / ("train" if part == "train" else "t10k")
        data = numpy.frombuffer(gzip.decompress(pathlib.Path(f"{prefix}-images-idx3-ubyte.gz").read_bytes())[16:], numpy.uint8)
        labels = numpy.frombuffer(gzip.decompress(pathlib.Path(f"{prefix}-labels-idx1-ubyte.gz").read_bytes())[8:], numpy.uint8)
        threes_and_sevens = (labels == 3) | (labels == 7)
        data, labels = data.reshape(-1, 784)[threes_and_sevens], labels[threes_and_sevens] == 3
    return torch.from_numpy(data.reshape(-1, 784) / numpy.float32(255)), torch.from_numpy(labels * 1).unsqueeze(1)


def mnist_loss(outputs, labels):
    probabilities = outputs.sigmoid()
    return torch.where(labels == 1, 1 - probabilities, probabilities).mean()


def trained_line(epochs=10, learning_rate=1.0):
    """The notebook's line, from a seed of its own."""
    torch.manual_seed(37)
    line = torch.nn.Linear(784, 1)
    torch.nn.init.normal_(line.weight)
    torch.nn.init.normal_(line.bias)
    optimizer = torch.optim.SGD(line.parameters(), learning_rate)
    train_x, train_y = pictures("train")
    for _ in range(epochs):
        for start in range(0, len(train_x), 256):
            mnist_loss(line(train_x[start : start + 256]), train_y[start : start + 256]).backward()
            optimizer.step()
            optimizer.zero_grad()
    return line
