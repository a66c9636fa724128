# Two commands set everything up: `make demo` and `make test`. Only Python 3.11+ and make are needed.
# What is installed are the releases that the tests were green with: requirements/*.txt. uv installs them where it is, else pip.
PYTHON ?= python3
VENV   ?= .venv
BIN    := $(VENV)/bin

LABELS ?= ../shared
# how many processes run the tests; 0 for one, as a debugger wants it
WORKERS ?= 2
PYTEST := $(BIN)/python -m pytest -n $(WORKERS) --dist worksteal

# where it is set, each of the hundred processes that tests start would compile the program anew
unexport PYTHONDONTWRITEBYTECODE

.PHONY: demo test test-fast slow check check-lock lock update messages wheel figures figures-unseen clean
demo: $(VENV)/.installed
	$(BIN)/veeduria demo

test: $(VENV)/.installed-dev
	$(PYTEST) $(PYTEST_ARGS)

# for the inner loop: without the files that start processes, recognise scans or draw sequences of keys (LONG in tests/conftest.py)
test-fast: $(VENV)/.installed-dev
	$(PYTEST) -m 'not slow and not long' $(PYTEST_ARGS)

# those that take minutes or other programs, and those that draw examples with all of them
slow: $(VENV)/.installed-dev
	$(PYTEST) -m 'slow or hypothesis' --hypothesis-profile=thorough $(PYTEST_ARGS)

check: $(VENV)/.installed-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python .ci/picture.py check
	if [ -x $(BIN)/hadolint ]; then $(BIN)/hadolint Containerfile; else echo "no hadolint for this machine: Containerfile is not linted"; fi

# hold what pip installed against requirements/hashes.txt; tells, and stops nothing: a mirror may serve another build
check-lock: $(VENV)/.installed-dev
	$(BIN)/python .ci/lock.py check $(VENV)/.reports

# pin what pyproject.toml asks for anew and keep all other pins; or move every pin to today's release
lock: $(VENV)/.installed-dev
	$(BIN)/python .ci/lock.py keep

update: $(VENV)/.installed-dev
	$(BIN)/python .ci/lock.py update
	@echo "now: make test check; where click moved: make messages, and translate what is new"

# collect what the program says; translate what is new in extractor/cli/locale/*/LC_MESSAGES/veeduria.po and run it again
messages: $(VENV)/.installed-dev
	$(BIN)/python -m extractor.cli.catalogue

# build the wheel, install it in an environment of its own outside of this folder, and read the sample letters there
wheel: $(VENV)/.installed-dev
	PYTHON=$(PYTHON) BIN=$(BIN) sh .ci/wheel

$(VENV)/bin/python:
	$(PYTHON) -m venv $(VENV)

$(VENV)/.installed: pyproject.toml requirements/all.txt requirements/build.txt | $(VENV)/bin/python
	sh .ci/install $(VENV) all
	touch $@

$(VENV)/.installed-dev: pyproject.toml requirements/dev.txt requirements/build.txt | $(VENV)/bin/python
	sh .ci/install $(VENV) dev
	touch $@ $(VENV)/.installed

# the figures of docs/figures.md: on what the project ships, and on labelled data kept elsewhere
figures: $(VENV)/.installed-dev
	$(BIN)/veeduria evaluate --seen
	$(BIN)/veeduria evaluate corpus/texts/shut.jsonl
	if [ -d "$(LABELS)" ]; then LABELS=$(LABELS) BIN=$(BIN) sh .ci/figures; fi

# those that take a model for every writer left out: half an hour
figures-unseen: $(VENV)/.installed-dev
	$(BIN)/veeduria evaluate
	$(BIN)/python -m corpus.learnbench

clean:
	rm -rf $(VENV) dist .mypy_cache .ruff_cache .pytest_cache .import_linter_cache
