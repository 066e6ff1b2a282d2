# libFuzzer under the address sanitizer. Its targets are in Tests/Fuzz: those in C are linked with the library and all its
# kernels, see torture.mk; those in Swift with the rooms of the tools.

FUZZ_SECONDS ?= 60
FUZZ_ORACLE := Tests/Fuzz/oracle.c Tests/Torture/check.c Tests/Torture/seal.c Tests/Torture/draw.c
FUZZ_C := $(patsubst Tests/Fuzz/fuzz-%.c,%,$(wildcard Tests/Fuzz/fuzz-*.c))

FUZZ_MUTATOR = $(if $(filter build/fuzz-read build/fuzz-predict,$@),Tests/Fuzz/mutator.c)
$(FUZZ_C:%=build/fuzz-%): build/fuzz-%: Tests/Fuzz/fuzz-%.c Tests/Fuzz/mutator.c $(FUZZ_ORACLE) $(wildcard Tests/Fuzz/*.h Tests/Torture/*.h) \
		$(REFERENCE) build/checked/fuzz/libmnist37.o
	$(CHECKED_C) $(fuzz.clang) $< $(FUZZ_MUTATOR) $(FUZZ_ORACLE) $(REFERENCE) build/checked/fuzz/libmnist37.o -lm -lz -o $@

# The reader and writer of weights files in Swift.
FUZZ_SWIFT := decode
decode_swift = $(SWIFTC) -O -wmo -parse-as-library -gline-tables-only -package-name mnist37 $(fuzz.swift) -I build/checked/decode \
	-I Sources/CZlib -I Tests/Torture -I include -Xcc -Iinclude
build/fuzz-decode: Tests/Fuzz/fuzz-decode.swift $(wildcard Sources/Figures/*.swift Sources/WeightsFile/*.swift) \
		$(REFERENCE) Tests/Fuzz/mutator.c Tests/Torture/seal.c
	@mkdir -p build/checked/decode
	cd build/checked/decode && $(CHECKED_C:-Iinclude=-I$(CURDIR)/include) -c $(CURDIR)/Tests/Fuzz/mutator.c $(CURDIR)/Tests/Torture/seal.c
	$(decode_swift) -module-name Figures -emit-module -emit-module-path build/checked/decode/Figures.swiftmodule -c \
	    -o build/checked/decode/Figures.o $(wildcard Sources/Figures/*.swift)
	$(decode_swift) -module-name WeightsFile -emit-module -emit-module-path build/checked/decode/WeightsFile.swiftmodule -c \
	    -o build/checked/decode/WeightsFile.o $(wildcard Sources/WeightsFile/*.swift)
	$(decode_swift) -use-ld=lld $< build/checked/decode/*.o $(REFERENCE) -lz -o $@

# What a target starts from: its seeds are copied into its corpus, build/corpus/NAME, which stays from run to run.
read.seeds = $(wildcard Tests/Golden/*.m37 Tests/Conformance/weights/*.m37)
predict.seeds = $(read.seeds)
decode.seeds = $(read.seeds)
frame.seeds = $(wildcard Sources/classify/Weights/*.m37)
read.options = -max_len=5000 -dict=Tests/Fuzz/weights.dict
predict.options = -max_len=17000 -dict=Tests/Fuzz/weights.dict
decode.options = $(read.options)
frame.options = -max_len=4096

# $(call fuzz,NAME,OPTIONS)
fuzz = mkdir -p build/corpus/$(1) build/findings && cp $($(1).seeds) build/corpus/$(1) && \
	build/fuzz-$(1) $($(1).options) -artifact_prefix=build/findings/$(1)- -print_final_stats=1 $(2) build/corpus/$(1)

.PHONY: fuzz fuzz-log fuzz-short $(patsubst %,run-fuzz-%,$(FUZZ_C) $(FUZZ_SWIFT))
$(patsubst %,run-fuzz-%,$(FUZZ_C) $(FUZZ_SWIFT)): run-fuzz-%: build/fuzz-%
	$(call fuzz,$*,-max_total_time=$(FUZZ_SECONDS))

FUZZ_TARGET ?= read
fuzz-log: build/fuzz-$(FUZZ_TARGET) ## FUZZ_SECONDS on one FUZZ_TARGET (read), and a row in the log of docs/torture.md
	@mkdir -p build/corpus/$(FUZZ_TARGET) build/findings && cp $($(FUZZ_TARGET).seeds) build/corpus/$(FUZZ_TARGET)
	@python3 Tests/Fuzz/log.py $(FUZZ_TARGET) build/fuzz-$(FUZZ_TARGET) $($(FUZZ_TARGET).options) -print_final_stats=1 \
	    -artifact_prefix=build/findings/$(FUZZ_TARGET)- -max_total_time=$(FUZZ_SECONDS) build/corpus/$(FUZZ_TARGET)

fuzz-short: ## every seed, and a minute of fuzzing in all, for make test
	@if [ "$$(uname -m)" = x86_64 ]; then \
	    $(MAKE) -s --no-print-directory fuzz FUZZ_SECONDS=15 >build/fuzz.log 2>&1 || { cat build/fuzz.log >&2; exit 1; }; \
	    grep '^Done ' build/fuzz.log; \
	else . Tests/skipped.sh; skipped fuzzing "it is for the kernels of x86-64"; fi
