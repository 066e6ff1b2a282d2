# What the checks of the built library need; they are quick enough for every `make test`.

EXERCISE_FILES = $(wildcard Tests/Golden/*.m37 Tests/Conformance/weights/*.m37)

build/exercise: Tests/Checks/exercise.c include/mnist37.h lib
	@$(CC) -O2 -I include $< -L build/lib -lmnist37 -Wl,-rpath,'$$ORIGIN/lib' -o $@

build/open: Tests/Checks/open.c include/mnist37.h lib
	@$(CC) -O2 -I include $< -L build/lib -lmnist37 -Wl,-rpath,'$$ORIGIN/lib' -o $@

build/allocations.so: Tests/Checks/allocations.c
	@mkdir -p build
	@$(CC) -O2 -fPIC -shared -fno-builtin $< -o $@
