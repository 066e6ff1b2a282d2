# What C people type. `make` builds the library and the tools, `make lib` libmnist37.so alone; `make help` lists the rest.

SHELL = /bin/sh
CC ?= cc

# The tools and their tests; -c release is for the library that ships and for benchmarks.
SWIFT_BUILD = swift build --quiet
RUNTIME_BUILD = swift build --quiet -c release --package-path Sources/Runtime --scratch-path .build-runtime
VERSION = $(shell sed -n 's/^.define MNIST37_VERSION_\(MAJOR\|MINOR\|PATCH\) //p' include/mnist37.h | paste -sd.)
SONAME = libmnist37.so.$(firstword $(subst ., ,$(VERSION)))

.DEFAULT_GOAL = all
.PHONY: all help lib run test format-check clean dependencies
.PHONY: install install-library install-tools install-list uninstall dist deb
.PHONY: check-allocations check-open check-baseline check-pgm check-same-picture check-skips check-clean check-your-own conformance size firmware your-own instructions dist-static web check-web web-pictures fuzz
.PHONY: bench bench-plot bench-peers check-bench

# How the files are made that the targets below need.
include mk/checks.mk
include mk/cores.mk
include mk/targets.mk
include mk/programs.mk
include mk/bench.mk
include mk/abi.mk
include mk/torture.mk
include mk/fuzz.mk
include mk/faults.mk
include mk/sanitizers.mk
include mk/docs.mk
include mk/models.mk
include mk/install.mk
include mk/dist.mk
include mk/python.mk
include mk/swift.mk

all: lib static tools ## everything that make install installs

help: ## list the targets
	@sed -n 's/^\([a-z][a-z-]*\):[^#]*## \(.*\)/  make \1|\2/p' $(MAKEFILE_LIST) | column -t -s '|'

dependencies:
	@Scripts/install-dependencies.sh

lib: ## build/lib/libmnist37.so, by Embedded Swift
	@$(RUNTIME_BUILD) --product mnist37 -Xlinker -soname=$(SONAME) -Xlinker --build-id=none
	@mkdir -p build/lib
	@# The same bytes in whatever folder: Swift's hashes of modules, for debuggers, know the folder.
	@# Programs may be running with it: only another library replaces it.
	@built=build/lib/built-$$$$; kept=build/lib/libmnist37.so.$(VERSION); \
	    $(LLVM)llvm-objcopy --remove-section=.swift_modhash "$$($(RUNTIME_BUILD) --show-bin-path)/libmnist37.so" $$built && \
	    { cmp -s $$built $$kept || install -m 755 $$built $$kept; }; status=$$?; rm -f $$built; exit $$status
	@for link in build/lib/$(SONAME) build/lib/libmnist37.so; do \
	    [ "$$(readlink $$link)" = libmnist37.so.$(VERSION) ] || ln -sf libmnist37.so.$(VERSION) $$link; \
	done
	@echo "build/lib/libmnist37.so: $$(stat -Lc %s build/lib/libmnist37.so) bytes"

linked = @$(CC) -O2 -I include $< -L build/lib -lmnist37 -Wl,-rpath,'$$ORIGIN/lib' -o $@
build/predict build/classify_pgm: build/%: examples/c/%.c include/mnist37.h lib
	$(linked)

run: dependencies lib build/predict ## train on the carried digits, export, classify a sample from Swift and from C
	@$(SWIFT_BUILD)
	swift run --skip-build trainer --output build/trained.m37
	swift run --skip-build classify --weights build/trained.m37 --save-floats build/three.f32 examples/digits/three.png
	build/predict build/trained.m37 build/three.f32

install: ## what make built: the library, its pkg-config and CMake files, weights, tools, man pages, completions
	@packaging/install.sh install library tools common

install-library: ## the same without the tools
	@packaging/install.sh install library common

install-tools: ## the tools, with what they need
	@packaging/install.sh install tools common

install-list: ## the files that make install puts there
	@packaging/install.sh list library tools common

uninstall: ## removes these files, and no other, and the folders that are then empty
	@packaging/install.sh uninstall library tools common

dist: dist-files ## build/release: archives of the source, of the library for people without Swift, and of the tools
	@RELEASE='$(RELEASE)' RELEASE_TOOLS='$(RELEASE_TOOLS)' LLVM='$(LLVM)' packaging/dist.sh

deb: lib static tools ## build/release: libmnist37-1, libmnist37-dev, mnist37-tools and mnist37-data for Debian
	@RELEASE='$(RELEASE)' packaging/deb.sh

