# What version 1 keeps, and how what ships is linked. docs/abi.md explains.

.PHONY: abi check-abi check-hardening

abi: lib ## writes Tests/ABI/description.txt: what version 1 keeps of symbols, sizes, offsets, numbers and golden files
	@MAKE='$(MAKE)' LLVM='$(LLVM)' python3 -B Tests/ABI/description.py write

check-abi: lib ## whether every library, every core's C compiler and the golden files are as Tests/ABI/description.txt says
	@MAKE='$(MAKE)' LLVM='$(LLVM)' python3 -B Tests/ABI/description.py check

check-hardening: lib static tool-programs build/dist/aarch64-linux/libmnist37.so ## PIE, RELRO, bound at once, no executable stack
	@sh Tests/Checks/hardening.sh build/lib/libmnist37.so build/lib/libmnist37.a build/dist/aarch64-linux/libmnist37.so \
	    build/dist/aarch64-linux/libmnist37.a $(TOOLS:%=$(TOOLS_FOLDER)/%)
