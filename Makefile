# Two commands: `make report` and `make test`. Each sets up what it needs, alone and first.
PYTHON ?= python3
VERSION := $(shell $(PYTHON) -c 'import sys; print("%d.%d" % sys.version_info[:2])' 2>/dev/null)
# The default interpreter's environment is .venv/; another's lies beside it, such as .venv-3.13/.
VENV := $(if $(filter python3,$(PYTHON)),.venv,.venv-$(VERSION))
BIN := $(VENV)/bin
READY := $(VENV)/.ready-$(VERSION)
NOTEBOOKS := $(sort $(wildcard notebooks/*.ipynb))
SOURCES := $(shell find lib/detente notebooks seeds -type f -not -path '*/__pycache__/*' -not -path '*/.ipynb_checkpoints/*' 2>/dev/null)
export PYTHONHASHSEED = 0

.DEFAULT_GOAL := help
.PHONY: help setup report test check lab notebooks fuzz bench clean

help:  ## show this list
	@echo "Détente: who does or says what to whom, when a posture shifted, and the words it rests on."
	@echo
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## (.*)/  make \1|\2/' | awk -F'|' '{printf "%-18s %s\n", $$1, $$2}'
	@echo
	@echo "  make PYTHON=python3.13 test   chooses another interpreter, with an environment of its own"

setup: $(READY)  ## make the environment in .venv/ (the other targets do it by themselves)

$(READY): requirements.lock pyproject.toml
	@command -v $(PYTHON) >/dev/null || { echo "$(PYTHON) isn't installed: apt install python3 python3-venv, or make PYTHON=<another>"; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python $(VERSION) is too old: Détente needs 3.11 or newer; make PYTHON=<another>"; exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || { echo "$(PYTHON) lacks venv or ensurepip: apt install python3-venv (or python$(VERSION)-venv)"; exit 1; }
	@echo "Setting up $(VENV)/ for Python $(VERSION), once; this takes about a minute and a half."
	@test -x $(BIN)/python && $(BIN)/python -c 'import sys; sys.exit("%d.%d" % sys.version_info[:2] != "$(VERSION)")' 2>/dev/null || $(PYTHON) -m venv --clear $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements.lock \
	  || { echo "Installing failed. Is the package index reachable (pip config list)? Then: make clean && make setup"; exit 1; }
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@rm -f $(VENV)/.ready-*; touch $@

report: reports/index.html  ## write every report from the seeds to reports/index.html
	@echo "Open reports/index.html"

reports/index.html: $(READY) $(SOURCES)
	@$(BIN)/detente report --all --out reports/
	@touch $@

test: $(READY)  ## run all that CI runs: style, tests, prose, notebooks
	$(BIN)/ruff check .
	$(BIN)/python -m pytest -q -n 2 --dist loadfile tests
	$(BIN)/python -m pytest -q --nbval --nbval-sanitize-with tests/nbval_sanitize.cfg --nbval-current-env --nbval-cell-timeout=600 -n 2 --dist loadfile notebooks

lab: $(READY)  ## open JupyterLab on the notebooks
	$(BIN)/jupyter lab --notebook-dir=. notebooks/01_what_is_in_the_corpus.ipynb

notebooks: $(READY)  ## clear and run all notebooks in order, and save them with clean metadata
	$(BIN)/python -m detente.reports.notebooks $(NOTEBOOKS)

fuzz: $(READY)  ## feed 10,000 damaged files to the loaders
	$(BIN)/python tests/fuzz_documents.py --runs 10000

bench: $(READY)  ## measure accuracy, calibration and speed, beside peers
	$(BIN)/python benchmarks/coding.py
	$(BIN)/python benchmarks/coding.py --speed
	$(BIN)/python benchmarks/documents.py

clean:  ## remove the environments and all that was built
	rm -rf .venv .venv-* build lib/*.egg-info .pytest_cache .ruff_cache .hypothesis
	find reports -name '*.html' -delete -o -name '*.findings.json' -delete
	find reports -mindepth 1 -type d -empty -delete
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
