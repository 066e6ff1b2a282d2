# What the checks of the built library need; they are quick enough for every `make test`.

EXERCISE_FILES = $(wildcard Tests/Golden/*.m37 Tests/Conformance/weights/*.m37)

build/exercise build/open: build/%: Tests/Checks/%.c include/mnist37.h lib
	$(linked)

build/allocations.so: Tests/Checks/allocations.c
	@mkdir -p build
	@$(CC) -O2 -fPIC -shared -fno-builtin $< -o $@
