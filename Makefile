# `make` lists what there is. Everything is set up when it is needed, and left alone when it is there.

export PATH := $(CURDIR)/.venv/bin:$(PATH)
.DEFAULT_GOAL := help
.PHONY: help demo test check format transcripts-update proofs bench docs update clean system oracles

# Whoever names another Python than the one that was set up gets it.
ifneq ($(and $(PYTHON),$(wildcard .venv/bin/python)),)
ifneq ($(shell $(PYTHON) -V),$(shell .venv/bin/python -V))
$(shell rm -f .venv/.run .venv/.dev .venv/bin/python)
endif
endif

help: ## List the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-20s %s\n", $$1, $$2}' Makefile

demo: .venv/.run ## Run the main job on a scratch copy of the example workspace
	@.make/demo.sh

test: .venv/.dev oracles ## Run all gates: style, types, contracts, documentation examples, tests, coverage
	@.make/test.sh

check: .venv/.dev ## Run style, types and contracts, without the tests
	@.make/check.sh
	@pytest -q tests/architecture

format: .venv/.dev ## Lay the code out and repair what can be repaired by itself
	@ruff check --fix --quiet || true
	@ruff format --quiet

transcripts-update: .venv/.dev oracles ## Write what the commands really print into the transcripts and the docs
	@pytest -q --update-transcripts tests/test_transcripts.py

proofs: .venv/.dev oracles ## Run the long proofs, and those that need root
	@HYPOTHESIS_PROFILE=proof pytest -n auto --dist worksteal -m 'slow or proof or root or hypothesis'

bench: .venv/.dev oracles ## Print our times beside those of git, hledger and bare Python
	@.make/bench.sh

docs: .venv/.dev ## Write the reference from the declarations, and the output of the examples
	@.make/docs.sh

update: system ## Choose the newest versions that pyproject.toml allows, write them to .constraints.txt
	@.make/update.sh

clean: ## Remove what was set up and built
	@rm -rf .venv .cache .coverage .coverage.* .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache build dist

system:
	@.make/system.sh run

oracles: system
	@.make/system.sh tests

.venv/.run: pyproject.toml .constraints.txt .make/venv.sh | system
	@.make/venv.sh run

.venv/.dev: .venv/.run
	@.make/venv.sh dev
