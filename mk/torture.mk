# libmnist37 with all three modules of inner loops, compiled by swiftc as Package.swift has it, under a sanitizer or for coverage:
# build/checked/NAME/libmnist37.o. The programs that torture and fuzz it are linked with that object.

CHECKED_MODULES := Prediction PredictionAVX2 PredictionAVX512
CHECKED := -O -wmo -parse-as-library -gline-tables-only -enable-experimental-feature Embedded \
	-Xfrontend -disable-stack-protector -Xllvm -vectorize-slp=false \
	-I Sources/Runtime/include $(patsubst %,-I Sources/Runtime/%,CVector CPlan CPlatform)
Prediction.instructions := -Osize
PredictionAVX2.instructions := $(addprefix -Xcc ,-mavx2 -mfma -mpclmul)
PredictionAVX512.instructions := $(addprefix -Xcc ,-mavx2 -mfma -mavx512f -mavx512bw -mavx512dq -mavx512vl -mavx512vnni)
# What the names mean.
CHECKED_NAMES := asan coverage fuzz tsan ubsan
asan.swift := -sanitize=address
asan.clang := -fsanitize=address -fuse-ld=lld
coverage.swift := -profile-generate -profile-coverage-mapping
coverage.clang := -fprofile-instr-generate
fuzz.swift := -sanitize=fuzzer,address
fuzz.clang := -fsanitize=fuzzer,address -fuse-ld=lld
tsan.swift := -sanitize=thread
# Its runtime, as Swift brings it, watches queues as well.
tsan.clang := -fsanitize=thread -fuse-ld=lld -L$(LLVM)../lib/swift/linux -Wl,-rpath,$(LLVM)../lib/swift/linux -ldispatch -lBlocksRuntime
# Of the vocabulary in C; what Swift leaves undefined it traps on, or it is an unchecked step with its reason beside it.
ubsan.swift := -Xcc -fsanitize=undefined -Xcc -fno-sanitize-recover=undefined
ubsan.clang := -fsanitize=undefined -fno-sanitize-recover=undefined -fuse-ld=lld

# swiftc leaves an object as old as it is where nothing changed; so it is removed first.
checked_swift = rm -f $@ && $(SWIFTC) $(CHECKED) $($(firstword $(subst /, ,$*)).swift) -I $(@D)

# NAME/MODULE.o
$(foreach name,$(CHECKED_NAMES),$(CHECKED_MODULES:%=build/checked/$(name)/%.o)): build/checked/%.o: $(RUNTIME_FILES) mk/torture.mk
	@mkdir -p $(@D)
	$(checked_swift) $($(basename $(@F)).instructions) -module-name $(basename $(@F)) \
	    -emit-module -emit-module-path $(@:.o=.swiftmodule) -c -o $@ \
	    $(wildcard Sources/Runtime/$(basename $(@F))/*.swift Sources/Runtime/$(basename $(@F))/Prediction/*.swift)

$(foreach name,$(CHECKED_NAMES),build/checked/$(name)/Framing.o): build/checked/%.o: $(RUNTIME_FILES) mk/torture.mk
	@mkdir -p $(@D)
	$(checked_swift) -module-name Framing -c -o $@ $(wildcard Sources/Runtime/Framing/*.swift)

$(foreach name,$(CHECKED_NAMES),build/checked/$(name)/Runtime.o): build/checked/%/Runtime.o: \
		$(CHECKED_MODULES:%=build/checked/\%/%.o) $(RUNTIME_FILES) mk/torture.mk
	$(checked_swift) -D MNIST37_HOSTED -module-name Runtime -c -o $@ $(wildcard Sources/Runtime/MNIST37/*.swift)

$(foreach name,$(CHECKED_NAMES),build/checked/$(name)/libmnist37.o): build/checked/%/libmnist37.o: \
		$(CHECKED_MODULES:%=build/checked/\%/%.o) build/checked/%/Runtime.o build/checked/%/Framing.o
	ld -r $^ -o $@

# The torture: each file that ships, cut and changed everywhere, and what else Tests/Torture/torture.h lists.

TORTURE_FILES := $(filter-out Tests/Torture/reference_%,$(wildcard Tests/Torture/*.c))
TORTURED := $(sort $(wildcard Sources/classify/Weights/*.m37)) -- $(sort $(wildcard Tests/Golden/*.m37 Tests/Conformance/weights/*.m37))
TORTURE_PROCESSES ?= $(shell nproc)

# The reference is compiled for speed: it is what the library is measured by.
build/checked/reference_%.o: Tests/Torture/reference_%.c $(wildcard Tests/Torture/*.h) include/mnist37.h
	@mkdir -p $(@D)
	$(CHECKED_C) -c $< -o $@
CHECKED_C := $(LLVM)clang -O2 -g -std=c11 -Wall -Wextra -ffp-contract=off -Iinclude
REFERENCE := build/checked/reference_status.o build/checked/reference_predict.o

build/torture: $(TORTURE_FILES) $(wildcard Tests/Torture/*.h) $(REFERENCE) build/checked/asan/libmnist37.o
	$(CHECKED_C) $(asan.clang) $(TORTURE_FILES) $(REFERENCE) build/checked/asan/libmnist37.o -lm -lz -o $@

# Which lines of the library the conformance set, the short torture and the seeds of fuzzing run.

COVERED := build/coverage/torture build/coverage/runner build/coverage/frames
build/coverage/torture: $(TORTURE_FILES) $(wildcard Tests/Torture/*.h) $(REFERENCE) build/checked/coverage/libmnist37.o
	@mkdir -p $(@D)
	$(CHECKED_C) $(coverage.clang) $(TORTURE_FILES) $(REFERENCE) build/checked/coverage/libmnist37.o -lm -lz -o $@
build/coverage/runner: $(RUNNER_FILES) build/checked/coverage/libmnist37.o
build/coverage/frames: $(FRAMES_FILES) build/checked/coverage/libmnist37.o
build/coverage/runner build/coverage/frames:
	@mkdir -p $(@D)
	$(LLVM)clang $(PROGRAM_FLAGS) $(coverage.clang) $(if $(filter %runner,$@),$(MANY) $(RUNNER),$(FRAMES)) $(FIRMWARE)/hosted.c \
	    build/checked/coverage/libmnist37.o -o $@

.PHONY: coverage torture torture-short mutants
coverage: $(COVERED) ## which lines of the library the conformance set and the torture run: a table
	@Tests/table.sh coverage env LLVM=$(LLVM) TORTURED='$(TORTURED)' sh Tests/Torture/coverage.sh $(COVERED)
	$(torture_page)

torture-short: ## the same with one in a hundred of them, for make test
	@if [ "$$(uname -m)" = x86_64 ]; then \
	    $(MAKE) -s --no-print-directory build/torture && build/torture --short 1 $(TORTURED); \
	else . Tests/skipped.sh; skipped torture "it is for the kernels of x86-64"; fi

mutants: ## deliberate faults, one at a time: which does no test find; MUTANTS="WORD..." for some
	@python3 Tests/Mutants/run.py $(MUTANTS)
	$(torture_page)

# What stands in the page of what was not run here stays.
torture_page = @python3 Scripts/docs-tables.py write-some build/tables docs/torture.md
