# The Swift package over libmnist37, which other packages name by URL: docs/swift.md.

SWIFT_PACKAGE ?= build/swift/mnist37
SWIFT_VARIANTS := x86_64 aarch64-linux cortex-m4f

.PHONY: swift-package swift-door check-swift-package check-swift-as-c

swift-package: ## build/swift/mnist37: the Swift package MNIST37 as a git repository with a tag
	@$(MAKE) -s lib $(SWIFT_VARIANTS:%=build/dist/%/libmnist37.a)
	@$(SWIFT_BUILD) --product trainer
	@TRAINER="$$($(SWIFT_BUILD) --show-bin-path)/trainer" packaging/swift.sh '$(SWIFT_PACKAGE)'

swift-door: swift-package build/classify_pgm
	@MAKE='$(MAKE)' LLVM='$(LLVM)' SWIFT_PACKAGE='$(SWIFT_PACKAGE)' sh Tests/SwiftPackage/run.sh

check-swift-package: swift-door ## whether programs use that package by URL and tag, here and on a Cortex-M4F, with C's bits
	@python3 Scripts/docs-tables.py check build/tables docs/swift.md

FOLLOW_PAGE = PATH="$(LLVM):$$PATH" python3 Tests/Checks/follow_page.py
check-swift-as-c: ## follows docs/swift-as-c.md in an empty folder, and compares what its commands print
	@$(FOLLOW_PAGE) docs/swift-as-c.md
