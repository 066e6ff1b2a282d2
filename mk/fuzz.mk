# libFuzzer under the address sanitizer. Its targets are in Tests/Fuzz: those in C are linked with the library and all its
# kernels, see torture.mk; those in Swift with the rooms of the tools.

FUZZ_SECONDS ?= 60
FUZZ_ORACLE := Tests/Fuzz/oracle.c Tests/Fuzz/input.c $(addprefix Tests/Torture/,check.c seal.c draw.c random.c blocks.c)
FUZZ_C := $(patsubst Tests/Fuzz/fuzz-%.c,%,$(wildcard Tests/Fuzz/fuzz-*.c))
FUZZ_HEADERS := $(wildcard Tests/Fuzz/*.h Tests/Torture/*.h)

FUZZ_MUTATOR = $(if $(filter build/fuzz-read build/fuzz-predict,$@),Tests/Fuzz/mutate-weights.c)
$(FUZZ_C:%=build/fuzz-%): build/fuzz-%: Tests/Fuzz/fuzz-%.c Tests/Fuzz/mutate-weights.c $(FUZZ_ORACLE) $(FUZZ_HEADERS) \
		$(REFERENCE) build/checked/fuzz/libmnist37.o
	$(CHECKED_C) $(fuzz.clang) $< $(FUZZ_MUTATOR) $(FUZZ_ORACLE) $(REFERENCE) build/checked/fuzz/libmnist37.o -lm -lz -o $@

# A room is a module of the tools, with the rooms that it needs: build/checked/rooms/NAME.o.
FUZZ_SWIFT := decode gzip idx png
ROOMS := build/checked/rooms
FileNames.rooms := Figures
FileInput.rooms := FileNames SystemPackage
Imaging.rooms := FileInput
WeightsFile.rooms := Figures
room_swift = $(SWIFTC) -O -wmo -parse-as-library -gline-tables-only -package-name mnist37 $(fuzz.swift) -I $(ROOMS) \
	-I Sources/CPNG -I Sources/CZlib -I Tests/Fuzz -I Tests/Torture -I include -Xcc -Iinclude -I $(SYSTEM)/Modules \
	-I $(SYSTEM_SOURCES)/Sources/CSystem/include

.SECONDEXPANSION:
$(foreach room,Figures FileNames FileInput Imaging MNIST37 WeightsFile,$(ROOMS)/$(room).o): $(ROOMS)/%.o: \
		$$(wildcard Sources/$$*/*.swift) $$(addsuffix .o,$$(addprefix $(ROOMS)/,$$($$*.rooms))) mk/fuzz.mk
	@mkdir -p $(@D)
	@rm -f $@
	$(room_swift) -module-name $* -emit-module -emit-module-path $(@:.o=.swiftmodule) -c -o $@ $(wildcard Sources/$*/*.swift)

# swift-system, which is not fuzzed, as SwiftPM compiles it.
SYSTEM_SOURCES := .build/checkouts/swift-system
SYSTEM := build/swift-system/release
$(SYSTEM_SOURCES):
	swift package resolve
$(ROOMS)/SystemPackage.o: | $(SYSTEM_SOURCES)
	@mkdir -p $(@D)
	swift build --quiet --package-path $(SYSTEM_SOURCES) -c release --scratch-path build/swift-system --product SystemPackage
	ld -r $(SYSTEM)/SystemPackage.build/*.o $(SYSTEM)/CSystem.build/*.o -o $@

# The library for programs in Swift: its reference counting, which is Embedded Swift's, must not take the place of theirs.
build/checked/hidden/libmnist37.o: build/checked/fuzz/libmnist37.o mk/fuzz.mk
	@mkdir -p $(@D)
	$(LLVM)llvm-objcopy --wildcard --keep-global-symbol='mnist37_*' --keep-global-symbol='___asan_*' $< $@

# Of each target in Swift: the rooms, files of a room that is too large, what it shares with others, and libraries.
FUZZ_READING := $(ROOMS)/Figures.o $(ROOMS)/FileNames.o $(ROOMS)/SystemPackage.o $(ROOMS)/FileInput.o
decode.objects := $(ROOMS)/Figures.o $(ROOMS)/WeightsFile.o $(REFERENCE)
decode.c := Tests/Fuzz/mutate-weights.c Tests/Torture/seal.c
gzip.objects := $(FUZZ_READING)
gzip.c := $(addprefix Tests/Fuzz/,mutate-gzip.c input.c reference_unpack.c) Tests/Torture/random.c
gzip.swift := Tests/Fuzz/ReferenceContents.swift
idx.objects := $(FUZZ_READING) $(addprefix $(ROOMS)/,Imaging.o MNIST37.o WeightsFile.o) build/checked/hidden/libmnist37.o
idx.c := $(subst gzip,idx,$(gzip.c))
idx.swift := $(gzip.swift) $(addprefix Sources/Training/Dataset/,Dataset.swift DatasetError.swift IDXFile.swift IDXPair.swift)
png.objects := $(FUZZ_READING) $(ROOMS)/Imaging.o $(ROOMS)/MNIST37.o build/checked/hidden/libmnist37.o
png.c := $(subst gzip,png,$(gzip.c)) Tests/Fuzz/reference_png.c
png.swift := $(gzip.swift)
$(FUZZ_SWIFT:%=build/fuzz-%): build/fuzz-%: Tests/Fuzz/fuzz-%.swift $$($$*.objects) $$($$*.c) $$($$*.swift) $(FUZZ_HEADERS)
	@mkdir -p build/checked/$*
	@rm -f build/checked/$*/*.o
	cd build/checked/$* && $(CHECKED_C:-Iinclude=-I$(CURDIR)/include) -fsanitize=address -c $(addprefix $(CURDIR)/,$($*.c))
	$(room_swift) -use-ld=lld -module-name fuzz_$* $< $($*.swift) build/checked/$*/*.o $($*.objects) -lpng16 -lz -lm -o $@

# What a target starts from: its seeds and its part of Tests/Malformed are copied into its corpus, build/corpus/NAME, which stays
# from run to run.
read.seeds = $(wildcard Tests/Golden/*.m37 Tests/Conformance/weights/*.m37)
predict.seeds = $(read.seeds)
decode.seeds = $(read.seeds)
frame.seeds = $(wildcard Sources/classify/Weights/*.m37)
gzip.seeds = build/fuzz-seeds/gzip-*
idx.seeds = build/fuzz-seeds/idx-*
png.seeds = $(wildcard examples/digits/*.png docs/pictures/side.png)
read.options = -max_len=5000 -dict=Tests/Fuzz/weights.dict
predict.options = -max_len=17000 -dict=Tests/Fuzz/weights.dict
decode.options = $(read.options)
frame.options = -max_len=4096
gzip.options = -max_len=4096 -dict=Tests/Fuzz/idx.dict
idx.options = -max_len=8192 -dict=Tests/Fuzz/idx.dict
png.options = -max_len=8192 -dict=Tests/Fuzz/png.dict

# $(call corpus,NAME)
corpus = mkdir -p build/corpus/$(1) build/findings && Tests/Fuzz/seeds.py build/fuzz-seeds && \
	cp $($(1).seeds) $(wildcard Tests/Malformed/$(1)/*) build/corpus/$(1)
# $(call fuzz,NAME): Swift's own report of a crash would wait for ever beside the sanitizer's.
fuzz = env SWIFT_BACKTRACE=enable=no build/fuzz-$(1) $($(1).options) -artifact_prefix=build/findings/$(1)- -print_final_stats=1 \
	-timeout=30 -max_total_time=$(FUZZ_SECONDS) build/corpus/$(1)

.PHONY: fuzz fuzz-log fuzz-short $(patsubst %,run-fuzz-%,$(FUZZ_C) $(FUZZ_SWIFT))
$(patsubst %,run-fuzz-%,$(FUZZ_C) $(FUZZ_SWIFT)): run-fuzz-%: build/fuzz-%
	$(call corpus,$*)
	$(call fuzz,$*)

FUZZ_TARGET ?= read
fuzz-log: build/fuzz-$(FUZZ_TARGET) ## FUZZ_SECONDS on one FUZZ_TARGET (read), and a row in the log of docs/torture.md
	@$(call corpus,$(FUZZ_TARGET))
	@python3 Tests/Fuzz/log.py $(FUZZ_TARGET) $(call fuzz,$(FUZZ_TARGET))

fuzz-short: ## every seed and every file of Tests/Malformed, and a minute of fuzzing in all, for make test
	@if [ "$$(uname -m)" = x86_64 ]; then \
	    $(MAKE) -s --no-print-directory fuzz FUZZ_SECONDS=8 >build/fuzz.log 2>&1 || { cat build/fuzz.log >&2; exit 1; }; \
	    grep '^Done ' build/fuzz.log; \
	else . Tests/skipped.sh; skipped fuzzing "it is for the kernels of x86-64"; fi
