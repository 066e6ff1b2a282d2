# Programs that are linked with the library of each core: the conformance set, the firmware, and probes of sizes, stack and
# instruction counts. Each of their commands skips, and says so, what the machine has no tools for.

FIRMWARE := examples/firmware
CONFORMANCE := Tests/Conformance
BUDGETS := Tests/Budgets
PROGRAM_FLAGS := -O2 -std=c11 -Wall -Wextra -ffunction-sections -fdata-sections -ffp-contract=off -Iinclude \
	-I$(FIRMWARE) -I$(CONFORMANCE)
PROGRAM_FILES := $(wildcard $(FIRMWARE)/*.[ch] $(FIRMWARE)/*/start.c $(FIRMWARE)/*/link.ld $(CONFORMANCE)/*.h $(BUDGETS)/*.h) \
	include/mnist37.h mk/programs.mk
BOARDLESS := $(filter-out $(boards),$(microcontrollers))

# $(call program,CORE,SOURCES AND FLAGS) links build/dist/CORE/libmnist37.a into a program; large-, a third argument, takes
# the board with more memory where a core has one. What starts a program for a board is in its folder.
program = $(call cc_for,$(1)) $(PROGRAM_FLAGS) $(or $(call bare,$(1),$(or $(call field,$(1),$(3)board),\
	$(call field,$(1),board))),$(FIRMWARE)/hosted.c) $(2) build/dist/$(1)/libmnist37.a -lgcc -o $@
bare = $(if $(2),$(BARE_FLAGS) -T $(FIRMWARE)/$(2)/link.ld $(FIRMWARE)/$(2)/start.c $(FIRMWARE)/memory.c \
	$(addprefix $(FIRMWARE)/,$($(firstword $(call field,$(1),machine)).port)))
BARE_FLAGS := -ffreestanding -nostdlib -fno-tree-loop-distribute-patterns -Wl,--gc-sections,-z,noexecstack

# The same with the very library that ships, and for WebAssembly.
shared_program = $(CC) $(PROGRAM_FLAGS) $(1) $(FIRMWARE)/hosted.c -L build/lib -lmnist37 -Wl,-rpath,'$$ORIGIN/../lib' -o $@
wasm_program = $(LLVM)clang --target=wasm32-unknown-unknown -ffreestanding -fno-builtin -nostdlib -Wl,--no-entry \
	-Wl,--gc-sections -Wl,-z,stack-size=65536 $(PROGRAM_FLAGS) $(1) $(CONFORMANCE)/ports/wasi.c $(FIRMWARE)/memory.c \
	build/dist/wasm32/libmnist37.a -o $@

# The conformance set: one runner. expected/NAME.bin holds what each weights file must answer.

CONFORMANCE_WEIGHTS ?= $(sort $(wildcard $(CONFORMANCE)/weights/*.m37))
RUNNER := $(CONFORMANCE)/runner.c $(CONFORMANCE)/vectors.c build/conformance/data.c
RUNNER_FILES := $(RUNNER) $(wildcard $(CONFORMANCE)/ports/*) $(PROGRAM_FILES)
# What has more RAM than a board gets as many pictures at once.
MANY := -DBATCH=17

# $(call embed,ARGUMENTS) writes tables as C arrays, whole or not at all.
embed = @mkdir -p $(@D) && sh $(CONFORMANCE)/embed.sh $(1) >$@.new && mv $@.new $@

build/conformance/data.c: $(CONFORMANCE_WEIGHTS) $(CONFORMANCE)/embed.sh $(wildcard $(CONFORMANCE)/*.bin \
		$(CONFORMANCE)/expected/*.bin) $(CONFORMANCE)/bases.txt
	$(call embed,$(CONFORMANCE_WEIGHTS))

$(boards:%=build/conformance/%): build/conformance/%: build/dist/%/libmnist37.a $(RUNNER_FILES)
	$(call program,$*,$(RUNNER))

$(computers:%=build/conformance/%): build/conformance/%: build/dist/%/libmnist37.a $(RUNNER_FILES)
	$(call program,$*,$(MANY) $(RUNNER))

build/conformance/x86_64-shared: $(RUNNER_FILES) $(RUNTIME_FILES) | lib
	$(call shared_program,$(MANY) $(RUNNER))

build/conformance/wasm32: build/dist/wasm32/libmnist37.a $(RUNNER_FILES)
	$(call wasm_program,$(MANY) $(RUNNER))

# The same for framing: pictures that the program draws, in 400 KB of RAM.
FRAMES := $(CONFORMANCE)/frames.c build/conformance/frames.bin.c
FRAMES_FILES := $(FRAMES) $(PROGRAM_FILES)

build/conformance/frames.bin.c: $(CONFORMANCE)/frames.bin $(CONFORMANCE)/digits.bin $(CONFORMANCE)/embed.sh
	$(call embed,--frames)

$(patsubst %,build/conformance/frames-%,$(microcontrollers) $(computers)): build/conformance/frames-%: \
		build/dist/%/libmnist37.a $(FRAMES_FILES)
	$(call program,$*,$(FRAMES),large-)

build/conformance/frames-x86_64-shared: $(FRAMES_FILES) $(RUNTIME_FILES) | lib
	$(call shared_program,$(FRAMES))

build/conformance/frames-wasm32: build/dist/wasm32/libmnist37.a $(FRAMES_FILES)
	$(call wasm_program,$(FRAMES))

build/conformance/frames-print: $(FRAMES_FILES) lib
	$(call shared_program,-DFRAMES_PRINT $(FRAMES))

.PHONY: conformance-frames
conformance-frames: build/conformance/frames-print ## writes anew what Tests/Conformance/frames.c expects; for a change of the framing that is meant
	@build/conformance/frames-print | python3 -c \
	    "import struct, sys; sys.stdout.buffer.write(b''.join(struct.pack('<I', int(line, 16)) for line in sys.stdin))" \
	    >build/conformance/frames.new
	@mv build/conformance/frames.new $(CONFORMANCE)/frames.bin

# The archives of the cores without a row in `make conformance` are tried with fewer files, in a second instead of half a
# minute; BITS_WEIGHTS="$(ls Tests/Conformance/weights/*.m37)" tries all.
BITS_WEIGHTS ?= $(patsubst %,$(CONFORMANCE)/weights/%.m37,linear-f32 linear-i8 conv-i8-3-5-known conv-i8-4-8)
BITS := build/bits/$(words $(BITS_WEIGHTS))-files
$(BITS)/data.c: $(BITS_WEIGHTS) $(CONFORMANCE)/embed.sh mk/programs.mk
	$(call embed,--without-statuses $(BITS_WEIGHTS))

$(BOARDLESS:%=$(BITS)/%): $(BITS)/%: build/dist/%/libmnist37.a Tests/Release/bits.c $(BITS)/data.c $(PROGRAM_FILES)
	$(call program,$*,Tests/Release/bits.c $(CONFORMANCE)/vectors.c $(BITS)/data.c)

# The firmware: weights as a C array, in int8, which a core without an FPU needs. The camera's program needs 42 KB of RAM.

FIRMWARE_WEIGHTS ?= Sources/classify/Weights/conv-tiny-i8.m37
FIRMWARE_FILES := build/firmware/weights.h $(PROGRAM_FILES)
CAMERA_BOARDS := $(foreach core,$(boards),$(if $(call field,$(core),large-board),,$(core)))

build/firmware/weights.h: $(FIRMWARE_WEIGHTS) Sources/WeightsFile/SourceExport.swift
	@mkdir -p $(@D)
	@$(SWIFT_BUILD) --product trainer
	"$$(swift build --show-bin-path)/trainer" export $< --c $@ --name weights

$(boards:%=build/firmware/%): build/firmware/%: build/dist/%/libmnist37.a $(FIRMWARE_FILES)
	$(call program,$*,-Ibuild/firmware $(FIRMWARE)/main.c)

$(CAMERA_BOARDS:%=build/firmware/camera-%): build/firmware/camera-%: build/dist/%/libmnist37.a $(FIRMWARE_FILES)
	$(call program,$*,-Ibuild/firmware $(FIRMWARE)/camera.c)

build/firmware/host: build/dist/x86_64-sse2/libmnist37.a $(FIRMWARE_FILES)
	$(call program,x86_64-sse2,-Ibuild/firmware $(FIRMWARE)/main.c)

build/firmware/camera-host: build/dist/x86_64-sse2/libmnist37.a $(FIRMWARE_FILES)
	$(call program,x86_64-sse2,-Ibuild/firmware $(FIRMWARE)/camera.c)

# A model of one's own: weights.h and frames.h are in a folder that is named.

YOUR_OWN ?= build/your-own
YOUR_OWN_FILES := $(YOUR_OWN)/weights.h $(YOUR_OWN)/frames.h examples/your-own/main.c $(PROGRAM_FILES)

$(CAMERA_BOARDS:%=$(YOUR_OWN)/%): $(YOUR_OWN)/%: build/dist/%/libmnist37.a $(YOUR_OWN_FILES)
	$(call program,$*,-I$(YOUR_OWN) examples/your-own/main.c)

$(YOUR_OWN)/host: build/dist/x86_64-sse2/libmnist37.a $(YOUR_OWN_FILES)
	$(call program,x86_64-sse2,-I$(YOUR_OWN) examples/your-own/main.c)

$(YOUR_OWN)/weights.h $(YOUR_OWN)/frames.h:
	@echo "$@: not there; examples/your-own/README.md tells how it is made" >&2; exit 1

# Sizes, stack and instruction counts.

MEASURED := $(boards) $(boards:%=%-linear) $(computers)
PROBE_stack := $(BUDGETS)/stack.c $(CONFORMANCE)/vectors.c build/conformance/data.c
PROBE_instructions := $(BUDGETS)/instructions.c $(CONFORMANCE)/vectors.c build/probes/data.c
# Without float32 networks: on a core without an FPU they take millions of instructions, and counting those minutes.
INSTRUCTION_WEIGHTS ?= $(patsubst %,$(CONFORMANCE)/weights/%.m37,linear-f32 linear-i8 conv-i8-4-8 conv-i8-8-16-16)

build/probes/data.c: $(INSTRUCTION_WEIGHTS) $(CONFORMANCE)/embed.sh mk/programs.mk
	$(call embed,--without-statuses $(INSTRUCTION_WEIGHTS))

# On a computer at fixed addresses, which instructions.sh looks up, and without a red zone, which stack.c would paint over.
probe_flags = $(if $(filter $(computers),$(1)),-static -no-pie) $(if $(filter x86_64%,$(1)),-mno-red-zone)
define probe
$(MEASURED:%=build/probes/$(1)-%): build/probes/$(1)-%: build/dist/%/libmnist37.a $(PROBE_$(1)) $(PROGRAM_FILES)
	@mkdir -p $$(@D)
	$$(call program,$$*,$$(call probe_flags,$$*) $(PROBE_$(1)))
endef
$(foreach what,stack instructions,$(eval $(call probe,$(what))))

# What of the library init and predict of one picture reach, what mnist37_frame reaches; and the former linked to the end,
# with the routines that they call: the compiler's arithmetic and the firmware's memset.
REACHED_linear := mnist37_model_init mnist37_predict
REACHED_frame := mnist37_frame mnist37_frame_scratch
define reached
$(MEASURED:%=build/probes/$(1)-%.o): build/probes/$(1)-%.o: build/dist/%/libmnist37.a
	@mkdir -p $$(@D)
	$$(call ld_for,$$*) $(REACHED_$(1):%=-u %) build/cores/$$*/libmnist37.o -o $$@
endef
$(foreach what,linear frame,$(eval $(call reached,$(what))))

$(MEASURED:%=build/probes/needs-%): build/probes/needs-%: build/dist/%/libmnist37.a
	@mkdir -p $(@D)
	$(call cc_for,$*) -Os -ffreestanding -ffunction-sections -fno-tree-loop-distribute-patterns -nostdlib -static -no-pie \
	    -Wl,--gc-sections,-z,noexecstack,-e,mnist37_predict,-u,mnist37_model_init $< $(FIRMWARE)/memory.c -lgcc -o $@
