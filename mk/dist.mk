# `make dist`: what people download. build/release/ gets the source, the library for people without Swift, and the tools.
# The same commit gives the same bytes, in whatever folder and by whichever user it is built.

# Of the last commit; an unpacked source archive has it in its files' dates.
SOURCE_DATE_EPOCH ?= $(shell git log -1 --format=%ct 2>/dev/null || stat -c %Y Makefile)
export SOURCE_DATE_EPOCH

# The folder that is written, and whether the tools are packed as well, which takes the longest.
RELEASE ?= build/release
RELEASE_TOOLS ?= yes

SHIPPED := $(microcontrollers) $(LINEAR) aarch64-linux x86_64 wasm32

.PHONY: dist-files doors check-dist check-ecosystems

# At any address, and exports what exports.map lets through.
build/dist/aarch64-linux/libmnist37.so: build/dist/aarch64-linux/libmnist37.a Sources/Runtime/exports.map
	$(call cc_for,aarch64-linux) -shared -Wl,-soname=$(SONAME) -Wl,--version-script=Sources/Runtime/exports.map \
	    -Wl,--gc-sections,--build-id=none,-z,defs,-z,now -Wl,--strip-all build/cores/aarch64-linux/libmnist37.o -o $@

dist-files: lib tools
	@$(MAKE) -s $(SHIPPED:%=build/dist/%/libmnist37.a) build/dist/aarch64-linux/libmnist37.so build/web/index.html

doors: dist-files ## packs build/release-check twice, and uses what is in it as people without Swift would
	@$(MAKE) -s $(BOARDLESS:%=$(BITS)/%) $(BOARDLESS:%=build/conformance/frames-%)
	@MAKE='$(MAKE)' LLVM='$(LLVM)' BITS='$(BITS)' Tests/table.sh doors sh Tests/Release/run.sh

check-dist: doors ## the same, and whether docs/downloads.md has the tables that it prints
	@python3 Scripts/docs-tables.py check build/tables docs/downloads.md

# Their tools take a minute to install, so make test asks for the same without them.
.venv-ecosystems/installed: mk/dist.mk
	@python3 -m venv .venv-ecosystems
	@.venv-ecosystems/bin/pip install --quiet platformio idf-component-manager kconfiglib pyyaml
	@touch $@

check-ecosystems: dist-files .venv-ecosystems/installed ## whether PlatformIO, ESP-IDF and Kconfig accept the archive, in .venv-ecosystems
	@RELEASE=build/release-ecosystems RELEASE_TOOLS=no homepage=https://mnist37.example/ packaging/dist.sh >/dev/null
	@tar xzf build/release-ecosystems/libmnist37-$(VERSION).tar.gz -C build/release-ecosystems
	@.venv-ecosystems/bin/python Tests/Release/ecosystem_tools.py build/release-ecosystems/libmnist37-$(VERSION) \
	    build/release-ecosystems

# Debian packages. A revision counts packages of the same version; the maintainer is whoever builds them for others.
DEB_REVISION ?= 1
DEB_MAINTAINER ?= the mnist37 authors <mnist37@authors.invalid>
deb_revision = $(DEB_REVISION)
deb_maintainer = $(DEB_MAINTAINER)
export deb_revision deb_maintainer

.PHONY: check-deb
# What is tried is thrown away, so it is packed without taking much time.
check-deb: lib static tools ## makes the packages; installs, uses, upgrades and removes them below a root of their own
	@DEB_COMPRESSION='-Zgzip -z1' Tests/table.sh doors-debian sh Tests/Release/deb.sh
	@python3 Scripts/docs-tables.py check build/tables docs/debian.md
