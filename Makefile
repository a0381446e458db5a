# Without make: `python3 scripts/setup.py`, then the line of the target.

PYTHON ?= python3

.PHONY: setup demo test check bench

setup:
	@$(PYTHON) scripts/setup.py

demo: setup
	@.venv/bin/python scripts/demo.py

test: setup
	.venv/bin/python -m pytest -n 2

check: setup
	@.venv/bin/python scripts/check.py

bench: setup
	@.venv/bin/python -m tests.benchmarks
