# libmnist37.a for each core of mk/cores.mk, and the module for WebAssembly. docs/targets.md explains.

SWIFTC ?= swiftc
# The LLVM tools lie next to the compiler, wherever that is.
LLVM := $(dir $(realpath $(shell command -v $(SWIFTC))))

LINEAR := $(microcontrollers:%=%-linear)
# All that swiftc compiles for by itself; SwiftPM's x86_64 comes from libmnist37.so.
EMBEDDED_CORES := $(microcontrollers) $(LINEAR) aarch64-linux aarch64 x86_64-sse2
CORE_FILES := mk/cores.mk mk/targets.mk

# The runtime.

RUNTIME_SWIFT := $(wildcard Sources/Runtime/MNIST37/*.swift Sources/Runtime/Prediction/*.swift Sources/Runtime/Framing/*.swift)
RUNTIME_FILES := $(RUNTIME_SWIFT) $(wildcard Sources/Runtime/C*/* Sources/Runtime/Package.swift) include/mnist37.h
RUNTIME_MODULE := -I Sources/Runtime/include $(patsubst %,-I Sources/Runtime/%,CVector CPlan CPlatform) -module-name MNIST37
EMBEDDED := -wmo -parse-as-library -gnone -enable-experimental-feature Embedded \
	-Xfrontend -function-sections -Xfrontend -disable-stack-protector -Xcc -ffreestanding \
	$(RUNTIME_MODULE)

# What mk/cores.mk says of a core, or of its library for linear models.
field = $($(1:%-linear=%).$(2))
swift_for = $(SWIFTC) $(call field,$(1),swift) -target $(call field,$(1),target) $(addprefix -Xcc ,$(call field,$(1),flags)) \
	$(if $(filter %-linear,$(1)),-D MNIST37_LINEAR) $(EMBEDDED) $(RUNTIME_SWIFT)
cc_for = $(call field,$(1),cc) $(call field,$(1),flags)
ld_for = $(patsubst %gcc,%,$(filter %-gcc,$(call field,$(1),cc)))ld $(call field,$(1),ld) -r --gc-sections

# From build/cores/CORE/all.o to the library: hands on the functions of the header and hides the rest. GNU ld, because lld
# cannot drop what nothing reaches from a relocatable link (among it parts of Swift's library that want an allocator).
# Only unwinding and Swift's module loader read the sections that are removed first.
NEEDLESS := .ARM.exidx* .rel.ARM.exidx* .eh_frame .rela.eh_frame .rel.eh_frame .swift_modhash .swift1_autolink_entries
define archive
$(LLVM)llvm-objcopy --wildcard $(NEEDLESS:%=--remove-section='%') build/cores/$*/all.o build/cores/$*/stripped.o
$(call ld_for,$*) build/cores/$*/stripped.o -o build/cores/$*/merged.o \
	$$($(LLVM)llvm-nm --defined-only build/cores/$*/stripped.o | sed -n 's/.* T mnist37_/-u mnist37_/p')
$(LLVM)llvm-objcopy --wildcard --keep-global-symbol='mnist37_*' build/cores/$*/merged.o build/cores/$*/hidden.o
$(LLVM)llvm-objcopy --strip-unneeded build/cores/$*/hidden.o build/cores/$*/libmnist37.o
rm -f $@
$(LLVM)llvm-ar rcs $@ build/cores/$*/libmnist37.o
cp include/mnist37.h $(@D)/mnist37.h
endef

$(EMBEDDED_CORES:%=build/dist/%/libmnist37.a): build/dist/%/libmnist37.a: $(RUNTIME_FILES) $(CORE_FILES)
	@mkdir -p build/cores/$* $(@D)
	$(call swift_for,$*) -c -o build/cores/$*/all.o
	$(archive)

# The hosted library is made of the objects of the shared one: of each source of a module one, NAME.swift's in
# MODULE.build/NAME.swift.o. The wide modules have the sources of Prediction through a link.
HOSTED_OBJECTS := $(foreach module,Runtime Framing Prediction PredictionAVX2 PredictionAVX512,\
    $(patsubst %,$(module).build/%.o,\
        $(notdir $(wildcard $(patsubst %,Sources/Runtime/$(module:Runtime=MNIST37)/%.swift,* */*)))))

build/dist/x86_64/libmnist37.a: build/dist/%/libmnist37.a: $(RUNTIME_FILES) $(CORE_FILES) | lib
	@mkdir -p build/cores/$* $(@D)
	cd "$$($(RUNTIME_BUILD) --show-bin-path)" && ld -r --unique $(HOSTED_OBJECTS) -o $(CURDIR)/build/cores/$*/all.o
	$(archive)

# WebAssembly has no hidden symbols in an archive; the module shows the header's functions and its memory only.
build/dist/wasm32/libmnist37.a: $(RUNTIME_FILES) $(CORE_FILES)
	@mkdir -p build/cores/wasm32 $(@D)
	$(call swift_for,wasm32) -c -o build/cores/wasm32/all.o
	rm -f $@
	$(LLVM)llvm-ar rcs $@ build/cores/wasm32/all.o
	cp include/mnist37.h $(@D)/mnist37.h

build/dist/wasm32/mnist37.wasm: build/dist/wasm32/libmnist37.a $(CORE_FILES)
	$(LLVM)wasm-ld --no-entry --gc-sections --strip-all --compress-relocations --stack-first -z stack-size=8192 \
	    --export=__heap_base $$($(LLVM)llvm-nm --defined-only $< | sed -n 's/.* T \(mnist37_[a-z_]*\)$$/--export=\1/p') $< -o $@

# The example for a browser is one page with the library and two models. What `make web` puts beside it is for pages of one's own.
WEB_NETWORK ?= Sources/classify/Weights/conv-i8.m37
WEB_LINE ?= Sources/classify/Weights/linear.m37
WEB_WEIGHTS ?= Sources/classify/Weights/mnist37.m37

build/web/index.html: build/dist/wasm32/mnist37.wasm $(WEB_NETWORK) $(WEB_LINE) Scripts/make-web-page.py \
		$(wildcard examples/web/*)
	@mkdir -p $(@D)
	@python3 Scripts/make-web-page.py $@ $< $(WEB_NETWORK) $(WEB_LINE)

# What the page is compared with.
build/web-frame: Tests/Checks/frame.c build/dist/x86_64/libmnist37.a
	@$(CC) -O2 -Iinclude $< build/dist/x86_64/libmnist37.a -o $@
