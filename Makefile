# Lianchuang. `make` alone lists what there is to do.
# Needs Python 3.11 or newer, git and make; everything else is brought by `make setup`.

PYTHON ?= python3
WORKERS ?= 2
ARGS ?=
APP ?=

BIN := .venv/bin
CHECK := $(BIN)/python -m scripts.checks
# Checks and tests never touch the data of this checkout.
APART := env -u DATABASE_URL LIANCHUANG_HOME=.make/home
DJANGO := $(APART) DJANGO_SETTINGS_MODULE=lianchuang.config.settings $(BIN)/python -W error -m django
PYTEST := $(BIN)/python -m pytest

.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help setup demo run dev check test quick test-sqlite test-postgres test-browser outside test-outside messages lock wheel format clean

help:  ## List these targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-16s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

# --- to use it ---------------------------------------------------------------

setup:  ## Bring everything that is needed to run (leaves .venv/bin/lianchuang)
	@$(PYTHON) -m scripts.setup

demo: setup  ## Build the demo county and serve it (ARGS="--scale 10")
	@$(BIN)/lianchuang demo $(ARGS)

run: setup  ## Serve this checkout's own data
	@$(BIN)/lianchuang serve $(ARGS)

# --- to work on it -----------------------------------------------------------

dev:  ## Set-up with the packages for tests and checks
	@$(PYTHON) -m scripts.setup --dev

CHECKS := check-style check-types check-layers check-django check-templates check-messages check-js check-size \
	check-addresses check-locks

.PHONY: $(CHECKS)
check: $(CHECKS)  ## Every check below

check-style: dev  ## Ruff: rules and format
	$(BIN)/ruff check
	$(BIN)/ruff format --check

check-types: dev  ## mypy, strict
	$(BIN)/mypy

check-layers: dev  ## No app imports one above it
	$(BIN)/lint-imports --cache-dir .make/import-linter

check-django: dev  ## Django's own checks; no migration is missing
	$(DJANGO) check --fail-level WARNING
	$(DJANGO) makemigrations --check --dry-run

check-templates: dev  ## No inline style or script, all text translated, icons exist
	@$(CHECK).templates

check-messages: dev  ## Chinese is complete, nothing stale
	@$(PYTHON) -m scripts.system gettext
	@$(CHECK).messages

check-js: dev  ## TypeScript reads the browser code
	@$(CHECK).javascript

check-size: dev  ## Files and functions within their budgets
	@$(CHECK).size

check-addresses: dev  ## No registry addresses, no machine's paths
	@$(CHECK).addresses

check-locks: dev  ## Locks fit what is asked for
	@$(CHECK).locks

format: dev  ## Let ruff put code in shape
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

test: outside test-sqlite test-postgres test-browser  ## The whole suite, on SQLite (with outside tools) and PostgreSQL, then in a browser

quick: dev  ## Only the fast tests, on SQLite (ARGS="-k words")
	$(APART) $(PYTEST) -m "not browser and not slow" -n $(WORKERS) --dist worksteal $(ARGS)

test-sqlite: dev  ## The suite on SQLite
	-@$(PYTHON) -m scripts.system java
	$(APART) $(PYTEST) -m "not browser" -n $(WORKERS) --dist worksteal $(ARGS)

test-postgres: dev  ## The same suite on a throw-away PostgreSQL
	@$(PYTHON) -m scripts.system postgres
	$(APART) $(BIN)/python -m scripts.postgres $(PYTEST) -m "not browser" -n $(WORKERS) --dist worksteal $(ARGS)

test-browser: dev  ## The journeys in Chromium
	@$(PYTHON) -m scripts.system chromium fonts
	$(APART) $(PYTEST) -m browser -n $(WORKERS) --dist worksteal $(ARGS)

outside: dev
	@$(BIN)/python -m scripts.trestle --install

test-outside: outside  ## Let compliance-trestle, an outside tool, validate the OSCAL we write (installs it first)
	$(APART) $(PYTEST) tests/test_oscal_outside.py $(ARGS)

messages: dev  ## Collect the texts to translate (APP=findings for one app)
	@$(PYTHON) -m scripts.system gettext
	@$(BIN)/python -m scripts.messages collect $(APP)
	@$(PYTHON) -m scripts.setup messages

lock:  ## Renew the locks (ARGS=--upgrade for newest versions)
	@$(PYTHON) -m scripts.setup tools
	@$(PYTHON) -m scripts.lock $(ARGS)

wheel: setup  ## Build dist/*.whl
	@$(PYTHON) -m scripts.wheel

clean:  ## Remove what make made; the data in var stays
	rm -rf .make .tools .venv node_modules lianchuang/browser dist build .ruff_cache .hypothesis
	find lianchuang tests scripts \( -name __pycache__ -o -name '*.mo' \) -prune -exec rm -rf {} +
