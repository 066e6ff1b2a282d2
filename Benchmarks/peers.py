#!/usr/bin/env python3
"""Measures what a Python programmer would use instead of libmnist37, on the work of `bench`, and the notebook's own way
of training, whole, beside the trainer. Peers that are not installed are skipped with a note.

    peers.py --bench COMMAND [--data MNIST_SAMPLE] [--trainer PROGRAM] [--json]

Times are processor time of one thread, medians of several repetitions. Ratios are to mnist37, which `bench` measures in the
same run; for the whole trainings, to the trainer.
"""
import argparse
import contextlib
import importlib.util
import json
import os
import shlex
import statistics
import subprocess
import sys
import tempfile
import threading
import time

for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[variable] = "1"

ROTATION, BATCH, TRAINING = 1024, 10_000, 12_396
rows, notes = [], []


def measure(peer, what, function, per, repetitions=11, unit="ns", scale=1.0, clock=time.thread_time_ns):
    function()
    times = []
    for _ in range(repetitions):
        start = clock()
        function()
        times.append((clock() - start) / per / scale)
    rows.append({"peer": peer, "what": what, "median": statistics.median(times), "fastest": min(times), "unit": unit})


# What `bench` calls its row, and the library in it.
LIBRARY = {
    "predict": ("predict", "mnist37"),
    "batch of 10,000, a picture": ("batch of 10,000, a picture", "mnist37"),
    "training epoch, batch 256": ("training epoch, 12,396 pictures, batch 256, in order", "mnist37, mnist"),
    "open the model": ("model_init, from memory", "mnist37, float32"),
}


def measure_library(bench):
    for what, (title, name) in LIBRARY.items():
        answer = subprocess.run([*bench, "--json", "--only", title], capture_output=True, text=True, check=True)
        row = next(row for row in json.loads(answer.stdout)["rows"] if row["title"] == title)
        ours = next(one for one in row["measurements"] if one["name"] == name)
        rows.append({"peer": "mnist37", "what": what, "median": ours["median"], "fastest": ours["fastest"],
                     "unit": row["unit"]})


def skip(peer, reason):
    notes.append(f"{peer}: skipped, {reason}")


def peer(name, module):
    """Registers a function that measures one peer; it runs when its module is there, and may fail without harm."""
    def register(function):
        def run(work):
            if importlib.util.find_spec(module) is None:
                return skip(name, "not installed")
            try:
                function(name, work)
            except Exception as error:
                skip(name, f"{type(error).__name__}: {error}")
        PEERS.append(run)
        return function
    return register


PEERS = []


class Work:
    """Pictures, labels and weights like those of the bench program: a fifth of the pixels is ink."""

    def __init__(self, folder):
        import numpy as np
        random = np.random.default_rng(37)
        shape = (TRAINING, 784)
        self.bytes = (random.integers(1, 256, shape) * (random.random(shape) < 0.19)).astype(np.uint8)
        self.floats = self.bytes.astype(np.float32) / np.float32(255)
        self.labels = random.integers(0, 2, TRAINING).astype(np.float32)
        self.singles = [self.floats[i:i + 1] for i in range(ROTATION)]
        self.batch = self.floats[:BATCH]
        self.weights = ((random.random((784, 1)) - 0.5) * 0.2).astype(np.float32)
        self.bias = np.array([0.1], np.float32)
        self.folder = folder

    def check(self, name, probabilities):
        import numpy as np
        exact = 1 / (1 + np.exp(-(self.floats[:len(probabilities)].astype(np.float64) @ self.weights + self.bias)))
        error = float(np.abs(np.asarray(probabilities).reshape(-1) - exact.reshape(-1)).max())
        if error > 1e-5:
            notes.append(f"{name}: its answers differ by {error:.2g}")

    def one_by_one(self, name, function, **options):
        def run():
            for picture in self.singles:
                function(picture)
        measure(name, "predict", run, ROTATION, **options)


@peer("numpy", "numpy")
def numpy_peer(name, work):
    import numpy as np
    weights, bias, one = work.weights[:, 0].copy(), work.bias[0], np.float32(1)
    predict = lambda x: one / (one + np.exp(-(x @ weights + bias)))
    work.check(name, predict(work.floats[:64]))
    work.one_by_one(name, predict)
    measure(name, "batch of 10,000, a picture", lambda: predict(work.batch), BATCH)

    def epoch():
        w, b = np.zeros(784, np.float32), np.float32(0)
        for start in range(0, TRAINING, 256):
            x, y = work.floats[start:start + 256], work.labels[start:start + 256]
            p = one / (one + np.exp(-(x @ w + b)))
            slope = np.where(y == 1, -one, one) * p * (one - p) / np.float32(len(x))
            w -= slope @ x
            b -= slope.sum()
    measure(name, "training epoch, batch 256", epoch, 1, unit="ms", scale=1e6)


