# libFuzzer on the reader of weights files and on prediction: FUZZ_SECONDS of new inputs, starting from the golden files.

FUZZ_SECONDS ?= 60
RUNTIME_SOURCES = $(wildcard Sources/Runtime/MNIST37/*.swift) $(wildcard Sources/Runtime/Prediction/*.swift)

build/fuzz-model: Tests/Fuzz/FuzzModel.swift $(RUNTIME_SOURCES)
	@mkdir -p build
	swiftc -parse-as-library -O -wmo -sanitize=fuzzer,address \
	    -I include -I Sources/Runtime/CVector -I Sources/Runtime/CPlan -I Sources/Runtime/CPlatform -D MNIST37_HOSTED \
	    -module-name MNIST37 $^ -o $@
