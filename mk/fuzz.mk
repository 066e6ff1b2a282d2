# libFuzzer with the address sanitizer, for FUZZ_SECONDS each: the reader of weights files and prediction, starting from the
# golden files; and framing.

FUZZ_SECONDS ?= 60
RUNTIME_SOURCES = $(wildcard Sources/Runtime/MNIST37/*.swift Sources/Runtime/Prediction/*.swift Sources/Runtime/Framing/*.swift)

build/fuzz-model build/fuzz-frame: build/fuzz-%: Tests/Fuzz/fuzz-%.swift $(RUNTIME_SOURCES)
	@mkdir -p build
	swiftc -parse-as-library -O -wmo -sanitize=fuzzer,address \
	    -I include -I Sources/Runtime/CVector -I Sources/Runtime/CPlan -I Sources/Runtime/CPlatform -D MNIST37_HOSTED \
	    -module-name MNIST37 $^ -o $@
