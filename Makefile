# Two commands set everything up: `make demo` and `make test`. Only Python 3.11+ and make are needed.
PYTHON ?= python3
VENV   ?= .venv
BIN    := $(VENV)/bin

LABELS ?= ../shared

.PHONY: demo test slow check figures clean
demo: $(VENV)/.installed
	$(BIN)/veeduria demo

test: $(VENV)/.installed-dev
	$(BIN)/python -m pytest $(PYTEST_ARGS)

slow: $(VENV)/.installed-dev
	$(BIN)/python -m pytest -m slow $(PYTEST_ARGS)

check: $(VENV)/.installed-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

# collect what the program says; translate what is new in extractor/cli/locale/*/LC_MESSAGES/veeduria.po and run it again
messages: $(VENV)/.installed-dev
	$(BIN)/python -m extractor.cli.catalogue

$(VENV)/bin/python:
	$(PYTHON) -m venv $(VENV)

$(VENV)/.installed: pyproject.toml | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[all]'
	touch $@

$(VENV)/.installed-dev: pyproject.toml | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[dev]'
	touch $@ $(VENV)/.installed

# the figures of docs/figures.md: on what the project ships, and on labelled data kept elsewhere
figures: $(VENV)/.installed-dev
	$(BIN)/veeduria evaluate
	$(BIN)/veeduria evaluate corpus/texts/shut.jsonl
	if [ -d $(LABELS) ]; then LABELS=$(LABELS) BIN=$(BIN) sh .ci/figures; fi

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .import_linter_cache
