# The wheel, and what is tested with it. Python packages go into virtual environments of their own.

WHEELS ?= build/wheel

.PHONY: wheel check-wheel check-torch check-spark

# The same commit gives the same bytes.
wheel: lib .venv-wheel/installed ## build/wheel: the package for Python, with libmnist37 and the weights inside, and its sdist
	@rm -rf '$(WHEELS)'
	@MNIST37_LIBRARY='$(CURDIR)/build/lib/libmnist37.so' .venv-wheel/bin/python -m build --no-isolation \
	    --outdir '$(WHEELS)' python >build/wheel.log 2>&1 || { cat build/wheel.log >&2; exit 1; }
	@for file in '$(WHEELS)'/*; do echo "$$file: $$(stat -c %s "$$file") bytes"; done

.venv-wheel/installed: mk/python.mk
	@python3 -m venv .venv-wheel
	@.venv-wheel/bin/pip install --quiet build hatchling mypy numpy pillow
	@touch $@

# For who wants the wheel and no test of it: make test has run check-wheel before.
build/venv-wheel/installed:
	@MAKE='$(MAKE)' WHEELS='$(WHEELS)' Tests/Python/wheel.sh

check-wheel: lib ## installs the wheel in a fresh environment; every bit of the conformance set, every kind of picture and of error
	@MAKE='$(MAKE)' WHEELS='$(WHEELS)' Tests/Python/wheel.sh

check-torch: lib ## models of PyTorch come in, to the Cortex-M4F under QEMU, and models go out to ONNX Runtime, in .venv-torch
	@$(SWIFT_BUILD) --product trainer
	@MAKE='$(MAKE)' WHEELS='$(WHEELS)' Tests/Python/torch.sh "$$($(SWIFT_BUILD) --show-bin-path)/trainer"

# The firmware with the imported line, whose weights.h torch.sh exports.
build/torch/cortex-m4f: build/dist/cortex-m4f/libmnist37.a build/torch/weights.h $(PROGRAM_FILES)
	$(call program,cortex-m4f,-Ibuild/torch $(FIRMWARE)/main.c)

check-spark: lib ## examples/spark by the real PySpark and Java: the bits of plain Python, in .venv-spark
	@MAKE='$(MAKE)' WHEELS='$(WHEELS)' Tests/Python/spark.sh
