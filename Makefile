# Two commands on a fresh machine: `make` builds the deck, `make test` runs every test.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

backend.apkg: $(VENV)/built mkdeck.toml $(wildcard sources/*.md) $(shell find src -name "*.*" -not -name "*.pyc")
	$(BIN)/mkdeck sources/*.md -o $@

$(VENV)/built: pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade "pip>=25.1"
	$(BIN)/python -m pip install --quiet --editable .
	touch $@

$(VENV)/ready: $(VENV)/built
	$(BIN)/python -m pip install --quiet --group test
	$(BIN)/python -m pip install --quiet --group anki || echo "anki cannot be installed here; the tests that need it are skipped"
	$(BIN)/python -m pip install --quiet --no-deps --group reviewer || echo "Anki's own scripts cannot be had here; cards are looked at without them"
	$(BIN)/python -m pip install --quiet --group browser || echo "playwright cannot be installed here; the tests that need it are skipped"
	$(BIN)/python -m pip install --quiet --group sources || echo "what the deck's code uses cannot be installed here; the tests that run it are skipped"
	$(BIN)/python -m pip install --quiet --group hooks || echo "pre-commit cannot be installed here; the tests that need it are skipped"
	touch $@

.PHONY: test quick lint clean
test: $(VENV)/ready
	$(BIN)/python -m pytest --numprocesses auto

QUICK := reading answers left_out identity history matching evidence words languages architecture config check front_matter

quick: $(VENV)/ready
	$(BIN)/python -m pytest --numprocesses auto $(QUICK:%=tests/test_%.py)
	@echo "left out: $(filter-out $(QUICK),$(patsubst tests/test_%.py,%,$(wildcard tests/test_*.py)))"

lint: $(VENV)/ready
	$(BIN)/python -m pip install --quiet --group lint
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/check-jsonschema --builtin-schema vendor.github-workflows .github/workflows/*.yml
	$(BIN)/check-jsonschema --builtin-schema vendor.github-actions action.yml comment/action.yml
	$(BIN)/check-jsonschema --builtin-schema vendor.dependabot .github/dependabot.yml
	$(BIN)/zizmor --offline --quiet .

clean:
	rm -rf $(VENV) dist backend.apkg