# What did not run is in this file, a line each; it is listed at the end, and with STRICT=1 it is a failure.
SKIPPED_FILE = $(CURDIR)/build/skipped

# These need libmnist37 and the cross compilers, but not the tools: they run while the Swift tests are built and run.
BESIDE_SWIFT = conformance torture-short fuzz-short sanitizers size instructions dist-static check-abi web check-web docs-check check-allocations check-open check-pgm check-wheel check-swift-as-c

test: dependencies lib ## every test, and at the end a list of what was skipped and why; with STRICT=1 none may be
	@: >'$(SKIPPED_FILE)'
	@SKIPPED_FILE='$(SKIPPED_FILE)' MAKE='$(MAKE)' Tests/beside.sh $(BESIDE_SWIFT)
	@SKIPPED_FILE='$(SKIPPED_FILE)' $(MAKE) --no-print-directory format-check check-baseline faults-short firmware check-same-picture \
	    check-torch check-spark check-bench check-your-own check-skips check-install check-hardening check-dist check-deb \
	    TOOLS_CONFIGURATION=debug
	@Tests/list-skipped.sh '$(SKIPPED_FILE)'

check-allocations: build/exercise build/allocations.so ## nothing but open and close takes memory
	@for file in $(EXERCISE_FILES); do LD_PRELOAD=build/allocations.so build/exercise $$file >/dev/null || exit 1; done

check-open: build/open ## who gives memory back, and calls that signals interrupt
	@build/open Tests/Golden/v1-conv-f32.m37

check-baseline: build/exercise ## the same bits on a processor without AVX2, under QEMU: predicted and trained
	@$(SWIFT_BUILD) --product trainer
	@Tests/Checks/baseline.sh "$$($(SWIFT_BUILD) --show-bin-path)/trainer" $(EXERCISE_FILES)

check-skips: ## whether every skipped test is listed, and forbidden with STRICT=1
	@sh Tests/Checks/skips.sh

check-pgm: build/classify_pgm ## the example that frames a PGM: every spelling of a header, and a clear error for everything else
	@python3 Tests/Checks/pgm_example.py build/classify_pgm Sources/classify/Weights/mnist37.m37

check-same-picture: check-swift-package build/classify_pgm build/dist/wasm32/mnist37.wasm build/venv-wheel/installed ## the same bits from C, Swift, classify, Python, node and firmware
	@$(SWIFT_BUILD) --product classify
	@MAKE='$(MAKE)' python3 Tests/Checks/same_picture.py "$$($(SWIFT_BUILD) --show-bin-path)/classify" $(FIRMWARE_WEIGHTS)

conformance: ## the same bits on every target: a table target x predictions x mismatches
	@MAKE='$(MAKE)' LLVM='$(LLVM)' Tests/table.sh conformance sh $(CONFORMANCE)/run.sh

size: ## flash, RAM and stack on each core, against Tests/Budgets/size.txt
	@MAKE='$(MAKE)' Tests/table.sh size sh $(BUDGETS)/size.sh

instructions: ## instructions of one prediction on each core, counted by QEMU
	@MAKE='$(MAKE)' Tests/table.sh instructions sh $(BUDGETS)/instructions.sh $(INSTRUCTION_WEIGHTS)

firmware: ## build the microcontroller examples and run them under QEMU
	@MAKE='$(MAKE)' sh $(FIRMWARE)/run.sh

your-own: ## a model of your own, in YOUR_OWN=build/your-own, on this machine and under QEMU
	@MAKE='$(MAKE)' sh $(FIRMWARE)/run.sh $(YOUR_OWN)

check-your-own: ## examples/your-own as its page has it, and two other digits
	@MAKE='$(MAKE)' python3 Tests/Checks/your_own.py

dist-static: ## libmnist37.a for each core in build/dist, linked into C, C++ and Swift programs
	@MAKE='$(MAKE)' LLVM='$(LLVM)' SWIFTC='$(SWIFTC)' Tests/table.sh dist-static sh Tests/Dist/run.sh

web: build/web/index.html build/web-frame build/dist/x86_64/libmnist37.a ## the page for a browser, one file, build/web/index.html
	@cp examples/web/mnist37.js build/dist/wasm32/mnist37.wasm build/web
	@cp $(WEB_WEIGHTS) build/web/mnist37.m37
	@if command -v node >/dev/null; then \
	    $(CC) -Iinclude Tests/Dist/program.c build/dist/x86_64/libmnist37.a -o build/web-expected && \
	    node examples/web/test.mjs build/web "$$(build/web-expected build/web/mnist37.m37 | cut -d ' ' -f 2)" \
	        build/web-frame; \
	else . Tests/skipped.sh; skipped web "no node"; fi
	@echo "build/web/index.html is ready: open it, or python3 -m http.server --directory build/web"

