# Every target sets up what it needs: the first one run on a fresh machine makes .venv, which takes a few minutes.

PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
READY  := $(VENV)/.ready
COURSE  = $$($(BIN)/python -c "import tomllib; print(*tomllib.load(open('course.toml', 'rb')).get('requires', []))")
TORCH_INDEX ?=

SUBMISSION ?= student_template
OUT        ?= graded
FLAGS = $(if $(A),--assignment $(A)) $(if $(SEED),--seed $(SEED)) $(if $(DEVICE),--device $(DEVICE)) \
        $(if $(DATA),--data $(DATA)) $(if $(JSON),--json $(JSON))
# Lost points are a result, not a failure of make: only exit code 2 (could not grade) is.
GRADED = || [ $$? -eq 1 ]

.PHONY: help setup check watch train quiz new demo verify mutants stubs data calibrate test lint bench attacks doctor release
.DEFAULT_GOAL := help

help:  ## this list
	@echo "make demo          marks the reference solutions: a first look, full marks"
	@echo "make check         marks your files in student_template/"
	@echo "                     A=spiral  one assignment      SUBMISSION=path  another folder or file"
	@echo "                     SEED=7    repeat a run        DEVICE=cuda      auto, cpu or cuda"
	@echo "                     JSON=file write the report"
	@echo "make watch         marks a file again whenever it is saved, and shows what changed (A=slug, SUBMISSION=path)"
	@echo "make train A=slug  runs your training on all the data: a figure, and the weights to hand in (EPOCHS=n)"
	@echo "make quiz A=slug   asks you some questions on an assignment; nothing is marked or kept"
	@echo "make grade         marks a class: SUBMISSIONS=folder or archive, OUT=graded for marks and pages"
	@echo "                     ROSTER=class.csv   JOBS=4   SEEDS=3   ARGS='--only Ada --regrade'"
	@echo "make data          downloads MNIST and Fashion-MNIST to data/ (DATA=dir for another folder)"
	@echo "make stubs         writes student_template/ anew from reference/ (FORCE=1 over work in it)"
	@echo "make new A=slug    starts an assignment: a tiny one that works, in all its folders"
	@echo "make verify        proves the course: references, templates, right variants, known mistakes (A=slug)"
	@echo "make mutants       changes references in small ways, and shows what costs no points (A=slug)"
	@echo "make calibrate     measures every threshold anew into docs/calibration.md"
	@echo "make attacks       the attacks that the grader is known to hold against, and what becomes of each"
	@echo "make release       builds what is used elsewhere, in dist/: Otter, Gradescope, the student's kit (A=slug)"
	@echo "make doctor        which walls this machine can put around a submission"
	@echo "make test          the tests of tool and course, half an hour on two cores; FAST=1 a part of them, in 90 seconds"
	@echo "                     ARGS='tests/judge -x'"
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
	@$(BIN)/pip install --progress-bar on --disable-pip-version-check -c constraints.txt -e '.[dev]' $(COURSE) | \
	  grep --line-buffered -E '^(Collecting|Downloading|Installing|Successfully)' | cut -c1-100; \
	  test -x $(BIN)/torchgrade || { echo "set-up failed: run $(BIN)/pip install -e . to see why"; exit 2; }
	@echo "$(CURDIR)" > "$$($(BIN)/python -c 'import sysconfig; print(sysconfig.get_path("purelib"))')/course.pth"
	@touch $@

check: $(READY)
	@$(BIN)/torchgrade check $(SUBMISSION) $(FLAGS) $(GRADED)

watch: $(READY)
	@$(BIN)/torchgrade watch $(SUBMISSION) $(FLAGS)

train: $(READY)
	@$(if $(A),,echo "which assignment? make train A=spiral, for instance"; exit 2)
	@$(BIN)/torchgrade train $(SUBMISSION) $(FLAGS) $(if $(EPOCHS),--epochs $(EPOCHS))

quiz: $(READY)
	@$(if $(A),,echo "about which assignment? make quiz A=spiral, for instance"; exit 2)
	@$(BIN)/torchgrade quiz --assignment $(A)

new: $(READY)
	@$(if $(A),,echo "what shall it be called? make new A=softmax, for instance"; exit 2)
	@$(BIN)/torchgrade new $(A)

# Exit code 2 says that something has no mark: that is an error.
grade: $(READY)
	@test -n "$(SUBMISSIONS)" || { echo "make grade SUBMISSIONS=folder-or-archive [OUT=graded]"; exit 2; }
	@$(BIN)/torchgrade grade "$(SUBMISSIONS)" "$(OUT)" $(filter-out --json%,$(FLAGS)) \
	  $(if $(ROSTER),--roster "$(ROSTER)") $(if $(JOBS),--jobs $(JOBS)) $(if $(SEEDS),--seeds $(SEEDS)) $(ARGS)

demo: $(READY)
	@$(BIN)/torchgrade check reference $(FLAGS) $(GRADED)

verify: $(READY)
	@$(BIN)/torchgrade verify $(filter-out --json%,$(FLAGS))

mutants: $(READY)
	@$(BIN)/torchgrade mutants $(filter-out --json%,$(FLAGS))

stubs: $(READY)
	@$(BIN)/torchgrade stubs $(if $(FORCE),--force)
	@$(BIN)/torchgrade mistakes

data: $(READY)
	@$(BIN)/torchgrade data $(if $(DATA),--data $(DATA))

calibrate: $(READY)
	@$(BIN)/torchgrade calibrate $(if $(A),--assignment $(A)) $(if $(DATA),--data $(DATA))

# A process per core, four at most: each holds torch, and some tests have processes of their own.
test: $(READY)
	@$(BIN)/python -m pytest -q -n logical --maxprocesses 4 --dist worksteal $(if $(FAST),-m 'not slow') $(ARGS)

lint: $(READY)
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

attacks: $(READY)
	@$(BIN)/python -m tests.attacks_table

release: $(READY)
	@$(BIN)/torchgrade release $(if $(A),--assignment $(A))

doctor: $(READY)
	@$(BIN)/torchgrade doctor

bench: $(READY)
	@$(BIN)/python -m tests.bench
	@$(BIN)/python -m tests.bench.bench_class --write
