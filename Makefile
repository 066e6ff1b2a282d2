# What C people type. `make` builds build/lib/libmnist37.so; `make help` lists the rest.

SHELL = /bin/sh
CC ?= cc
prefix ?= /usr/local
DESTDIR ?=

# The tools and their tests; -c release is for the library that ships and for benchmarks.
SWIFT_BUILD = swift build --quiet
RUNTIME_BUILD = swift build --quiet -c release --package-path Sources/Runtime --scratch-path .build-runtime
VERSION = $(shell sed -n 's/^.define MNIST37_VERSION_\(MAJOR\|MINOR\|PATCH\) //p' include/mnist37.h | paste -sd.)
SONAME = libmnist37.so.$(firstword $(subst ., ,$(VERSION)))

.DEFAULT_GOAL = all
.PHONY: all help lib run test format-check install uninstall clean dependencies
.PHONY: check-allocations check-open check-baseline conformance size firmware instructions dist-static web fuzz
.PHONY: bench bench-plot bench-peers

# How the files are made that the targets below need.
include mk/checks.mk
include mk/targets.mk
include mk/bench.mk
include mk/fuzz.mk
include mk/docs.mk

all: lib ## build the shared library

help: ## list the targets
	@sed -n 's/^\([a-z][a-z-]*\):[^#]*## \(.*\)/  make \1|\2/p' $(MAKEFILE_LIST) | column -t -s '|'

dependencies:
	@Scripts/install-dependencies.sh

lib: ## build/lib/libmnist37.so, by Embedded Swift
	@$(RUNTIME_BUILD) --product mnist37 -Xlinker -soname=$(SONAME)
	@mkdir -p build/lib
	@install -m 755 "$$($(RUNTIME_BUILD) --show-bin-path)/libmnist37.so" build/lib/libmnist37.so.$(VERSION)
	@ln -sf libmnist37.so.$(VERSION) build/lib/$(SONAME)
	@ln -sf libmnist37.so.$(VERSION) build/lib/libmnist37.so
	@echo "build/lib/libmnist37.so: $$(stat -Lc %s build/lib/libmnist37.so) bytes"

build/predict: examples/c/predict.c include/mnist37.h lib
	@$(CC) -O2 -I include $< -L build/lib -lmnist37 -Wl,-rpath,'$$ORIGIN/lib' -o $@

run: dependencies lib build/predict ## train on the carried digits, export, classify a sample from Swift and from C
	@$(SWIFT_BUILD)
	swift run --skip-build trainer --output build/trained.m37
	swift run --skip-build classify --weights build/trained.m37 --save-floats build/three.f32 examples/digits/three.png
	build/predict build/trained.m37 build/three.f32

test: dependencies lib ## every test; what cannot run here says "skipped" and why
	swift test --disable-xctest
	@$(MAKE) --no-print-directory format-check check-allocations check-open check-baseline conformance size firmware \
	    dist-static web

check-allocations: build/exercise build/allocations.so ## nothing but open and close takes memory
	@for file in $(EXERCISE_FILES); do LD_PRELOAD=build/allocations.so build/exercise $$file >/dev/null || exit 1; done

check-open: build/open ## who gives memory back, and calls that signals interrupt
	@build/open Tests/Golden/v1-conv-f32.m37

# A function compiled for AVX2 that slips into the path of an older processor dies here with an illegal instruction.
NEHALEM = qemu-x86_64 -cpu Nehalem
TRAINER = "$$($(SWIFT_BUILD) --show-bin-path)/trainer" --model linear --epochs 2 --quiet --output

check-baseline: build/exercise ## the same bits on a processor without AVX2, under QEMU: predicted and trained
	@if command -v qemu-x86_64 >/dev/null; then \
	    for file in $(EXERCISE_FILES); do \
	        build/exercise $$file >build/native.txt && \
	        $(NEHALEM) build/exercise $$file >build/nehalem.txt && \
	        cmp build/native.txt build/nehalem.txt || exit 1; \
	    done; \
	    $(SWIFT_BUILD) --product trainer && \
	    $(TRAINER) build/native.m37 && \
	    $(NEHALEM) $(TRAINER) build/nehalem.m37 && \
	    cmp build/native.m37 build/nehalem.m37 || exit 1; \
	    echo "check-baseline: the same bits with and without AVX2"; \
	else echo "check-baseline: skipped, there is no qemu-x86_64 (Debian: qemu-user)"; fi

conformance: ## the same bits on every target: a table target x predictions x mismatches
	@MAKE='$(MAKE)' LLVM='$(LLVM)' sh $(CONFORMANCE)/run.sh

