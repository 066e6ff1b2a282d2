# Checks on the built library itself, quick enough for every `make test`.

.PHONY: check-allocations check-baseline

EXERCISE_FILES = $(wildcard Tests/Golden/*.m37 Tests/Conformance/weights/*.m37)

build/exercise: Tests/Checks/exercise.c include/mnist37.h lib
	@$(CC) -O2 -I include $< -L build/lib -lmnist37 -Wl,-rpath,'$$ORIGIN/lib' -o $@

build/allocations.so: Tests/Checks/allocations.c
	@mkdir -p build
	@$(CC) -O2 -fPIC -shared -fno-builtin $< -o $@

check-allocations: build/exercise build/allocations.so ## nothing but open and close takes memory
	@for file in $(EXERCISE_FILES); do LD_PRELOAD=build/allocations.so build/exercise $$file >/dev/null || exit 1; done

# A function compiled for AVX2 that slips into the path of an older processor dies here with an illegal instruction.
NEHALEM = qemu-x86_64 -cpu Nehalem
TRAINER = "$$($(SWIFT_BUILD) --show-bin-path)/trainer" --model linear --epochs 2 --quiet --output

check-baseline: build/exercise ## the same bits on a processor without AVX2, under QEMU: predicted and trained
	@if command -v qemu-x86_64 >/dev/null; then \
	    for file in $(EXERCISE_FILES); do \
	        build/exercise $$file >build/native.txt && \
	        $(NEHALEM) build/exercise $$file >build/nehalem.txt && \
	        cmp build/native.txt build/nehalem.txt || exit 1; \
	    done; \
	    $(SWIFT_BUILD) --product trainer && \
	    $(TRAINER) build/native.m37 && \
	    $(NEHALEM) $(TRAINER) build/nehalem.m37 && \
	    cmp build/native.m37 build/nehalem.m37 || exit 1; \
	    echo "check-baseline: the same bits with and without AVX2"; \
	else echo "check-baseline: skipped, there is no qemu-x86_64 (Debian: qemu-user)"; fi
