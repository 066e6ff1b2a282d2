# What goes wrong goes wrong whole: Tests/Faults makes system calls and allocations fail, one at a time.

FAULTS = build/faults/model_open build/faults/two_versions build/faults/allocations.so build/faults/libmnist37-other.so

build/faults/model_open: Tests/Faults/model_open.c include/mnist37.h lib
	@mkdir -p $(@D)
	@$(CC) -O2 -I include $< -L build/lib -lmnist37 -Wl,-rpath,'$$ORIGIN/../lib' -o $@

build/faults/two_versions: Tests/Faults/two_versions.c include/mnist37.h
	@mkdir -p $(@D)
	@$(CC) -O2 -I include $< -ldl -lpthread -o $@

build/faults/allocations.so: Tests/Faults/allocations.c
	@mkdir -p $(@D)
	@$(CC) -O2 -fPIC -shared -fno-builtin $< -o $@

# The dynamic linker knows a library by its file.
build/faults/libmnist37-other.so: lib
	@mkdir -p $(@D)
	@cp build/lib/libmnist37.so $@

.PHONY: faults faults-short faulted-tools
faulted-tools: $(FAULTS) build/predict build/classify_pgm
	@$(SWIFT_BUILD) --product trainer
	@$(SWIFT_BUILD) --product classify

faults: faulted-tools ## every system call and allocation failing, signals, full disks, many writers, in a quarter of an hour: a table
	@Tests/table.sh faults python3 -B Tests/Faults/run.py build "$$($(SWIFT_BUILD) --show-bin-path)"
	$(torture_page)

faults-short: faulted-tools ## the same in less than a minute, for make test
	@python3 -B Tests/Faults/run.py --short build "$$($(SWIFT_BUILD) --show-bin-path)"
