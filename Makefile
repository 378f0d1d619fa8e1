# The commands of the project; CI calls the same ones. Each sets up .venv first if it is not there or out of date.
#
#   make demo                    read the bundled sample and serve it on this machine (DEMO_ARGS=--once: print and stop)
#   make test  make lint         what CI runs
#   make bench DATA=folder       measure speed (docs/benchmarks.md says what the folder holds)
#   make torture                 kill a watch of 300 feeds ten times in two minutes, and count what it kept
#   make serve FILES="a.html"    read files and serve them on this machine

BIN := .venv/bin
DEMO_ARGS ?=
FILES ?=
TESTS ?=
DATA ?=

.PHONY: demo test lint bench torture serve setup clean

demo: .venv/.ready
	$(BIN)/corrobora demo $(DEMO_ARGS)

serve: .venv/.ready
	$(BIN)/corrobora serve $(FILES)

test: .venv/.ready
	$(BIN)/pytest $(TESTS)

lint: .venv/.ready
	$(BIN)/ruff check .
	$(BIN)/mypy

bench: .venv/.ready
	@test -n "$(DATA)" || { echo "make bench needs DATA=folder; docs/benchmarks.md says where to get one"; exit 2; }
	@if [ -d "$(DATA)/pages" ]; then $(BIN)/python bench/cleaning.py $(DATA)/pages; fi
	$(BIN)/python bench/reading.py $(DATA)
	$(BIN)/python bench/languages.py
	$(BIN)/python bench/accuracy.py $(DATA)
	@if [ -d "$(DATA)/streams" ]; then $(BIN)/python bench/archive.py $(DATA); fi

torture: .venv/.ready
	$(BIN)/python tests/watch/torture.py

setup: .venv/.ready

.venv/.ready: pyproject.toml uv.lock
	.ci/set-up
	@touch $@

clean:
	rm -rf .venv .pytest_cache .mypy_cache .ruff_cache .hypothesis dist
