# Everything runs in .venv, which these targets make and keep up to date themselves: Python 3.11 or newer, make and a
# package registry are all a machine needs. Packages are installed from the locks, by pip, with their hashes checked.

PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
# Processes that share the tests; 0 runs them in one, as a debugger needs it.
WORKERS ?= 2
PIP    := $(BIN)/python -m pip install --quiet --disable-pip-version-check
COMPILE := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-strip-extras --no-emit-index-url --custom-compile-command "make lock" $(UPGRADE)

.DEFAULT_GOAL := help
.PHONY: help install demo up test lint typecheck fmt eval mutations bench build lock clean

help: ## Show the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

install: $(VENV)/.runtime ## Install the assistant into .venv: afterwards .venv/bin/assistant runs it

demo: $(VENV)/.runtime ## Take in the sample brand and write one draft of each kind
	$(BIN)/assistant demo

up: $(VENV)/.runtime ## Start the service, a worker and the pages on this machine (ARGS="--workspace DIR"); Ctrl-C ends them
	@$(BIN)/assistant up $(ARGS)

# They start the program some hundred times: it is compiled once, also where the environment would have it otherwise.
test eval: export PYTHONDONTWRITEBYTECODE :=

test: $(VENV)/.dev ## Run the tests (ARGS="tests/knowledge -x" for some of them, WORKERS=4 on a machine of four cores)
	$(BIN)/python -m pytest --numprocesses $(WORKERS) $(ARGS)

lint: $(VENV)/.dev ## Check style and formatting
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

typecheck: $(VENV)/.dev ## Check types, strictly
	$(BIN)/mypy

fmt: $(VENV)/.dev ## Format the code and sort the imports
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

eval: $(VENV)/.runtime ## Run the eval suites against the gates (ARGS="topic share" for some); docs/evals.md
	$(BIN)/assistant eval $(ARGS)

mutations: $(VENV)/.runtime ## Break the product in every known way; the suites must notice (a few minutes)
	$(BIN)/assistant eval mutations $(ARGS)

bench: $(VENV)/.dev ## Measure speed (half an hour; DATA=DIR for messages that are not ours); docs/benchmarks.md
	@echo "| what | measured | against | ratio | goal |"
	@$(BIN)/python -m evals.bench.starting
	@$(BIN)/python -m evals.bench.syncing
	@$(BIN)/python -m evals.bench.search
	@$(BIN)/python -m evals.bench.checks
	@$(BIN)/python -m evals.bench.moderation $(if $(DATA),--data $(DATA))
	@$(BIN)/python -m evals.bench.backtesting
	@$(BIN)/python -m evals.bench.desk

build: $(VENV)/.dev ## Build the wheel and the source archive into dist/
	$(BIN)/python -m hatchling build

lock: $(VENV)/.dev ## Write the locks anew from pyproject.toml (UPGRADE=--upgrade takes newer versions)
	$(COMPILE) pyproject.toml --output-file requirements.lock
	$(COMPILE) --group build --constraint requirements.lock --output-file requirements-build.lock
	$(COMPILE) pyproject.toml --group dev --constraint requirements.lock --output-file requirements-dev.lock

clean: ## Remove .venv, caches and build results; the brand's files and drafts stay
	rm -rf $(VENV) dist build .mypy_cache .ruff_cache .pytest_cache .hypothesis

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo "Python 3.11 or newer is needed and $(PYTHON) is not; name another: make PYTHON=python3.12 ..." >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/.runtime: requirements.lock requirements-build.lock pyproject.toml | $(BIN)/python
	@echo "Installing packages into $(VENV) (the first time takes a minute or two)"
	@$(PIP) --require-hashes -r requirements.lock -r requirements-build.lock
	@$(PIP) --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.dev: requirements-dev.lock $(VENV)/.runtime | $(BIN)/python
	@$(PIP) --require-hashes -r requirements-dev.lock
	@touch $@