def onnx_model(work):
    from onnx import TensorProto, helper, numpy_helper, save
    graph = helper.make_graph(
        [helper.make_node("Gemm", ["x", "w", "b"], ["z"]), helper.make_node("Sigmoid", ["z"], ["p"])], "linear",
        [helper.make_tensor_value_info("x", TensorProto.FLOAT, ["n", 784])],
        [helper.make_tensor_value_info("p", TensorProto.FLOAT, ["n", 1])],
        [numpy_helper.from_array(work.weights, "w"), numpy_helper.from_array(work.bias, "b")])
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)])
    model.ir_version = 8
    save(model, f"{work.folder}/linear.onnx")
    return f"{work.folder}/linear.onnx"


@peer("ONNX Runtime", "onnxruntime")
def onnxruntime_peer(name, work):
    import onnxruntime
    path = onnx_model(work)
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    open_model = lambda: onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])
    session = open_model()
    predict = lambda x: session.run(["p"], {"x": x})[0]
    work.check(name, predict(work.floats[:64]))
    work.one_by_one(name, predict)
    measure(name, "batch of 10,000, a picture", lambda: predict(work.batch), BATCH)
    measure(name, "open the model", open_model, 1)


def tflite_model(work):
    import flatbuffers
    import numpy as np
    from ai_edge_litert import schema_py_generated as schema

    def buffer(data=None):
        result = schema.BufferT()
        result.data = None if data is None else np.frombuffer(data.tobytes(), np.uint8)
        return result

    def tensor(name, shape, index):
        result = schema.TensorT()
        result.name, result.shape, result.buffer = name, np.array(shape, np.int32), index
        result.type = schema.TensorType.FLOAT32
        return result

    def operator(index, inputs, outputs):
        result = schema.OperatorT()
        result.opcodeIndex = index
        result.inputs, result.outputs = np.array(inputs, np.int32), np.array(outputs, np.int32)
        return result

    def code(value):
        result = schema.OperatorCodeT()
        result.builtinCode = result.deprecatedBuiltinCode = value
        result.version = 1
        return result

    graph = schema.SubGraphT()
    graph.name = "main"
    graph.tensors = [tensor("x", [1, 784], 0), tensor("w", [1, 784], 1), tensor("b", [1], 2), tensor("z", [1, 1], 0),
                     tensor("p", [1, 1], 0)]
    graph.inputs, graph.outputs = np.array([0], np.int32), np.array([4], np.int32)
    dense, logistic = operator(0, [0, 1, 2], [3]), operator(1, [3], [4])
    dense.builtinOptionsType = schema.BuiltinOptions.FullyConnectedOptions
    dense.builtinOptions = schema.FullyConnectedOptionsT()
    graph.operators = [dense, logistic]
    model = schema.ModelT()
    model.version, model.description = 3, "linear"
    model.buffers = [buffer(), buffer(work.weights.T.copy()), buffer(work.bias)]
    model.operatorCodes = [code(schema.BuiltinOperator.FULLY_CONNECTED), code(schema.BuiltinOperator.LOGISTIC)]
    model.subgraphs = [graph]
    builder = flatbuffers.Builder(8192)
    builder.Finish(model.Pack(builder), b"TFL3")
    path = f"{work.folder}/linear.tflite"
    with open(path, "wb") as file:
        file.write(bytes(builder.Output()))
    return path


@peer("LiteRT", "ai_edge_litert")
def litert_peer(name, work):
    from ai_edge_litert.interpreter import Interpreter
    path = tflite_model(work)

    def open_model():
        interpreter = Interpreter(path, num_threads=1)
        interpreter.allocate_tensors()
        return interpreter
    interpreter = open_model()
    source, target = interpreter.get_input_details()[0]["index"], interpreter.get_output_details()[0]["index"]

    def predict(x):
        interpreter.set_tensor(source, x)
        interpreter.invoke()
        return interpreter.get_tensor(target)
    work.check(name, predict(work.singles[0]))
    work.one_by_one(name, predict)
    measure(name, "open the model", open_model, 1)
    interpreter.resize_tensor_input(source, [BATCH, 784])
    interpreter.allocate_tensors()
    measure(name, "batch of 10,000, a picture", lambda: predict(work.batch), BATCH)


