"""Models of PyTorch come in, by mnist37.from_torch and by trainer import, and go out to ONNX Runtime with the same answers.

    torch_test.py TRAINER

Run by Tests/Python/torch.sh. Leaves the notebook's line in build/torch, for the firmware.
"""
import json
import pathlib
import struct
import subprocess
import sys
import tempfile
import unittest

import numpy
import onnxruntime
import torch
from torch import nn

import mnist37
import notebook_line

TRAINER = sys.argv.pop(1)
BUILT = pathlib.Path("build/torch")
PICTURES = notebook_line.pictures("valid")[0]


def save_safetensors(path, tensors):
    """By the format's own document, so that no package is needed."""
    header, data = {"__metadata__": {"format": "pt"}}, b""
    for name, tensor in tensors.items():
        content = tensor.detach().numpy().tobytes()
        header[name] = {"dtype": {"float32": "F32", "float64": "F64", "float16": "F16"}[str(tensor.dtype)[6:]],
                        "shape": list(tensor.shape), "data_offsets": [len(data), len(data) + len(content)]}
        data += content
    text = json.dumps(header).encode()
    pathlib.Path(path).write_bytes(struct.pack("<Q", len(text)) + text + data)


def network(*channels, outputs=1):
    layers, inputs, side = [], 1, 28
    for count in channels:
        layers += [nn.Conv2d(inputs, count, 3, stride=2, padding=1), nn.ReLU()]
        inputs, side = count, (side + 1) // 2
    return nn.Sequential(*layers, nn.Flatten(), nn.Linear(inputs * side * side, outputs))


def outputs_of(module):
    """(count, outputs), in float32 as PyTorch computes it."""
    shape = (-1, 784) if isinstance(module, nn.Linear) else (-1, 1, 28, 28)
    with torch.no_grad():
        return module(PICTURES.reshape(shape)).numpy()


class Importing(unittest.TestCase):
    def setUp(self):
        torch.manual_seed(37)
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        self.model, self.weights = (pathlib.Path(self.folder.name, name) for name in ("model.safetensors", "model.m37"))

    def trainer_import(self, file, outputs):
        options = ["--outputs", outputs] if outputs else []
        return subprocess.run([TRAINER, "import", file, "--output", self.weights, *options], capture_output=True, text=True)

    def comes_in(self, module, outputs, logits, known=None):
        """By every way, and with the same numbers."""
        save_safetensors(self.model, module.state_dict())
        outcome = self.trainer_import(self.model, outputs)
        self.assertEqual(outcome.returncode, 0, outcome.stderr)
        imported = mnist37.read_weights(self.weights)
        for source in (module, module.state_dict(), self.model, str(self.model)):
            for layer, other in zip(mnist37.from_torch(source, outputs=outputs).layers, imported.layers, strict=True):
                self.assertEqual((layer.shape, layer.convolution), (other.shape, other.convolution))
                numpy.testing.assert_array_equal(layer.weights, other.weights)
                numpy.testing.assert_array_equal(layer.biases, other.biases)
        answers = mnist37.Model(self.weights).predict_batch(PICTURES.numpy())
        numpy.testing.assert_allclose(answers["logit"], logits, rtol=1e-4, atol=1e-4)
        if known is not None:
            numpy.testing.assert_allclose(answers["known"], 1 / (1 + numpy.exp(-known)), atol=1e-5)

    def test_lines(self):
        line, columns = nn.Linear(784, 1), nn.Linear(784, 2)
        self.comes_in(line, None, outputs_of(line)[:, 0])
        self.comes_in(line.double(), None, outputs_of(line.float())[:, 0])
        three, seven = outputs_of(columns).T
        self.comes_in(columns, None, three - seven)
        self.comes_in(columns, "first,second", three - seven)
        self.comes_in(columns, "second,first", seven - three)

    def test_networks(self):
        for channels in ((4, 8), (8, 16, 16)):
            one, two = network(*channels), network(*channels, outputs=2)
            self.comes_in(one, None, outputs_of(one)[:, 0])
            first, second = outputs_of(two).T
            self.comes_in(two, "first,known", first, known=second)
            self.comes_in(two, "second,first", second - first)

    def test_arrays(self):
        line = nn.Linear(784, 2)
        weights, bias = (tensor.detach().numpy() for tensor in line.parameters())
        rows = numpy.concatenate([weights, bias[:, None]], axis=1)
        expected = mnist37.from_torch(line).encode()
        for array in (rows, rows.T, numpy.asfortranarray(rows), rows.astype(numpy.float64)):
            file = self.model.with_suffix(".npy")
            numpy.save(file, array)
            self.assertEqual(mnist37.from_torch(file).encode(), expected)
            self.assertEqual(self.trainer_import(file, None).returncode, 0)
            self.assertEqual(mnist37.read_weights(self.weights).encode(), expected)
        # The notebook's own tensors, as x @ weights + bias wants them.
        self.assertEqual(mnist37.from_torch({"w": weights.T, "b": bias}).encode(), expected)

    def test_learner(self):
        learner = type("Learner", (), {"model": nn.Linear(784, 1)})()
        self.assertEqual(mnist37.from_torch(learner).encode(), mnist37.from_torch(learner.model).encode())

    def test_saved_and_opened(self):
        weights = mnist37.from_torch(network(4, 8))
        weights.save(self.weights)
        self.assertEqual(self.weights.read_bytes(), weights.encode())
        self.assertEqual(weights.model().info.parameters, 729)

    def test_other_models(self):
        lookalike = nn.Sequential(nn.Conv2d(1, 4, 3, 2, 1), nn.GELU(), nn.Conv2d(4, 8, 3, 2, 1), nn.ReLU(), nn.Flatten(),
                                  nn.Linear(392, 1))
        for module in (nn.Sequential(nn.Linear(784, 1), nn.Sigmoid()), lookalike):
            with self.assertRaisesRegex(ValueError, "computes something else"):
                mnist37.from_torch(module)
        for module in (nn.Sequential(nn.Linear(784, 30), nn.ReLU(), nn.Linear(30, 1)), network(4, 9), nn.Linear(785, 1),
                       nn.Linear(784, 3), nn.Linear(784, 1, bias=False), nn.Linear(784, 1).half()):
            save_safetensors(self.model, module.state_dict())
            for source in (module, self.model):
                with self.assertRaisesRegex(ValueError, "neither a line|type float16"):
                    mnist37.from_torch(source)
            outcome = self.trainer_import(self.model, None)
            self.assertEqual((outcome.returncode, outcome.stderr.count("\n")), (65, 1), outcome.stderr)
        for module, outputs in ((nn.Linear(784, 1), "first,second"), (nn.Linear(784, 2), "first,known")):
            save_safetensors(self.model, module.state_dict())
            with self.assertRaisesRegex(ValueError, "one output|a line cannot"):
                mnist37.from_torch(module, outputs=outputs)
            self.assertEqual(self.trainer_import(self.model, outputs).returncode, 65)
        self.assertFalse(self.weights.exists())
        infinite = nn.Linear(784, 1)
        infinite.bias.data[0] = numpy.inf
        with self.assertRaisesRegex(ValueError, "not finite"):
            mnist37.from_torch(infinite)
        with self.assertRaises(TypeError):
            mnist37.from_torch(37)
        for content in (b"", b"PK\x03\x04 a zip of pickles", self.model.read_bytes()[:-40]):
            self.model.write_bytes(content)
            with self.assertRaises(ValueError):
                mnist37.from_torch(self.model)
            self.assertEqual(self.trainer_import(self.model, None).returncode, 65)


