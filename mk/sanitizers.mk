# The library under the thread sanitizer, the one for undefined behaviour, and valgrind; under the address sanitizer it is
# tortured, see torture.mk, which compiles it for all of them.

SANITIZED_FILES := Sources/classify/Weights/linear.m37 $(wildcard Sources/classify/Weights/conv*.m37)
VALGRIND := valgrind --quiet --error-exitcode=9 --leak-check=full --errors-for-leak-kinds=all

build/sanitizers/threads: Tests/Sanitizers/threads.c include/mnist37.h build/checked/tsan/libmnist37.o
	@mkdir -p $(@D)
	@$(CHECKED_C) $< build/checked/tsan/libmnist37.o $(tsan.clang) -lpthread -o $@

build/sanitizers/undefined: Tests/Checks/exercise.c include/mnist37.h build/checked/ubsan/libmnist37.o
	@mkdir -p $(@D)
	@$(CHECKED_C) $(ubsan.clang) $< build/checked/ubsan/libmnist37.o -o $@

build/sanitizers/classify_pgm: build/sanitizers/%: examples/c/%.c include/mnist37.h \
		build/checked/asan/libmnist37.o
	@mkdir -p $(@D)
	@$(CHECKED_C) $(asan.clang) $< build/checked/asan/libmnist37.o -o $@

.PHONY: sanitizers run-sanitizers
sanitizers: ## threads under the thread sanitizer, every function under that of undefined behaviour and under valgrind, the examples
	@if [ "$$(uname -m)" = x86_64 ]; then $(MAKE) -s --no-print-directory run-sanitizers; \
	else . Tests/skipped.sh; skipped sanitizers "they are for the kernels of x86-64"; fi

run-sanitizers: build/exercise build/sanitizers/threads build/sanitizers/undefined build/sanitizers/classify_pgm
	@build/sanitizers/threads $(SANITIZED_FILES)
	@for file in $(EXERCISE_FILES); do build/sanitizers/undefined $$file >/dev/null || exit 1; done
	@echo "undefined behaviour: none with $(words $(EXERCISE_FILES)) files"
	@python3 Tests/Checks/pgm_example.py build/sanitizers/classify_pgm Sources/classify/Weights/mnist37.m37
	@. Tests/skipped.sh; has_tools valgrind valgrind || exit 0; for file in $(SANITIZED_FILES); do \
	    $(VALGRIND) build/exercise $$file >/dev/null || exit 1; \
	done; echo "valgrind: nothing to say of $(words $(SANITIZED_FILES)) files"