@peer("PyTorch", "torch")
def torch_peer(name, work):
    import torch
    torch.set_num_threads(1)
    weights, bias = torch.from_numpy(work.weights), torch.from_numpy(work.bias)
    layer = torch.nn.Sequential(torch.nn.Linear(784, 1), torch.nn.Sigmoid())
    layer[0].weight.data, layer[0].bias.data = weights.T.contiguous(), bias
    singles = [torch.from_numpy(x) for x in work.singles]
    batch = torch.from_numpy(work.batch)
    with torch.inference_mode():
        work.check(name, layer(batch[:64]))

        def run():
            for picture in singles:
                layer(picture)
        measure(name, "predict", run, ROTATION)
        measure(name, "batch of 10,000, a picture", lambda: layer(batch), BATCH)
    pixels, labels = torch.from_numpy(work.floats), torch.from_numpy(work.labels).unsqueeze(1)

    def epoch():
        w, b = torch.zeros(784, 1).requires_grad_(), torch.zeros(1).requires_grad_()
        for start in range(0, TRAINING, 256):
            x, y = pixels[start:start + 256], labels[start:start + 256]
            p = (x @ w + b).sigmoid()
            torch.where(y == 1, 1 - p, p).mean().backward()
            with torch.no_grad():
                w -= w.grad
                b -= b.grad
                w.grad.zero_()
                b.grad.zero_()
    # Autograd works on a thread of its own.
    measure(name, "training epoch, batch 256", epoch, 1, 7, "ms", 1e6, time.process_time_ns)


def measure_c(name, what, work, source, call, include=()):
    """Compiles generated C with cc and measures `call`, an expression of `float *x`, over the pictures."""
    program = f"{work.folder}/{name}"
    with open(program + ".c", "w") as file:
        file.write("#include <stdio.h>\n#include <stdlib.h>\n#include <time.h>\n#include <math.h>\n" + source + f"""
static double now(void) {{
    struct timespec t;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return t.tv_sec * 1e9 + t.tv_nsec;
}}
int main(void) {{
    static float pixels[{ROTATION} * 784];
    if (fread(pixels, 4, {ROTATION} * 784, stdin) != {ROTATION} * 784) return 1;
    volatile float sink = 0;
    for (int r = 0; r < 12; r++) {{
        double start = now();
        for (int i = 0; i < {ROTATION}; i++) {{ float *x = pixels + i * 784; sink = {call}; }}
        printf("%g\\n", (now() - start) / {ROTATION});
    }}
    return sink > 2;
}}
""")
    subprocess.run(["cc", "-O3", "-w", *(f"-I{folder}" for folder in include), program + ".c", "-o", program, "-lm"],
                   check=True)
    answer = subprocess.run([program], input=work.singles[0].base[:ROTATION].tobytes(), capture_output=True, check=True)
    times = [float(line) for line in answer.stdout.split()][1:]
    rows.append({"peer": name, "what": what, "median": statistics.median(times), "fastest": min(times), "unit": "ns"})


@peer("emlearn", "emlearn")
def emlearn_peer(name, work):
    import emlearn
    import numpy as np
    from emlearn import net
    # emlearn has no bare linear model: an identity layer of one, then a logistic layer of one.
    # The wrapper leaves files in ./tmp.
    with contextlib.chdir(work.folder):
        net.Wrapper(["identity", "logistic"], [work.weights, np.ones((1, 1))], [work.bias, np.zeros(1)],
                    classifier="loadable").save(name="linear", file=f"{work.folder}/emlearn_linear.h")
    source = """#include "emlearn_linear.h"
static float predict(const float *x) {
    float out[2];
    return eml_net_predict_proba(&linear, x, 784, out, 2) ? -1 : out[1];
}
"""
    measure_c(name, "predict", work, source, "predict(x)", [os.path.dirname(emlearn.__file__), work.folder])


@peer("m2cgen", "m2cgen")
def m2cgen_peer(name, work):
    import m2cgen
    import numpy as np
    from sklearn.linear_model import LogisticRegression
    model = LogisticRegression()
    model.classes_, model.n_features_in_ = np.array([0, 1]), 784
    model.coef_, model.intercept_ = work.weights.T.astype(float), work.bias.astype(float)
    # It recurses once a feature.
    sys.setrecursionlimit(200_000)
    threading.stack_size(512 << 20)
    code = []
    thread = threading.Thread(target=lambda: code.append(m2cgen.export_to_c(model)))
    thread.start()
    thread.join()
    source = code[0] + """
static float predict(const float *x) {
    double pixels[784];
    for (int i = 0; i < 784; i++) pixels[i] = x[i];
    return 1 / (1 + exp(-score(pixels)));
}
"""
    measure_c(name, "predict", work, source, "predict(x)")