class ONNX(unittest.TestCase):
    def test_answers(self):
        for name in ("linear", "conv-tiny", "conv"):
            path = mnist37.shipped_weights(name)
            expected = mnist37.Model(path).predict_batch(PICTURES.numpy())
            session = onnxruntime.InferenceSession(mnist37.to_onnx(path).SerializeToString())
            names = [output.name for output in session.get_outputs()]
            self.assertEqual(names, ["logit"] if name == "linear" else ["logit", "known"])
            answers = dict(zip(names, session.run(None, {"pictures": PICTURES.numpy()})))
            for field, values in answers.items():
                numpy.testing.assert_allclose(values, expected[field], rtol=1e-4, atol=1e-4)
            difference = abs(answers["logit"] - expected["logit"]).max()
            print(f"check-torch: {name} in ONNX Runtime: logits differ by {difference:.1e} at most, "
                  f"of up to {abs(expected['logit']).max():.0f}, for {len(PICTURES)} pictures")

    def test_refused(self):
        with self.assertRaisesRegex(ValueError, "int8"):
            mnist37.to_onnx(mnist37.shipped_weights("conv-i8"))


class NotebooksLine(unittest.TestCase):
    def test_from_pytorch(self):
        """Trained there, imported and measured by the trainer, answered by the library."""
        line = notebook_line.trained_line()
        state, file = line.state_dict(), BUILT / "line.safetensors"
        save_safetensors(file, state)
        numpy.save(BUILT / "line.npy", numpy.append(state["weight"].numpy(), state["bias"].numpy()))
        data = ["--data", notebook_line.DATA] if notebook_line.DATA else []
        outcome = subprocess.run([TRAINER, "import", file, "-o", BUILT / "line.m37", *data], capture_output=True, text=True)
        self.assertEqual(outcome.returncode, 0, outcome.stderr)
        labels = notebook_line.pictures("valid")[1][:, 0].numpy() == 1
        logits = outputs_of(line)[:, 0]
        answers = mnist37.Model(BUILT / "line.m37").predict_batch(PICTURES.numpy())
        errors = ((logits > 0) != labels).sum()
        self.assertEqual(((answers["digit"] == 3) != labels).sum(), errors)
        self.assertIn(f"{errors} errors in {len(labels)} pictures", outcome.stdout)
        self.assertLess(errors / len(labels), 0.1)
        numpy.testing.assert_allclose(answers["logit"], logits, rtol=1e-4, atol=1e-4)
        print(f"check-torch: the notebook's line, trained in PyTorch: {errors} errors in {len(labels)} pictures; imported the "
              f"same, and logits differ by {abs(answers['logit'] - logits).max():.1e} at most")


if __name__ == "__main__":
    unittest.main()
