# What a person or a machine does with this repository. `make` alone says what there is.

VENV   := .venv
BIN    := $(VENV)/bin
STAMP  := $(VENV)/.made
LAB    := .venv-lab
PYTEST ?= $(BIN)/python -m pytest --numprocesses auto --dist worksteal

.DEFAULT_GOAL := help
.PHONY: help setup reports test lint types lab schema docs sample bench lock clean

help: ## say what there is
	@printf 'make TARGET, where TARGET is one of\n\n'
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  %-9s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)
	@printf '\nOn a fresh machine: make reports, then make test. Both set up what they need.\n'

setup: $(STAMP) ## install the locked versions of everything into .venv

$(STAMP): uv.lock requirements.lock pyproject.toml .ci/setup
	@.ci/setup $(VENV)
	@touch $@

reports: setup ## make every report of the five projects (or ONLY="--region all"), and say where the portal is
	$(BIN)/reportkit run --batch all $(ONLY)

test: lint types ## check style and types, and run every test
	$(PYTEST)

lint: setup ## check style and layout of the source
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: setup ## check types
	$(BIN)/mypy

# JupyterLab has an environment of its own: where it is installed, every notebook library loads more and starts slower.
lab: setup ## open the report notebooks in JupyterLab
	@test -x $(LAB)/bin/jupyter-lab || .ci/setup $(LAB) lab
	$(LAB)/bin/jupyter-lab notebooks

schema: setup ## write the schema of project files for editors
	$(BIN)/python -m reportkit.params.schema params/project.schema.json

docs: setup ## write the definitions of the indicators and the list of checks to docs/indicators
	$(BIN)/python -m reportkit.pipeline.definitions docs/indicators

sample: setup ## make the synthetic data of the five projects again, the same to the byte
	$(BIN)/reportkit sample

bench: setup ## measure what benchmarks/ says
	$(BIN)/python -m benchmarks

lock: setup ## take the newest versions that pyproject.toml allows
	$(BIN)/uv lock --upgrade
	$(BIN)/uv export --quiet --frozen --no-emit-project --no-annotate --format requirements-txt --output-file requirements.lock

clean: ## remove what was made: reports, caches, built packages; not .venv, nor what was released
	rm -rf outputs/*
	test ! -d outputs/.reportkit || find outputs/.reportkit -mindepth 1 -maxdepth 1 \
		! -name 'ledger.*' ! -name releases ! -name persons -exec rm -rf {} +
	find . -name __pycache__ -not -path './.venv*' -prune -exec rm -rf {} +
	rm -rf .pytest_cache .mypy_cache .ruff_cache .hypothesis build dist