size: ## flash, RAM and stack on each core, against Tests/Budgets/size.txt
	@MAKE='$(MAKE)' sh $(BUDGETS)/size.sh

instructions: ## instructions of one prediction on each core, counted by QEMU
	@MAKE='$(MAKE)' sh $(BUDGETS)/instructions.sh $(CONFORMANCE_WEIGHTS)

firmware: ## build the microcontroller examples and run them under QEMU
	@MAKE='$(MAKE)' sh $(FIRMWARE)/run.sh

dist-static: ## libmnist37.a for each core in build/dist, linked into C, C++ and Swift programs
	@MAKE='$(MAKE)' LLVM='$(LLVM)' SWIFTC='$(SWIFTC)' sh Tests/Dist/run.sh

web: build/dist/wasm32/mnist37.wasm build/dist/x86_64/libmnist37.a ## the example for a browser in build/web, checked with node
	@mkdir -p build/web
	@cp examples/web/index.html examples/web/mnist37.js build/dist/wasm32/mnist37.wasm build/web
	@cp $(WEB_WEIGHTS) build/web/mnist37.m37
	@if command -v node >/dev/null; then \
	    $(CC) -Iinclude Tests/Dist/program.c build/dist/x86_64/libmnist37.a -o build/web-expected && \
	    node examples/web/test.mjs build/web "$$(build/web-expected build/web/mnist37.m37 | cut -d ' ' -f 2)"; \
	else echo "web: test skipped: no node"; fi
	@echo "build/web is ready: python3 -m http.server --directory build/web"

fuzz: build/fuzz-model ## libFuzzer with the address sanitizer, for FUZZ_SECONDS (60)
	@mkdir -p build/fuzz-corpus
	@cp Tests/Golden/*.m37 build/fuzz-corpus
	build/fuzz-model -max_len=16384 -max_total_time=$(FUZZ_SECONDS) -print_final_stats=1 build/fuzz-corpus

bench: $(BASELINES) ## the library beside C baselines, in turn in one run; BENCH_ARGUMENTS="--json" or "--only WORD"
	@$(BENCH_RUN)
	@$(BENCH) $(BENCH_ARGUMENTS)

bench-plot: $(BASELINES) ## docs/benchmarks.svg: how the cost grows with the number of pictures
	@$(BENCH_RUN)
	@$(BENCH) --plot docs/benchmarks.svg

bench-peers: .venv-peers/installed $(BASELINES) ## the library beside Python peers, in .venv-peers; MNIST37_DATA names the notebook's data
	@$(BENCH_RUN)
	@$(SWIFT_BUILD) -c release --scratch-path .build-release --product trainer
	@.venv-peers/bin/python Benchmarks/peers.py --bench "'$(BENCH_PROGRAM)' $(BENCH_OPTIONS)" \
	    $(if $(MNIST37_DATA),--data $(MNIST37_DATA)) --trainer .build-release/release/trainer $(BENCH_ARGUMENTS)

install: lib ## the library, the header and the pkg-config file, below $(prefix)
	install -d $(DESTDIR)$(prefix)/lib/pkgconfig $(DESTDIR)$(prefix)/include $(DESTDIR)$(prefix)/share/mnist37
	install -m 755 build/lib/libmnist37.so.$(VERSION) $(DESTDIR)$(prefix)/lib
	ln -sf libmnist37.so.$(VERSION) $(DESTDIR)$(prefix)/lib/$(SONAME)
	ln -sf $(SONAME) $(DESTDIR)$(prefix)/lib/libmnist37.so
	install -m 644 include/mnist37.h $(DESTDIR)$(prefix)/include
	install -m 644 Sources/classify/Weights/*.m37 $(DESTDIR)$(prefix)/share/mnist37
	printf 'prefix=%s\n\nName: mnist37\nDescription: tells handwritten threes from sevens\nVersion: %s\nCflags: -I$${prefix}/include\nLibs: -L$${prefix}/lib -lmnist37\n' \
	    '$(prefix)' '$(VERSION)' > $(DESTDIR)$(prefix)/lib/pkgconfig/mnist37.pc

uninstall: ## what install put there
	rm -f $(DESTDIR)$(prefix)/lib/libmnist37.so* $(DESTDIR)$(prefix)/include/mnist37.h
	rm -f $(DESTDIR)$(prefix)/lib/pkgconfig/mnist37.pc
	rm -rf $(DESTDIR)$(prefix)/share/mnist37

format-check: ## whether the Swift sources are formatted
	@swift format lint --strict --recursive --parallel Package.swift Sources Tests Benchmarks

clean: ## everything that make built
	rm -rf build .build-runtime
