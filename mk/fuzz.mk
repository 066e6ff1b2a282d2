# libFuzzer with the address sanitizer, for FUZZ_SECONDS each: the reader of weights files and prediction, starting from the
# golden files; and framing.

FUZZ_SECONDS ?= 60

build/fuzz-model build/fuzz-frame: build/fuzz-%: Tests/Fuzz/fuzz-%.swift $(RUNTIME_FILES)
	@mkdir -p build
	$(SWIFTC) -parse-as-library -O -wmo -sanitize=fuzzer,address -D MNIST37_HOSTED $(RUNTIME_MODULE) $< $(RUNTIME_SWIFT) -o $@
