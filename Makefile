# `make` lists the commands.
SHELL := /bin/bash
PY := .venv/bin/python
.DEFAULT_GOAL := help

help: ## list the commands
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/  make \1|\2/' | column -t -s '|'

setup: ## make the environment, build the pages, fetch the switch (idempotent)
	@deploy/setup runtime

setup-dev: ## setup, and what the tests need
	@deploy/setup dev

run: setup ## start everything with demonstration firms and show a call coming in
	@exec .venv/bin/permanence run

lock: ## renew the hashed locks
	uv pip compile --universal --generate-hashes --python-version 3.11 --no-annotate --no-header --group pyproject.toml:build pyproject.toml -o requirements.lock -q
	uv pip compile --universal --generate-hashes --python-version 3.11 --no-annotate --no-header --group build --group dev pyproject.toml -c requirements.lock -o requirements-dev.lock -q
