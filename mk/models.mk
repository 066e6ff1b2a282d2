# The models that ship and what docs/models.md tells of them. MNIST37_DATA names MNIST_SAMPLE; all trainings together take
# 33 minutes of one core, those of the shipped files five.

MODEL_TRAINER = .build-release/release/trainer
MODEL_FIGURES = python3 Scripts/model-figures.py $(MODEL_TRAINER) '$(MNIST37_DATA)' build/models build/tables
KNOWN_WEIGHTS = $(foreach name,conv-tiny conv-tiny-i8 conv conv-i8,Sources/classify/Weights/$(name).m37)
UNCALIBRATED = build/models/uncalibrated-conv-tiny.m37 build/models/uncalibrated-conv.m37

.PHONY: model-trainer model-figures models check-models known

model-trainer:
	@test -n '$(MNIST37_DATA)' || { echo "MNIST37_DATA must name the unpacked MNIST_SAMPLE folder" >&2; exit 66; }
	@$(SWIFT_BUILD) -c release --scratch-path .build-release --product trainer

models: model-trainer ## trains the models that ship and puts them into Sources/classify/Weights
	@$(MODEL_FIGURES) --ship

check-models: model-trainer ## whether the models that ship are what the default recipes give, byte for byte
	@$(MODEL_FIGURES) --check

# Without a package or a font the rows that need it say so.
known: lib ## how well `known` of KNOWN_WEIGHTS tells threes and sevens from other digits, letters and shapes, in .venv-digits
	@$(MAKE) --no-print-directory .venv-digits/installed || echo 'known: not every package is installed' >&2
	@Tests/table.sh known .venv-digits/bin/python Tests/Pictures/known.py build/lib/libmnist37.so $(KNOWN_WEIGHTS) \
	    $(if $(MNIST37_DATA),--mnist '$(MNIST37_DATA)/valid')
