# `make` lists the commands.
SHELL := /bin/bash
PY := .venv/bin/python
.DEFAULT_GOAL := help
.PHONY: help setup setup-dev run test check sim measure bench docs schema guards screenshots lock clean

help: ## list the commands
	@sed -nE 's/^([a-z-]+):.*## (.*)/  make \1\t\2/p' $(MAKEFILE_LIST) | awk -F '\t' '{printf "%-20s %s\n", $$1, $$2}'

setup: ## make the environment, build the pages, fetch the switch (idempotent)
	@deploy/setup runtime

setup-dev: ## setup, and what the tests need
	@deploy/setup dev

run: setup ## start everything with demonstration firms and show a call coming in
	@exec .venv/bin/permanence run

test: setup-dev ## set up whatever is missing and run every test, with the real switch, database and browser
	@deploy/test

check: ## the quick checks (2 min): style, types, floors, rooms, unit tests
	@deploy/check

sim: ## play seeded days on a virtual clock (SEED=1 RUNS=100)
	@$(PY) -m bench.sim $(or $(SEED),1) $(or $(RUNS),100)

measure: ## measure one target: FIGURE=calls.sustained [QUICK=1]
	@test -n "$(FIGURE)" || { echo "Say which: make measure FIGURE=name. The names:"; $(PY) -m bench.measure --list; exit 2; }
	@QUICK=$(QUICK) $(PY) -m bench.measure $(FIGURE)

bench: ## measure every target and write docs/reference/measurements.md
	@QUICK=$(QUICK) $(PY) -m bench.measure --all

docs: ## check the documents: links, words, runnable examples
	@$(PY) -m deploy.docs

schema: ## write schema/ again: events, tables, routes, examples
	@$(PY) -m deploy.schema

guards: ## break a copy of the house on purpose and show which check catches it
	@$(PY) -m tests.architecture.guards

screenshots: setup-dev ## write every page in both languages and themes to build/screenshots
	@$(PY) -m bench.screenshots

lock: ## renew the hashed locks
	uv pip compile --universal --generate-hashes --python-version 3.11 --no-annotate --no-header --group pyproject.toml:build pyproject.toml -o requirements.lock -q
	uv pip compile --universal --generate-hashes --python-version 3.11 --no-annotate --no-header --group build --group dev pyproject.toml -c requirements.lock -o requirements-dev.lock -q

clean: ## remove what was built and fetched; data in var/ stays
	rm -rf .venv .tools web/node_modules web/dist web/dist.new web/dist.old build test-results
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
	rm -rf .pytest_cache .ruff_cache .hypothesis .import_linter_cache
