# The commands of a newcomer. `make` alone lists them. The environment is made on first use.
#   VENV=/somewhere/venv make demo       keeps the environment elsewhere
#   PYTHON=python3.12 make demo          chooses the Python that makes it
#   LAB_OPTIONS=--no-browser make lab    passes options on to JupyterLab
#   BENCH_OPTIONS=--save make bench      passes options on to the benchmarks; --save records their results
VENV ?= .venv
BIN := $(VENV)/bin
PYTHON ?=
UV := $(shell command -v uv 2>/dev/null)
PIP = $(if $(UV),$(UV) pip install --quiet --compile-bytecode --python $(BIN)/python,$(BIN)/python -m pip install --quiet --disable-pip-version-check)
BENCH ?= $(sort $(basename $(notdir $(wildcard benchmarks/*.py))))
ALLOW_ROOT := $(if $(filter 0,$(shell id -u)),--allow-root)
# No pop-up that asks about news and updates. JupyterLab's own options of that purpose do not keep it away.
QUIET_LAB := $(VENV)/share/jupyter/lab/settings/overrides.json
NO_NEWS := {"@jupyterlab/apputils-extension:notification": {"fetchNews": "false", "checkForUpdates": false}}
# Three on two cores: tests wait half of their time, for boxes, kernels and browsers. The slow files come first.
THREE_AT_A_TIME := -n 3 --dist loadfile --no-loadscope-reorder
BUILT_FROM := $(wildcard course/*/* solutions/*/* autograder/*.py autograder/*/*.py autograder/exercises/*/*.py)

.PHONY: help install demo test test-long lab bench build clean clean-demo

help:  ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-12s %s\n", $$1, $$2 }' Makefile

install: $(VENV)/.installed  ## make the environment and install Refold in it

demo: build/.built  ## grade a sample class, write feedback and a report, and say where to look
	@$(BIN)/refold demo

test: $(VENV)/.installed-test  ## run the test suite
	OMP_NUM_THREADS=1 $(BIN)/python -m pytest $(THREE_AT_A_TIME) $(PYTEST_OPTIONS)  # small matrices: more threads only get in the way

test-long: $(VENV)/.installed-test  ## run all tests, also those that take minutes
	$(BIN)/python -m pytest -m "long or not long" $(PYTEST_OPTIONS)

lab: $(VENV)/.installed | build/source $(QUIET_LAB)  ## open JupyterLab with nbgrader's extensions (formgrader, Validate)
	$(BIN)/jupyter lab $(ALLOW_ROOT) $(LAB_OPTIONS)

bench: $(VENV)/.installed-test  ## run the benchmarks (BENCH=layers: one of them; BENCH_OPTIONS=--save)
	@set -e; for name in $(BENCH); do \
		echo "benchmarks/$$name.py"; $(BIN)/python benchmarks/$$name.py $(BENCH_OPTIONS); done

build: $(VENV)/.installed  ## make course/ from solutions/
	@$(BIN)/refold build

$(QUIET_LAB): | $(VENV)/.installed
	@mkdir -p $(@D) && echo '$(NO_NEWS)' > $@

build/source:
	@$(MAKE) build/.built

build/.built: $(VENV)/.installed $(BUILT_FROM)
	@$(BIN)/refold build
	@touch $@

clean-demo: $(VENV)/.installed  ## take the sample class out again: its submissions, grades and pages
	@$(BIN)/refold demo --clean

clean:  ## remove the environment (the gradebook and the course's key, below build/, stay)
	rm -rf $(VENV) .pytest_cache .ruff_cache .hypothesis

$(BIN)/python:
	@sh tools/make_venv.sh "$(VENV)" "$(PYTHON)"

$(VENV)/.installed: pyproject.toml $(BIN)/python
	@echo "Installing Refold and what it needs in $(VENV) (a minute or two, once)"
	@$(PIP) -e .
	@touch $@

$(VENV)/.installed-test: $(VENV)/.installed
	@echo "Installing what the tests need"
	@$(PIP) -e '.[test]'
	@touch $@
