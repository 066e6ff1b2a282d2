# Every target besides the laptop's own: firmware, static libraries for each core, the conformance set, sizes and
# instruction counts. docs/targets.md explains; each of these skips, and says so, what the machine has no tools for.

SWIFTC ?= swiftc
# The LLVM tools lie next to the compiler, wherever that is.
LLVM := $(dir $(realpath $(shell command -v $(SWIFTC))))

# A board's core has a second library, which runs linear models only.
BOARDS := cortex-m0 cortex-m4f riscv32
LINEAR := $(BOARDS:%=%-linear)
# Cores that have no board among the examples.
BOARDLESS := cortex-m3 riscv32imc
OTHER_CORES := $(BOARDLESS) $(BOARDLESS:%=%-linear) aarch64-linux
EMBEDDED_CORES := $(BOARDS) $(LINEAR) $(OTHER_CORES) aarch64 x86_64-sse2
FIRMWARE := examples/firmware
CONFORMANCE := Tests/Conformance
# The weights files of the conformance set: expected/NAME.bin holds what each must answer.
CONFORMANCE_WEIGHTS ?= $(sort $(wildcard $(CONFORMANCE)/weights/*.m37))

# The runtime.

RUNTIME_SWIFT := $(wildcard Sources/Runtime/MNIST37/*.swift Sources/Runtime/Prediction/*.swift Sources/Runtime/Framing/*.swift)
RUNTIME_FILES := $(RUNTIME_SWIFT) $(wildcard Sources/Runtime/C*/* Sources/Runtime/Package.swift) include/mnist37.h
EMBEDDED := -wmo -parse-as-library -gnone -enable-experimental-feature Embedded \
	-Xfrontend -function-sections -Xfrontend -disable-stack-protector -Xcc -ffreestanding \
	-I Sources/Runtime/include -I Sources/Runtime/CVector -I Sources/Runtime/CPlan -I Sources/Runtime/CPlatform -module-name MNIST37

# Each core: how Swift compiles for it, the C compiler that its users have, and its binutils.

SWIFT_cortex-m0 := -Osize -target armv6m-none-none-eabi -Xcc -mcpu=cortex-m0 -Xcc -fshort-enums -Xcc -mfloat-abi=soft
CC_cortex-m0 := arm-none-eabi-gcc -mcpu=cortex-m0 -mthumb -mfloat-abi=soft
BINUTILS_cortex-m0 := arm-none-eabi-

SWIFT_cortex-m4f := -Osize -target armv7em-none-none-eabi -Xcc -mcpu=cortex-m4 -Xcc -fshort-enums -Xcc -mfloat-abi=hard \
	-Xcc -mfpu=fpv4-sp-d16
CC_cortex-m4f := arm-none-eabi-gcc -mcpu=cortex-m4 -mthumb -mfloat-abi=hard -mfpu=fpv4-sp-d16
BINUTILS_cortex-m4f := arm-none-eabi-

# The toolchain has Swift's library for ARMv7E-M, not for ARMv7-M. Which instructions there are is the -mcpu's to say.
SWIFT_cortex-m3 := -Osize -target armv7em-none-none-eabi -Xcc -mcpu=cortex-m3 -Xcc -fshort-enums -Xcc -mfloat-abi=soft
CC_cortex-m3 := arm-none-eabi-gcc -mcpu=cortex-m3 -mthumb -mfloat-abi=soft
BINUTILS_cortex-m3 := arm-none-eabi-

SWIFT_riscv32 := -Osize -target riscv32-none-none-eabi -Xcc -march=rv32imafc -Xcc -mabi=ilp32f
CC_riscv32 := riscv64-unknown-elf-gcc -march=rv32imafc -mabi=ilp32f -msmall-data-limit=0
BINUTILS_riscv32 := riscv64-unknown-elf-

# Without floats and atomics, as in an ESP32-C3.
SWIFT_riscv32imc := -Osize -target riscv32-none-none-eabi -Xcc -march=rv32imc -Xcc -mabi=ilp32
CC_riscv32imc := riscv64-unknown-elf-gcc -march=rv32imc -mabi=ilp32 -msmall-data-limit=0
BINUTILS_riscv32imc := riscv64-unknown-elf-

# The same code with mnist37_model_open, by the C library's headers for AArch64, at any address: for archive and shared library.
SWIFT_aarch64-linux := -O -target aarch64-none-none-elf -D MNIST37_HOSTED -Xcc -fPIC -Xcc -D__linux__ -Xcc -D__unix__ \
	-Xcc -isystem -Xcc /usr/aarch64-linux-gnu/include
CC_aarch64-linux := aarch64-linux-gnu-gcc
BINUTILS_aarch64-linux := aarch64-linux-gnu-

SWIFT_aarch64 := -O -target aarch64-none-none-elf
CC_aarch64 := aarch64-linux-gnu-gcc -static
BINUTILS_aarch64 := aarch64-linux-gnu-

# x86-64 without AVX2, for the conformance set; the x86_64 of dist-static has both kernels and the file functions.
SWIFT_x86_64-sse2 := -O -target x86_64-unknown-none-elf
CC_x86_64-sse2 := cc
BINUTILS_x86_64-sse2 :=
CC_x86_64 := cc
BINUTILS_x86_64 :=

$(foreach core,$(BOARDS) $(BOARDLESS), \
    $(eval SWIFT_$(core)-linear := $$(SWIFT_$(core)) -D MNIST37_LINEAR) \
    $(eval CC_$(core)-linear := $$(CC_$(core))) \
    $(eval BINUTILS_$(core)-linear := $$(BINUTILS_$(core))))

SWIFT_wasm32 := -Osize -target wasm32-unknown-none-wasm

# From build/cores/CORE/all.o to the library: hands on the functions of the header and hides the rest. GNU ld, because lld
# cannot drop what nothing reaches from a relocatable link (among it parts of Swift's library that want an allocator).
# Only unwinding and Swift's module loader read the sections that are removed first.
NEEDLESS := .ARM.exidx* .rel.ARM.exidx* .eh_frame .rela.eh_frame .rel.eh_frame .swift_modhash .swift1_autolink_entries
LDFLAGS_riscv32 := -m elf32lriscv
LDFLAGS_riscv32-linear := $(LDFLAGS_riscv32)
LDFLAGS_riscv32imc := $(LDFLAGS_riscv32)
LDFLAGS_riscv32imc-linear := $(LDFLAGS_riscv32)
define archive
$(LLVM)llvm-objcopy --wildcard $(NEEDLESS:%=--remove-section='%') build/cores/$*/all.o build/cores/$*/stripped.o
$(BINUTILS_$*)ld $(LDFLAGS_$*) -r --gc-sections build/cores/$*/stripped.o -o build/cores/$*/merged.o \
	$$($(LLVM)llvm-nm --defined-only build/cores/$*/stripped.o | sed -n 's/.* T mnist37_/-u mnist37_/p')
$(LLVM)llvm-objcopy --wildcard --keep-global-symbol='mnist37_*' build/cores/$*/merged.o build/cores/$*/hidden.o
$(LLVM)llvm-objcopy --strip-unneeded build/cores/$*/hidden.o build/cores/$*/libmnist37.o
rm -f $@
$(LLVM)llvm-ar rcs $@ build/cores/$*/libmnist37.o
cp include/mnist37.h $(@D)/mnist37.h
endef

$(EMBEDDED_CORES:%=build/dist/%/libmnist37.a): build/dist/%/libmnist37.a: $(RUNTIME_FILES) mk/targets.mk
	@mkdir -p build/cores/$* $(@D)
	$(SWIFTC) $(SWIFT_$*) $(EMBEDDED) $(RUNTIME_SWIFT) -c -o build/cores/$*/all.o
	$(archive)

# The hosted library is made of the objects of the shared one: of each source of a module one, NAME.swift's in
# MODULE.build/NAME.swift.o. The wide modules have the sources of Prediction through a link.
HOSTED_OBJECTS := $(foreach module,MNIST37 Framing Prediction PredictionAVX2 PredictionAVX512,\
    $(patsubst %,$(module).build/%.o,\
        $(notdir $(wildcard Sources/Runtime/$(module)/*.swift Sources/Runtime/$(module)/*/*.swift))))

build/dist/x86_64/libmnist37.a: build/dist/%/libmnist37.a: $(RUNTIME_FILES) mk/targets.mk | lib
	@mkdir -p build/cores/$* $(@D)
	cd "$$($(RUNTIME_BUILD) --show-bin-path)" && ld -r --unique $(HOSTED_OBJECTS) -o $(CURDIR)/build/cores/$*/all.o
	$(archive)

# WebAssembly has no hidden symbols in an archive; the module shows the header's functions and its memory only.
build/dist/wasm32/libmnist37.a: $(RUNTIME_FILES) mk/targets.mk
	@mkdir -p build/cores/wasm32 $(@D)
	$(SWIFTC) $(SWIFT_wasm32) $(EMBEDDED) $(RUNTIME_SWIFT) -c -o build/cores/wasm32/all.o
	rm -f $@
	$(LLVM)llvm-ar rcs $@ build/cores/wasm32/all.o
	cp include/mnist37.h $(@D)/mnist37.h

build/dist/wasm32/mnist37.wasm: build/dist/wasm32/libmnist37.a
	$(LLVM)wasm-ld --no-entry --gc-sections --strip-all --stack-first -z stack-size=8192 --export=__heap_base \
	    $$($(LLVM)llvm-nm --defined-only $< | sed -n 's/.* T \(mnist37_[a-z_]*\)$$/--export=\1/p') $< -o $@

# The conformance programs: one runner, linked with each library.

PROGRAM_FLAGS := -O2 -std=c11 -Wall -Wextra -ffunction-sections -fdata-sections -ffp-contract=off -Iinclude \
	-I$(FIRMWARE) -I$(CONFORMANCE)
RUNNER := $(CONFORMANCE)/runner.c $(CONFORMANCE)/vectors.c build/conformance/data.c
RUNNER_FILES := $(RUNNER) $(CONFORMANCE)/conformance.h $(wildcard $(CONFORMANCE)/ports/*) include/mnist37.h mk/targets.mk
BOARD_FILES := $(wildcard $(FIRMWARE)/*.[ch] $(FIRMWARE)/*/start.c $(FIRMWARE)/*/link.ld)
# What a program for board $(1) is linked of besides its own files.
board = $(CC_$(1)) -ffreestanding -nostdlib -fno-tree-loop-distribute-patterns -Wl,--gc-sections -Wl,-z,noexecstack \
	-T $(FIRMWARE)/$(call board_folder,$(1))/link.ld $(FIRMWARE)/$(call board_folder,$(1))/start.c $(FIRMWARE)/memory.c \
	$(PORT_$(1))
board_folder = $(or $(FOLDER_$(1)),$(1))
FOLDER_cortex-m3 := cortex-m4f
FOLDER_riscv32imc := riscv32
PORT_cortex-m3 := $(FIRMWARE)/semihosting.c
PORT_cortex-m0 := $(FIRMWARE)/semihosting.c
PORT_cortex-m4f := $(FIRMWARE)/semihosting.c

build/conformance/data.c: $(CONFORMANCE_WEIGHTS) $(CONFORMANCE)/embed.sh $(wildcard $(CONFORMANCE)/*.bin \
		$(CONFORMANCE)/expected/*.bin) $(CONFORMANCE)/bases.txt
	@mkdir -p $(@D)
	sh $(CONFORMANCE)/embed.sh $(CONFORMANCE_WEIGHTS) > $@.new
	mv $@.new $@

$(BOARDS:%=build/conformance/%): build/conformance/%: build/dist/%/libmnist37.a $(RUNNER_FILES) $(BOARD_FILES)
	$(call board,$*) $(PROGRAM_FLAGS) $(RUNNER) $< -lgcc -o $@

# The archives of the cores without a row in `make conformance` are tried with fewer files, in a second instead of half a
# minute; BITS_WEIGHTS="$(ls Tests/Conformance/weights/*.m37)" tries all.
BITS_WEIGHTS ?= $(patsubst %,$(CONFORMANCE)/weights/%.m37,linear-f32 linear-i8 conv-i8-3-5-known conv-i8-4-8)
BITS := build/bits/$(words $(BITS_WEIGHTS))-files
$(BITS)/data.c: $(BITS_WEIGHTS) $(CONFORMANCE)/embed.sh mk/targets.mk
	@mkdir -p $(@D)
	sh $(CONFORMANCE)/embed.sh --without-statuses $(BITS_WEIGHTS) > $@.new
	mv $@.new $@

$(BOARDLESS:%=$(BITS)/%): $(BITS)/%: build/dist/%/libmnist37.a Tests/Release/bits.c $(BITS)/data.c $(BOARD_FILES)
	$(call board,$*) $(PROGRAM_FLAGS) Tests/Release/bits.c $(CONFORMANCE)/vectors.c $(BITS)/data.c $< -lgcc -o $@

build/conformance/aarch64 build/conformance/x86_64-sse2 build/conformance/x86_64: build/conformance/%: \
		build/dist/%/libmnist37.a $(RUNNER_FILES)
	$(CC_$*) $(PROGRAM_FLAGS) -DBATCH=17 $(RUNNER) $(FIRMWARE)/hosted.c $< -o $@

# With the very library that ships.
build/conformance/x86_64-shared: $(RUNNER_FILES) $(RUNTIME_FILES) | lib
	$(CC) $(PROGRAM_FLAGS) -DBATCH=17 $(RUNNER) $(FIRMWARE)/hosted.c -L build/lib -lmnist37 \
	    -Wl,-rpath,'$$ORIGIN/../lib' -o $@

build/conformance/wasm32: build/dist/wasm32/libmnist37.a $(RUNNER_FILES) $(FIRMWARE)/memory.c
	$(LLVM)clang --target=wasm32-unknown-unknown -ffreestanding -fno-builtin -nostdlib -Wl,--no-entry \
	    -Wl,--gc-sections -Wl,-z,stack-size=65536 -DBATCH=17 $(PROGRAM_FLAGS) $(RUNNER) $(CONFORMANCE)/ports/wasi.c \
	    $(FIRMWARE)/memory.c $< -o $@

# The same for framing: pictures that the program draws. It wants more RAM than a Cortex-M0's board has; a Cortex-M3 runs its
# code, too.
FRAMES := $(CONFORMANCE)/frames.c build/conformance/frames.bin.c
FRAMES_FILES := $(FRAMES) $(CONFORMANCE)/conformance.h include/mnist37.h mk/targets.mk

build/conformance/frames.bin.c: $(CONFORMANCE)/frames.bin $(CONFORMANCE)/digits.bin $(CONFORMANCE)/embed.sh
	@mkdir -p $(@D)
	sh $(CONFORMANCE)/embed.sh --frames > $@.new
	mv $@.new $@

build/conformance/frames-cortex-m4f build/conformance/frames-riscv32 $(BOARDLESS:%=build/conformance/frames-%): \
		build/conformance/frames-%: \
		build/dist/%/libmnist37.a $(FRAMES_FILES) $(BOARD_FILES)
	$(call board,$*) $(PROGRAM_FLAGS) $(FRAMES) $< -lgcc -o $@

build/conformance/frames-cortex-m0: build/dist/cortex-m0/libmnist37.a $(FRAMES_FILES) $(BOARD_FILES)
	$(subst $(CC_cortex-m4f),$(CC_cortex-m0),$(call board,cortex-m4f)) $(PROGRAM_FLAGS) $(FRAMES) $< -lgcc -o $@

build/conformance/frames-aarch64 build/conformance/frames-x86_64-sse2 build/conformance/frames-x86_64: \
		build/conformance/frames-%: build/dist/%/libmnist37.a $(FRAMES_FILES)
	$(CC_$*) $(PROGRAM_FLAGS) $(FRAMES) $(FIRMWARE)/hosted.c $< -o $@

build/conformance/frames-x86_64-shared: $(FRAMES_FILES) $(RUNTIME_FILES) | lib
	$(CC) $(PROGRAM_FLAGS) $(FRAMES) $(FIRMWARE)/hosted.c -L build/lib -lmnist37 -Wl,-rpath,'$$ORIGIN/../lib' -o $@

build/conformance/frames-wasm32: build/dist/wasm32/libmnist37.a $(FRAMES_FILES) $(FIRMWARE)/memory.c
	$(LLVM)clang --target=wasm32-unknown-unknown -ffreestanding -fno-builtin -nostdlib -Wl,--no-entry \
	    -Wl,--gc-sections -Wl,-z,stack-size=65536 $(PROGRAM_FLAGS) $(FRAMES) $(CONFORMANCE)/ports/wasi.c \
	    $(FIRMWARE)/memory.c $< -o $@

.PHONY: conformance-frames
conformance-frames: build/conformance/frames.bin.c lib ## writes anew what Tests/Conformance/frames.c expects; for a change of the framing that is meant
	@$(CC) $(PROGRAM_FLAGS) -DFRAMES_PRINT $(FRAMES) $(FIRMWARE)/hosted.c -L build/lib -lmnist37 \
	    -Wl,-rpath,$(CURDIR)/build/lib -o build/conformance/frames-print
	@build/conformance/frames-print | python3 -c \
	    "import struct, sys; sys.stdout.buffer.write(b''.join(struct.pack('<I', int(line, 16)) for line in sys.stdin))" \
	    >build/conformance/frames.new
	@mv build/conformance/frames.new $(CONFORMANCE)/frames.bin

# The firmware: weights as a C array, in int8, which a core without an FPU needs.

FIRMWARE_WEIGHTS ?= Sources/classify/Weights/conv-tiny-i8.m37
FIRMWARE_FILES := build/firmware/weights.h $(BOARD_FILES) mk/targets.mk

build/firmware/weights.h: $(FIRMWARE_WEIGHTS) Sources/WeightsFile/SourceExport.swift
	@mkdir -p $(@D)
	@$(SWIFT_BUILD) --product trainer
	"$$(swift build --show-bin-path)/trainer" export $< --c $@ --name weights

$(BOARDS:%=build/firmware/%): build/firmware/%: build/dist/%/libmnist37.a $(FIRMWARE_FILES)
	$(call board,$*) $(PROGRAM_FLAGS) -Ibuild/firmware $(FIRMWARE)/main.c $< -lgcc -o $@

build/firmware/host: build/dist/x86_64-sse2/libmnist37.a $(FIRMWARE_FILES)
	$(CC) $(PROGRAM_FLAGS) -Ibuild/firmware $(FIRMWARE)/main.c $(FIRMWARE)/hosted.c $< -o $@

# The camera's program needs 42 KB of RAM: not for the Cortex-M0's board, which has 16.
CAMERA_BOARDS := cortex-m4f riscv32
$(CAMERA_BOARDS:%=build/firmware/camera-%): build/firmware/camera-%: build/dist/%/libmnist37.a $(FIRMWARE_FILES)
	$(call board,$*) $(PROGRAM_FLAGS) -Ibuild/firmware $(FIRMWARE)/camera.c $< -lgcc -o $@

build/firmware/camera-host: build/dist/x86_64-sse2/libmnist37.a $(FIRMWARE_FILES)
	$(CC) $(PROGRAM_FLAGS) -Ibuild/firmware $(FIRMWARE)/camera.c $(FIRMWARE)/hosted.c $< -o $@

# Sizes, stack and instruction counts.

BUDGETS := Tests/Budgets
PROBE_stack := $(CONFORMANCE)/vectors.c build/conformance/data.c
PROBE_instructions := $(CONFORMANCE)/vectors.c build/probes/data.c
# Without float32 networks: on a core without an FPU they take millions of instructions, and counting those minutes.
INSTRUCTION_WEIGHTS ?= $(patsubst %,$(CONFORMANCE)/weights/%.m37,linear-f32 linear-i8 conv-i8-4-8 conv-i8-8-16-16)

build/probes/data.c: $(INSTRUCTION_WEIGHTS) $(CONFORMANCE)/embed.sh mk/targets.mk
	@mkdir -p $(@D)
	sh $(CONFORMANCE)/embed.sh --without-statuses $(INSTRUCTION_WEIGHTS) > $@.new
	mv $@.new $@

define board_probe
build/probes/$(1)-$(2): $(BUDGETS)/$(1).c build/dist/$(2)/libmnist37.a $(PROBE_$(1)) $(BOARD_FILES) mk/targets.mk
	@mkdir -p $$(@D)
	$$(call board,$(2:%-linear=%)) $(PROGRAM_FLAGS) $$< $(PROBE_$(1)) build/dist/$(2)/libmnist37.a -lgcc -o $$@
endef

# At fixed addresses, which instructions.sh looks up, and without a red zone, which stack.c would paint over.
define hosted_probe
build/probes/$(1)-$(2): $(BUDGETS)/$(1).c build/dist/$(2)/libmnist37.a $(PROBE_$(1)) $(FIRMWARE)/hosted.c mk/targets.mk
	@mkdir -p $$(@D)
	$(CC_$(2)) $(RED_ZONE_$(2)) -static -no-pie $(PROGRAM_FLAGS) $$< $(PROBE_$(1)) $(FIRMWARE)/hosted.c \
	    build/dist/$(2)/libmnist37.a -o $$@
endef
RED_ZONE_x86_64 := -mno-red-zone
RED_ZONE_x86_64-sse2 := -mno-red-zone

$(foreach probe,stack instructions,$(foreach core,$(BOARDS) $(LINEAR),$(eval $(call board_probe,$(probe),$(core)))))
$(foreach probe,stack instructions,$(foreach core,aarch64 x86_64 x86_64-sse2,\
    $(eval $(call hosted_probe,$(probe),$(core)))))

# What of the library init and predict of one picture reach; and the same linked to the end, with the routines that they
# call: the compiler's arithmetic and the firmware's memset.
$(patsubst %,build/probes/linear-%.o,$(EMBEDDED_CORES) x86_64): build/probes/linear-%.o: build/dist/%/libmnist37.a
	@mkdir -p $(@D)
	$(BINUTILS_$*)ld $(LDFLAGS_$*) -r --gc-sections -u mnist37_model_init -u mnist37_predict build/cores/$*/libmnist37.o \
	    -o $@

# What of the library mnist37_frame reaches.
$(patsubst %,build/probes/frame-%.o,$(EMBEDDED_CORES) x86_64): build/probes/frame-%.o: build/dist/%/libmnist37.a
	@mkdir -p $(@D)
	$(BINUTILS_$*)ld $(LDFLAGS_$*) -r --gc-sections -u mnist37_frame -u mnist37_frame_scratch build/cores/$*/libmnist37.o -o $@

$(patsubst %,build/probes/needs-%,$(EMBEDDED_CORES) x86_64): build/probes/needs-%: build/dist/%/libmnist37.a
	@mkdir -p $(@D)
	$(CC_$*) -Os -ffreestanding -ffunction-sections -fno-tree-loop-distribute-patterns -nostdlib -static -no-pie \
	    -Wl,--gc-sections,-z,noexecstack,-e,mnist37_predict,-u,mnist37_model_init $< $(FIRMWARE)/memory.c -lgcc -o $@

WEB_WEIGHTS ?= Sources/classify/Weights/mnist37.m37
