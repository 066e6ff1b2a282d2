# What `make install` needs, and where it goes. `make` builds it, as anybody; `make install` copies, as root if need be.
# packaging/install.sh has the list of all files, which install and uninstall share.

# The variables of the GNU coding standards; those that follow from prefix are not taken from the environment. The tools
# look for their weights and digits in ../share/mnist37.
prefix ?= /usr/local
exec_prefix = $(prefix)
bindir = $(exec_prefix)/bin
libdir = $(exec_prefix)/lib
includedir = $(prefix)/include
datarootdir = $(prefix)/share
datadir = $(datarootdir)
mandir = $(datarootdir)/man
docdir = $(datarootdir)/doc/mnist37
DESTDIR ?=
# What mnist37.pc gives as its URL.
homepage ?=
version = $(VERSION)
tools_folder = $(TOOLS_FOLDER)
export DESTDIR prefix bindir libdir includedir datadir mandir docdir homepage version tools_folder

.PHONY: static tools tool-programs completions man
.PHONY: check-install

static: build/lib/libmnist37.a ## build/lib/libmnist37.a, for this machine

build/lib/libmnist37.a: build/dist/x86_64/libmnist37.a
	@mkdir -p $(@D)
	@cp $< $@

# The tools are linked here once more, with Swift's library inside them and libmnist37.a, so that they run on a machine
# without Swift. SwiftPM's --static-swift-stdlib would compile the runtime anew as well, which is Embedded Swift and has no
# such library. foundation.swift is compiled to bring the names of the static libraries that Foundation stands on.
# `make test` installs what `swift test` has built, TOOLS_CONFIGURATION=debug, from a folder of its own.
TOOLS_CONFIGURATION ?= release
TOOLS_SCRATCH := $(if $(filter debug,$(TOOLS_CONFIGURATION)),.build,.build-release)
TOOLS_FOLDER := build/tools$(if $(filter debug,$(TOOLS_CONFIGURATION)),-debug)
TOOLS_BUILD = $(SWIFT_BUILD) -c $(TOOLS_CONFIGURATION) --scratch-path $(TOOLS_SCRATCH)
TOOL_LIBRARIES = $(TOOLS_FOLDER)/foundation.o build/lib/libmnist37.a -lpng -lz

$(TOOLS_FOLDER)/foundation.o: mk/install.mk
	@mkdir -p $(@D)
	@echo 'import Foundation' >$(@D)/foundation.swift
	@$(SWIFTC) -static-stdlib -parse-as-library -c $(@D)/foundation.swift -o $@

# $(call link_tool,PRODUCT,NAME): the same bytes in whatever folder; Swift's hashes of modules, for debuggers, know the folder.
# A tool that is as it was stays in place, since somebody may be running it.
define link_tool
@$(SWIFTC) -static-stdlib -use-ld=lld @$(TOOLS_SCRATCH)/$(TOOLS_CONFIGURATION)/$(1).product/Objects.LinkFileList \
	$(TOOL_LIBRARIES) -Xlinker --gc-sections -Xlinker --strip-all -Xlinker --build-id=none -Xlinker -z -Xlinker now \
	-Xlinker --defsym -Xlinker main=$(1)_main -o $(TOOLS_FOLDER)/$(2).new
@$(LLVM)llvm-objcopy --remove-section=.swift_modhash $(TOOLS_FOLDER)/$(2).new
@cd $(TOOLS_FOLDER) && if cmp -s $(2).new $(2); then rm $(2).new; else mv $(2).new $(2); fi
endef

tool-programs: dependencies $(TOOLS_FOLDER)/foundation.o build/lib/libmnist37.a
	@$(TOOLS_BUILD) --product trainer
	@$(TOOLS_BUILD) --product classify
	$(call link_tool,trainer,mnist37-train)
	$(call link_tool,classify,mnist37-classify)

tools: tool-programs completions man ## build/tools: mnist37-train and mnist37-classify, which need no Swift where they run

TOOLS := mnist37-train mnist37-classify
completions: tool-programs ## completions of both tools for bash, zsh and fish, in build/tools/completions
	@mkdir -p $(TOOLS_FOLDER)/completions/bash $(TOOLS_FOLDER)/completions/zsh $(TOOLS_FOLDER)/completions/fish
	@for tool in $(TOOLS); do \
	    $(TOOLS_FOLDER)/$$tool --generate-completion-script bash >$(TOOLS_FOLDER)/completions/bash/$$tool && \
	    $(TOOLS_FOLDER)/$$tool --generate-completion-script zsh >$(TOOLS_FOLDER)/completions/zsh/_$$tool && \
	    $(TOOLS_FOLDER)/$$tool --generate-completion-script fish >$(TOOLS_FOLDER)/completions/fish/$$tool.fish || exit; \
	done

# The manuals would be dated by the minute they are made.
MANUAL_DATE = $(shell git log -1 --format=%cs 2>/dev/null || date +%F)
man: tool-programs ## man pages of both tools, in build/tools/man
	@$(TOOLS_BUILD) --product generate-manual
	@mkdir -p $(TOOLS_FOLDER)/man
	@for tool in $(TOOLS); do \
	    $(TOOLS_SCRATCH)/$(TOOLS_CONFIGURATION)/generate-manual $(TOOLS_FOLDER)/$$tool --date $(MANUAL_DATE) \
	        --output-directory $(TOOLS_FOLDER)/man || exit; \
	done
	@# It names a subcommand where there is none, and leaves empty lines, which mdoc has .Pp for.
	@sed -i '/^\.Ar subcommand$$/d' $(TOOLS_FOLDER)/man/mnist37-classify.1
	@sed -i 's/^$$/.Pp/' $(TOOLS:%=$(TOOLS_FOLDER)/man/%.1)

check-install: static tools ## installs into folders with spaces, builds and runs programs against that, uninstalls
	@MAKE='$(MAKE)' Tests/Install/run.sh
