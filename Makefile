# From a checkout on a machine with only Python and make: each target first installs what it needs into .venv, once.

VENV ?= .venv
# The first of these that pyproject.toml allows and that can make an environment; one's own with PYTHON=/path/to/python.
PYTHON ?= python3.14 python3.13 python3.12 python3.11 python3 python
# More options of app.py for run, of pytest for test, of each benchmark for bench.
ARGS ?=
# More extras of pyproject.toml than a target needs, installed in the same step: EXTRAS=,ray
EXTRAS ?=
# Of train: the folder of Speech Commands.
DATA ?=

BIN := $(VENV)/bin/python
REQUIRES := $(shell sed -n 's/^requires-python = "\(.*\)"/\1/p' pyproject.toml)
USABLE := import ensurepip, re, sys; \
	low, high = [tuple(map(int, v.split("."))) for v in re.findall(r"[\d.]+", "$(REQUIRES)")]; \
	sys.exit(not low <= sys.version_info[:3] < high)
COMMANDS := import json, pathlib; \
	cards = sorted(pathlib.Path("assets/variants").glob("*/card.json")); \
	print(*[json.loads(card.read_text())["training"]["command"] for card in cards], sep="\n"); \
	sweeps = sorted(pathlib.Path("assets/variants").glob("*/lr-finder.json")); \
	print(*[json.loads(sweep.read_text())["command"].replace("FILE", str(sweep)) for sweep in sweeps], sep="\n")
# Node.js of the environment, or else one's own.
NPM := PATH="$(abspath $(VENV)/bin):$$PATH" npm
INSTALL := $(BIN) -m pip install --disable-pip-version-check

export DATA

.PHONY: help run test test-quick test-lowest lint docs constraints train bench

help:  ## say what there is
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-11s %s\n", $$1, $$2}' Makefile

run: $(VENV)/.installed  ## open the page in the browser; Ctrl-C ends it
	$(BIN) app.py $(ARGS)

test: $(VENV)/.installed-dev  ## run every test, those in the browser too
	$(BIN) tests/browser/chromium.py
	$(BIN) -m pytest $(ARGS)

test-quick: $(VENV)/.installed-dev  ## run the tests that need no browser, no training and no other process
	OMP_NUM_THREADS=1 $(BIN) -m pytest --numprocesses auto --dist loadfile -m "not slow and not browser" $(ARGS)

test-lowest: | $(BIN)  ## run the tests of reading sounds with the lowest versions that requirements.txt allows
	$(BIN) -m venv $(VENV)-lowest
	$(VENV)-lowest/bin/python -m pip install --disable-pip-version-check --quiet \
		$$(sed -nE 's/^(numpy|soundfile|av|soxr)>=([0-9.]+),.*/\1==\2/p' requirements.txt) \
		'pytest>=9,<10' 'pytest-timeout>=2.4,<3' 'hypothesis>=6.140,<7'
	$(VENV)-lowest/bin/python -m pytest --noconftest tests/test_audio.py tests/test_decode.py tests/test_refused_sounds.py tests/test_workers.py

lint: $(VENV)/.installed-dev node_modules/.package-lock.json  ## check style and types, of Python and JavaScript
	$(BIN) -m ruff check .
	$(BIN) -m ruff format --check .
	$(BIN) -m mypy
	$(VENV)/bin/lint-imports
	$(NPM) run --silent lint

docs: $(VENV)/.installed-dev  ## write what README, docs and model cards say of code, cards and records
	$(BIN) -m tools.docs

constraints: requirements.txt pyproject.toml | $(BIN)  ## pin every package of the app and of dev, with hashes, into constraints.txt
	$(INSTALL) --quiet 'uv>=0.9,<1'
	$(BIN) -m uv pip compile pyproject.toml --extra dev --universal --python-version 3.11 --generate-hashes \
		--no-emit-index-url --no-header --no-annotate --quiet --output-file constraints.txt

train: $(VENV)/.installed-training  ## train every shipped network again, as its card says: make train DATA=DIR
	@test -n "$$DATA" || { echo 'Say where Speech Commands lies, or is to lie: make train DATA=DIR' >&2; exit 2; }
	$(BIN) -m speechcls data "$$DATA"
	@python() { $(BIN) "$$@"; }; \
	commands=$$($(BIN) -c '$(COMMANDS)' | sed 's/ --data DATA/ --data "$$DATA"/'); \
	test -n "$$commands" || { echo 'There is no card in assets/variants to take a command from.' >&2; exit 2; }; \
	set -ex; eval "$$commands"

bench: $(VENV)/.installed-dev  ## measure, beside the usual ways
	@set -e; for file in benchmarks/[a-z]*.py; do \
		name=$$(basename $$file .py); echo; echo "== $$name"; $(BIN) -m benchmarks.$$name $(ARGS); \
	done

# The stamps are younger than what they were installed from, so that nothing is installed twice.
$(VENV)/.installed: requirements.txt | $(BIN)
	$(INSTALL) --requirement requirements.txt
	@touch $@

$(VENV)/.installed-%: requirements.txt pyproject.toml | $(BIN)
	$(INSTALL) --editable '.[$*$(EXTRAS)]'
	@touch $@ $(VENV)/.installed

node_modules/.package-lock.json: package.json package-lock.json .npmrc | $(VENV)/.installed-dev
	$(NPM) ci --no-audit --no-fund
	@touch $@

$(BIN):
	@for python in $(PYTHON); do \
		if "$$python" -c '$(USABLE)' 2>/dev/null; then \
			rm -f $(VENV)/.installed*; echo "$$python -m venv $(VENV)"; exec "$$python" -m venv $(VENV); \
		fi; \
	done; \
	echo 'Found no Python $(REQUIRES) with its venv module; looked for: $(PYTHON).' >&2; \
	echo 'On Debian and Ubuntu: apt-get install python3 python3-venv. Or name one: make run PYTHON=/path/to/python' >&2; \
	exit 1
