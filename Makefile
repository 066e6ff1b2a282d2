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

.PHONY: all help lib run test format-check install uninstall clean dependencies

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
	@$(MAKE) --no-print-directory check-allocations check-baseline conformance size firmware dist-static web

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
	swift format lint --strict --recursive --parallel Package.swift Sources Tests

clean: ## everything that make built
	rm -rf build .build-runtime

include mk/checks.mk  # check-allocations, check-baseline
include mk/targets.mk # conformance, firmware, size, instructions, dist-static, web
include mk/bench.mk   # bench, bench-plot, bench-peers
include mk/fuzz.mk    # fuzz
include mk/docs.mk    # completions, man, install-docs, picture-kinds, other-handwriting