check-web: build/web/index.html build/web-frame ## the page in Chromium: pointers, keys, pictures, bits, accessibility; ONLY=WORD for some
	@sh Tests/Web/check.sh build/web $(WEB_NETWORK) build/web-frame $(ONLY)

web-pictures: build/web/index.html ## docs/web/*.webp, the pictures of docs/web.md, by Chromium
	@node Tests/Web/screenshots.mjs build/web docs/web

torture: build/torture ## millions of damaged files and odd pictures, under the address sanitizer with every kernel: a table
	@Tests/table.sh torture build/torture $(TORTURE_PROCESSES) $(TORTURED)
	$(torture_page)

fuzz: $(patsubst %,run-fuzz-%,$(FUZZ_C) $(FUZZ_SWIFT)) ## libFuzzer for FUZZ_SECONDS (60) on each of the targets in Tests/Fuzz; findings in build/findings

terminal-picture: ## docs/terminal.svg, the picture of the README: photographs, and what classify --show prints about them
	@$(SWIFT_BUILD) --product classify
	@python3 Tests/Pictures/terminal_picture.py $(TOOL_FOLDER)/classify docs/terminal.svg

model-figures: model-trainer .venv-digits/installed ## trains ten seeds of every model and writes the tables of docs/models.md
	@$(MODEL_FIGURES)
	@$(SWIFT_BUILD) --product classify
	@.venv-digits/bin/python Tests/Pictures/other_handwriting.py --table $(TOOL_FOLDER)/classify build/other-handwriting \
	    $(OTHER_WEIGHTS) $(UNCALIBRATED) > build/tables/other-handwriting.md
	@$(MAKE) --no-print-directory known > /dev/null
	@python3 Scripts/docs-tables.py write build/tables docs/models.md

bench: $(BASELINES) ## the library beside C baselines, in turn in one run; BENCH_ARGUMENTS="--json" or "--only WORD"
	@$(BENCH_RUN)
	@$(BENCH) $(BENCH_ARGUMENTS)

check-bench: ## whether the benchmarks run, and all contestants of the networks agree
	@if [ "$$(uname -m)" = x86_64 ]; then \
	    $(MAKE) -s --no-print-directory bench BENCH_ARGUMENTS='--only network' >build/bench.log 2>&1 || { cat build/bench.log >&2; exit 1; }; \
	else . Tests/skipped.sh; skipped check-bench "the limits are written for x86-64"; fi

bench-plot: $(BASELINES) ## docs/benchmarks.svg: how the cost grows with the number of pictures
	@$(BENCH_RUN)
	@$(BENCH) --plot docs/benchmarks.svg

bench-peers: .venv-peers/installed $(BASELINES) ## the library beside Python peers, in .venv-peers; MNIST37_DATA names the notebook's data
	@$(BENCH_RUN)
	@$(SWIFT_BUILD) -c release --scratch-path .build-release --product trainer
	@.venv-peers/bin/python Benchmarks/peers.py --bench "'$(BENCH_PROGRAM)' $(BENCH_OPTIONS)" \
	    $(if $(MNIST37_DATA),--data $(MNIST37_DATA)) --trainer .build-release/release/trainer $(BENCH_ARGUMENTS)

format-check: ## whether the Swift sources are formatted
	@swift format lint --strict --recursive --parallel Package.swift Sources Tests Benchmarks packaging examples

# Swift's own folder and notes, what a release and the parts of mk/ build in folders of their own, and what Python keeps.
BUILT := build .build .build-runtime .build-release .build-bench .venv-peers .venv-digits .venv-ecosystems .venv-wheel .venv-torch .venv-spark \
	Package.resolved Benchmarks/Package.resolved

clean: ## removes what make built
	rm -rf $(BUILT)
	@find Scripts Tests -name __pycache__ -prune -exec rm -r {} +

check-clean: ## builds CLEAN_TARGETS in a clone, and shows that make clean leaves nothing there
	@MAKE='$(MAKE)' Tests/Checks/clean.sh $(CLEAN_TARGETS)
CLEAN_TARGETS ?= all static size check-skips
