# The benchmarks. `make bench` measures the library beside C baselines that it compiles on the spot with $(CC);
# `make bench-peers` adds the Python peers, in a virtual environment of their own.

BENCH_BUILD := build/bench
BASELINES := $(BENCH_BUILD)/libbaselines.so
SWIFT ?= swift

$(BENCH_BUILD)/plain-%.o: Benchmarks/Baselines/plain.c Benchmarks/Baselines/baselines.h
	@mkdir -p $(BENCH_BUILD)
	$(CC) -fPIC $(PLAIN_FLAGS) -DSET=$(PLAIN_SET) -DNAME='"C $(PLAIN_FLAGS)"' -DFLAGS='"$(PLAIN_FLAGS)"' -c $< -o $@

$(BENCH_BUILD)/plain-O3.o: PLAIN_FLAGS = -O3
$(BENCH_BUILD)/plain-O3.o: PLAIN_SET = plain
$(BENCH_BUILD)/plain-fast.o: PLAIN_FLAGS = -O3 -ffast-math
$(BENCH_BUILD)/plain-fast.o: PLAIN_SET = plain_fast
$(BENCH_BUILD)/plain-native.o: PLAIN_FLAGS = -O3 -ffast-math -march=native
$(BENCH_BUILD)/plain-native.o: PLAIN_SET = plain_native

LIMIT_HEADERS := $(addprefix Benchmarks/Baselines/, baselines.h limit.h limit_network.h)
LIMIT_FLAGS := -O3 -mavx2 -mfma
$(BENCH_BUILD)/limit.o: Benchmarks/Baselines/limit.c $(LIMIT_HEADERS)
	@mkdir -p $(BENCH_BUILD)
	$(CC) -fPIC $(LIMIT_FLAGS) -DFLAGS='"intrinsics, $(LIMIT_FLAGS)"' -c $< -o $@

$(BENCH_BUILD)/rule.o: Benchmarks/Baselines/rule.c $(LIMIT_HEADERS)
	@mkdir -p $(BENCH_BUILD)
	$(CC) -fPIC $(LIMIT_FLAGS) -ffp-contract=off -c $< -o $@

$(BENCH_BUILD)/blas.o: Benchmarks/Baselines/blas.c Benchmarks/Baselines/baselines.h
	@mkdir -p $(BENCH_BUILD)
	$(CC) -fPIC -O3 -c $< -o $@

$(BASELINES): $(addprefix $(BENCH_BUILD)/, plain-O3.o plain-fast.o plain-native.o limit.o rule.o blas.o)
	$(CC) -shared -o $@ $^ -ldl -lm

BENCH_RUN := $(SWIFT) build --quiet -c release --package-path Benchmarks --scratch-path .build-bench
BENCH_PROGRAM = $$($(BENCH_RUN) --show-bin-path)/bench
BENCH_OPTIONS := --baselines $(BASELINES) --weights Sources/classify/Weights
BENCH = "$(BENCH_PROGRAM)" $(BENCH_OPTIONS)

# PyTorch without a GPU is 190 MB, with one ten times that: only the version without is asked for, which PyTorch's own
# package index has.
.venv-peers/installed: mk/bench.mk
	@python3 -m venv .venv-peers
	@.venv-peers/bin/pip install --quiet numpy onnx onnxruntime ai-edge-litert emlearn m2cgen scikit-learn pillow
	@.venv-peers/bin/pip install --quiet 'torch==2.13.0+cpu' \
	    || echo "bench-peers: no PyTorch: name the index of its CPU versions in PIP_EXTRA_INDEX_URL, and try again"
	@touch $@
