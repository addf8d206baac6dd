# Every target does its own set-up; `make help` lists them.
SHELL := /bin/bash
.DEFAULT_GOAL := help
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PORT ?= 8000
STATE ?= .local
STAGE ?= prod
export AWS_DEFAULT_REGION ?= us-east-1

.PHONY: help run demo test test-unit check format bench prove clean openapi policies deploy plan rollback destroy operate

help: ## List what can be made
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-12s %s\n", $$1, $$2}'

$(VENV)/.done: requirements.txt requirements-dev.txt
	@$(PYTHON) -c 'import sys; (3, 11) <= sys.version_info < (3, 15) or sys.exit("MiniSentry needs Python 3.11 to 3.14; this is %d.%d. Name another: make PYTHON=python3.12" % sys.version_info[:2])'
	@echo "Installing Python packages into $(VENV) ..."
	@$(PYTHON) -m venv $(VENV) || { echo "Python's venv module is missing: on Debian, apt-get install python3-venv"; exit 1; }
	@$(BIN)/pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	@touch $@

frontend/node_modules/.done: frontend/package.json frontend/package-lock.json
	@command -v npm >/dev/null || { echo "Node 20 or newer (with npm) is needed to build the dashboard: https://nodejs.org"; exit 1; }
	@node -e 'process.exit(+process.versions.node.split(".")[0] >= 20 ? 0 : 1)' || { echo "Node 20 or newer is needed; this is $$(node --version)"; exit 1; }
	@echo "Installing the dashboard's packages ..."
	@cd frontend && npm ci --no-audit --no-fund --loglevel=error
	@touch $@

frontend/dist/index.html: frontend/node_modules/.done $(shell find frontend/src frontend/public frontend/index.html frontend/vite.config.ts -type f 2>/dev/null)
	@echo "Building the dashboard ..."
	@cd frontend && npm run --silent build >/dev/null
	@touch $@

run: $(VENV)/.done frontend/dist/index.html ## Start everything locally (PORT=8000 STATE=.local AWS_ENDPOINT_URL=)
	@PORT=$(PORT) STATE=$(STATE) $(BIN)/python -m infra.local run

demo: $(VENV)/.done ## Send a lively set of errors to the running stack
	@STATE=$(STATE) $(BIN)/python -m infra.local demo

test: $(VENV)/.done frontend/dist/index.html ## Run every test: unit, flow, real clients, browser, deploy
	@$(BIN)/pytest -n auto tests/unit tests/contract tests/test_architecture.py
	@$(BIN)/pytest -n auto --dist loadfile tests/flow
	@$(BIN)/pytest tests/local tests/clients tests/deploy
	@cd frontend && npm test --silent
	@if command -v chromium >/dev/null; then cd frontend && npm run --silent test:browser; \
	else echo "Skipped: the dashboard's pages in a browser need Debian's chromium"; fi

test-unit: $(VENV)/.done ## Run the fast tier alone, in parallel: unit, contract, architecture
	@$(BIN)/pytest -q -n auto tests/unit tests/contract tests/test_architecture.py

check: $(VENV)/.done frontend/dist/index.html ## What CI checks besides tests: format, lint, types, front-end build
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@cd frontend && npm run --silent check && npm run --silent size

format: $(VENV)/.done ## Format and mend what can be mended by machine
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

bench: $(VENV)/.done frontend/dist/index.html ## Measure speed, memory and cost on the local stack (PEER=dsn: the same load on another server)
	@$(if $(PEER),$(BIN)/python -m bench.load --dsn $(PEER) --events 10000,$(BIN)/python -m bench)

prove: $(VENV)/.done frontend/dist/index.html ## Try what has to hold whatever happens: faults, kill -9, overload, fuzz (LENGTH=short)
	@$(BIN)/python -m bench.prove --length $(or $(LENGTH),short)

# The default region above is for local work; a deploy without one of its own asks the AWS profile.
ON_AWS := $(if $(filter file,$(origin AWS_DEFAULT_REGION)),env -u AWS_DEFAULT_REGION,)

# Your own settings of the stages; minisentry.json where there is one.
OWN := $(if $(CONFIG),--config $(CONFIG))

deploy: $(VENV)/.done frontend/dist/index.html ## Bring a stage up, or up to date, in your AWS account (STAGE=prod ONLY=step AGAIN=1)
	@$(ON_AWS) $(BIN)/python -m infra.deploy deploy --stage $(STAGE) $(OWN) $(if $(ONLY),--only $(ONLY)) $(if $(AGAIN),--again) $(if $(DROP_DSN_HOSTS),--drop-dsn-hosts)

plan: $(VENV)/.done ## Say what a deploy would change (STAGE=prod CONFIG=minisentry.json)
	@$(ON_AWS) $(BIN)/python -m infra.deploy plan --stage $(STAGE) $(OWN)

rollback: $(VENV)/.done ## Deploy the code that the stage ran before (STAGE=prod TO=commit)
	@$(ON_AWS) $(BIN)/python -m infra.deploy rollback --stage $(STAGE) $(OWN) $(if $(TO),--to $(TO))

destroy: $(VENV)/.done ## Delete a stage with all its data, unless that is protected (STAGE=prod)
	@$(ON_AWS) $(BIN)/python -m infra.deploy destroy --stage $(STAGE) $(OWN)

operate: $(VENV)/.done ## Look after a stage (STAGE=prod DO="--help")
	@$(ON_AWS) $(BIN)/python -m infra.operate --stage $(STAGE) $(OWN) $(DO)

policies: $(VENV)/.done ## Write the policy files that Chalice's own commands read
	@$(BIN)/python -m infra.deploy.plain_chalice

openapi: $(VENV)/.done ## Write the API's OpenAPI document for the dashboard's types
	@$(BIN)/python -m chalicelib.service > frontend/openapi.json

clean: ## Remove environments, builds and local data
	rm -rf $(VENV) .local build frontend/node_modules frontend/dist .mypy_cache .ruff_cache .pytest_cache
