#!/bin/sh
# A model goes in from PyTorch and out to ONNX, by the real ones: imported, compared, and run on a Cortex-M4F under QEMU.
#   torch.sh TRAINER
# Called by `make check-torch`, which sets MAKE and WHEELS. With MNIST37_DATA it trains the notebook's line on the notebook's
# data, else on the digits of the package.
set -eu
check=check-torch
. Tests/Python/environment.sh
# PyTorch without a GPU is 190 MB, with one ten times that: only the version without is asked for.
with_wheel .venv-torch --no-compile torch==2.13.0+cpu onnx onnxruntime nbclient ipykernel || exit 0
rm -rf build/torch
mkdir -p build/torch
.venv-torch/bin/python Tests/Python/torch_test.py "$1"
if [ -n "${MNIST37_DATA:-}" ]; then
    logged build/torch/notebook.log .venv-torch/bin/python Tests/Python/notebook_test.py
    tail -n 1 build/torch/notebook.log
else
    skipped "examples/python/notebook.ipynb" "MNIST37_DATA names no data"
fi

"$1" export build/torch/line.m37 --c build/torch/weights.h --name weights >/dev/null
. mk/cores.sh
# shellcheck disable=SC2046 # words
has_tools "the imported line on a Cortex-M4F" $(tools_of cortex-m4f) || exit 0
"$MAKE" -s build/torch/cortex-m4f
# shellcheck disable=SC2046 # words; semihosting writes to stderr
timeout 60 $(emulator cortex-m4f) build/torch/cortex-m4f >build/torch/cortex-m4f.txt 2>&1 </dev/null
.venv-torch/bin/python Tests/Python/firmware_answers.py build/torch/line.m37 build/torch/line.npy build/torch/cortex-m4f.txt
