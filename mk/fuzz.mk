# libFuzzer under the address sanitizer. Its targets are in Tests/Fuzz: those in C are linked with the library and all its
# kernels, see torture.mk; those in Swift with the rooms of the tools.

FUZZ_SECONDS ?= 60
FUZZ_ORACLE := Tests/Fuzz/oracle.c Tests/Torture/check.c Tests/Torture/draw.c
FUZZ_C := $(patsubst Tests/Fuzz/fuzz-%.c,%,$(wildcard Tests/Fuzz/fuzz-*.c))

build/fuzz-read build/fuzz-predict: FUZZ_MUTATOR := Tests/Fuzz/seal.c
$(FUZZ_C:%=build/fuzz-%): build/fuzz-%: Tests/Fuzz/fuzz-%.c Tests/Fuzz/seal.c $(FUZZ_ORACLE) $(wildcard Tests/Fuzz/*.h Tests/Torture/*.h) \
		$(REFERENCE) build/checked/fuzz/libmnist37.o
	$(CHECKED_C) $(fuzz.clang) $< $(FUZZ_MUTATOR) $(FUZZ_ORACLE) $(REFERENCE) build/checked/fuzz/libmnist37.o -lm -lz -o $@

# What a target starts from: its seeds are copied into its corpus, build/corpus/NAME, which stays from run to run.
read.seeds = $(wildcard Tests/Golden/*.m37 Tests/Conformance/weights/*.m37)
predict.seeds = $(read.seeds)
frame.seeds = $(wildcard Sources/classify/Weights/*.m37)
read.options = -max_len=5000 -dict=Tests/Fuzz/weights.dict
predict.options = -max_len=17000 -dict=Tests/Fuzz/weights.dict
frame.options = -max_len=4096

# $(call fuzz,NAME,OPTIONS)
fuzz = mkdir -p build/corpus/$(1) build/findings && cp $($(1).seeds) build/corpus/$(1) && \
	build/fuzz-$(1) $($(1).options) -artifact_prefix=build/findings/$(1)- -print_final_stats=1 $(2) build/corpus/$(1)

.PHONY: fuzz fuzz-short $(FUZZ_C:%=run-fuzz-%)
fuzz: $(FUZZ_C:%=run-fuzz-%) ## libFuzzer for FUZZ_SECONDS (60) on each of the targets in Tests/Fuzz; findings in build/findings

$(FUZZ_C:%=run-fuzz-%): run-fuzz-%: build/fuzz-%
	$(call fuzz,$*,-max_total_time=$(FUZZ_SECONDS))

fuzz-short: ## every seed, and a minute of fuzzing in all, for make test
	@if [ "$$(uname -m)" = x86_64 ]; then \
	    $(MAKE) -s --no-print-directory fuzz FUZZ_SECONDS=20 >build/fuzz.log 2>&1 || { cat build/fuzz.log >&2; exit 1; }; \
	    grep '^Done ' build/fuzz.log; \
	else . Tests/skipped.sh; skipped fuzzing "it is for the kernels of x86-64"; fi
