# The commands of the project; .ci/run calls the same.
PYTHON ?= python3
BIN := .venv/bin

.PHONY: setup check test slow attack demo sdist

setup: ## an environment with all that tests need
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[dev]'

check: ## format, lint, types
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy

test: ## the fast half of the tests
	$(BIN)/python -m pytest -q -n 2

slow: ## the slow half: real processes, kills, whole corpora, ClickHouse
	$(BIN)/python -m pytest -q -n 2 -m slow

attack: ## one attack for long: make attack NAME=files (files, questions, lines, flips, disk, updates, serving)
	$(BIN)/python -m tests.attacks $(NAME)

demo:
	$(BIN)/wenbao demo >/dev/null

sdist: ## the source distribution, and the fast half of the tests as it brings them
	rm -rf dist build/sdist && mkdir -p build/sdist
	$(BIN)/python -m pip install --quiet --disable-pip-version-check build
	$(BIN)/python -m build --sdist >/dev/null
	tar -xzf dist/*.tar.gz -C build/sdist --strip-components=1
	cd build/sdist && $(CURDIR)/$(BIN)/python -m pytest -q -n 2
