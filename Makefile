# Every target sets up what it needs: the first one run on a fresh machine makes .venv, which takes a few minutes.

PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
READY  := $(VENV)/.ready
TORCH_INDEX ?=

SUBMISSION ?= student_template
FLAGS = $(if $(A),--assignment $(A)) $(if $(SEED),--seed $(SEED)) $(if $(DEVICE),--device $(DEVICE)) \
        $(if $(DATA),--data $(DATA)) $(if $(JSON),--json $(JSON))
# Lost points are a result, not a failure of make: only exit code 2 (could not grade) is.
GRADED = || [ $$? -eq 1 ]

.PHONY: help setup check demo verify stubs data calibrate test lint bench attacks doctor
.DEFAULT_GOAL := help

help:  ## this list
	@echo "make demo          marks the reference solutions: a first look, 100 of 100"
	@echo "make check         marks your files in student_template/"
	@echo "                     A=spiral  one assignment      SUBMISSION=path  another folder or file"
	@echo "                     SEED=7    repeat a run        DEVICE=cuda      auto, cpu or cuda"
	@echo "                     JSON=file write the report"
	@echo "make data          downloads MNIST to data/ (DATA=dir for another folder)"
	@echo "make stubs         writes student_template/ anew from reference/ (FORCE=1 over work in it)"
	@echo "make verify        proves the course: references, templates, right variants, known mistakes (A=slug)"
	@echo "make calibrate     measures every threshold anew into docs/calibration.md"
	@echo "make attacks       the attacks that the grader is known to hold against, and what becomes of each"
	@echo "make doctor        which walls this machine can put around a submission"
	@echo "make test          the tests of the grader itself"
	@echo "make lint          style and types"
	@echo "make bench         measures speed into docs/benchmarks.md"
	@echo "set-up:            PYTHON=python3.12 picks an interpreter; TORCH_INDEX=url takes torch from another index"

setup: $(READY)

$(READY): pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || \
	  { echo "torchgrade needs Python 3.11 or newer; name one with make PYTHON=python3.12"; exit 2; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || \
	  { echo "$(PYTHON) has no venv module: install it (Debian: apt install python3-venv), then try again"; exit 2; }
	@echo "setting up $(VENV): torch and what the course needs, once"
	@$(PYTHON) -m venv $(VENV)
	$(if $(TORCH_INDEX),@$(BIN)/pip install --quiet --index-url $(TORCH_INDEX) -c constraints.txt torch torchvision)
	@$(BIN)/pip install --progress-bar on --disable-pip-version-check -c constraints.txt -e '.[dev]' | \
	  grep --line-buffered -E '^(Collecting|Downloading|Installing|Successfully)' | cut -c1-100; \
	  test -x $(BIN)/torchgrade || { echo "set-up failed: run $(BIN)/pip install -e . to see why"; exit 2; }
	@touch $@

check: $(READY)
	@$(BIN)/torchgrade check $(SUBMISSION) $(FLAGS) $(GRADED)

demo: $(READY)
	@$(BIN)/torchgrade check reference $(FLAGS) $(GRADED)

verify: $(READY)
	@$(BIN)/torchgrade verify $(filter-out --json%,$(FLAGS))

stubs: $(READY)
	@$(BIN)/python -m graders.stubs $(if $(FORCE),--force)
	@$(BIN)/torchgrade mistakes

data: $(READY)
	@$(BIN)/python -m assignments.mnist_files --root $(or $(DATA),data)

calibrate: $(READY)
	@$(BIN)/torchgrade calibrate $(if $(A),--assignment $(A)) $(if $(DATA),--data $(DATA))

test: $(READY)
	@$(BIN)/python -m pytest $(ARGS)

lint: $(READY)
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy

attacks: $(READY)
	@$(BIN)/python -m tests.attacks_table

doctor: $(READY)
	@$(BIN)/torchgrade doctor

bench: $(READY)
	@$(BIN)/python -m tests.bench