NOTEBOOK = r"""
import sys, time
clocks = lambda: (time.perf_counter(), time.process_time())
start = clocks()
import torch
from PIL import Image
from pathlib import Path
import numpy as np
from torch.utils.data import DataLoader
imported = clocks()
torch.manual_seed(37)
path = Path(sys.argv[1])
def read(part, digit):
    return torch.stack([torch.tensor(np.array(Image.open(f))) for f in sorted((path / part / digit).iterdir())]).float() / 255
def part(name):
    threes, sevens = read(name, '3'), read(name, '7')
    x = torch.cat([threes, sevens]).view(-1, 784)
    return list(zip(x, torch.tensor([1] * len(threes) + [0] * len(sevens)).unsqueeze(1)))
training, validation = part('train'), part('valid')
loader, check = DataLoader(training, batch_size=256, shuffle=True), DataLoader(validation, batch_size=256)
w, b = torch.randn(784, 1).requires_grad_(), torch.randn(1).requires_grad_()
def accuracy(x, y): return ((x > 0.5) == y).float().mean()
for epoch in range(10):
    for x, y in loader:
        p = (x @ w + b).sigmoid()
        torch.where(y == 1, 1 - p, p).mean().backward()
        for q in (w, b):
            q.data -= q.grad
            q.grad.zero_()
    result = torch.stack([accuracy((x @ w + b).sigmoid(), y) for x, y in check]).mean().item()
torch.save((w, b), sys.argv[2])
end = clocks()
print(end[0] - imported[0], end[1] - imported[1], end[0] - start[0], end[1] - start[1], result)
"""


def whole_trainings(data, trainer, folder):
    """The notebook's way (Pillow, a list of tuples, DataLoader, autograd) and the trainer, in turn."""
    if not data:
        return skip("whole training", "--data names no folder")
    if not trainer:
        return skip("whole training", "--trainer names no program")
    if importlib.util.find_spec("torch") is None or importlib.util.find_spec("PIL") is None:
        return skip("whole training", "torch or pillow not installed")
    notebook, ours = [], []
    for _ in range(3):
        answer = subprocess.run([sys.executable, "-c", NOTEBOOK, data, f"{folder}/notebook.pt"], capture_output=True,
                                text=True, check=True)
        notebook.append([float(word) for word in answer.stdout.split()])
        for _ in range(3):
            start = time.perf_counter()
            process = subprocess.Popen([trainer, "--data", data, "--loss", "mnist", "--lr", "1", "--epochs", "10",
                                        "--output", f"{folder}/ours.m37", "--quiet"])
            _, status, used = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
            if process.returncode:
                return skip("whole training", f"{trainer} exited with {process.returncode}")
            ours.append((time.perf_counter() - start, used.ru_utime + used.ru_stime))
    # Wall time is what a user waits; on a machine that others use as well, processor time is the fairer comparison.
    for what, first, second in (("on the wall", 0, 2), ("processor time", 1, 3)):
        for name, seconds in (("trainer, verifying too", [run[first] for run in ours]),
                              ("notebook's way, PyTorch", [run[first] for run in notebook]),
                              ("the same with its imports", [run[second] for run in notebook])):
            rows.append({"peer": name, "what": f"read 14,434 PNGs, 10 epochs, validate each, write: {what}", "unit": "ms",
                         "median": statistics.median(seconds) * 1e3, "fastest": min(seconds) * 1e3})


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--data", default=os.environ.get("MNIST37_DATA"))
    parser.add_argument("--trainer")
    parser.add_argument("--bench", required=True)
    parser.add_argument("--json", action="store_true")
    arguments = parser.parse_args()
    if importlib.util.find_spec("numpy") is None:
        sys.exit("peers.py: numpy is needed for the made-up pictures; `make bench-peers` installs it")
    with tempfile.TemporaryDirectory() as folder:
        work = Work(folder)
        measure_library(shlex.split(arguments.bench))
        for run in PEERS:
            run(work)
        whole_trainings(arguments.data, arguments.trainer, folder)
    for row in rows:
        # The first one of its kind is ours.
        ours = next(other for other in rows if other["what"] == row["what"])
        row["ratio"] = row["median"] / ours["median"]
    if arguments.json:
        return print(json.dumps({"rows": rows, "notes": notes}, indent=1))
    for what in dict.fromkeys(row["what"] for row in rows):
        print(what)
        for row in (row for row in rows if row["what"] == what):
            print(f"  {row['peer']:28}{row['median']:14,.1f} {row['unit']}   min {row['fastest']:12,.1f}   x {row['ratio']:8.2f}")
    for note in notes:
        print(note)


if __name__ == "__main__":
    main()
