# Bare `make` prints this help.
SHELL := /bin/bash
.DEFAULT_GOAL := help
.PHONY: help start test check fix bench build soak test-couchdb install


help:  ## print this help
	@awk -F':.*## ' '/^[a-z-]+:.*## /{printf "  make %-14s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

start: build  ## install, build and run two demo health centres with their centre
	@node dist/cli/main.js demo

test: build  ## run every test but the long ones
	@node dist/tests/run.js

check: build  ## types, lint, layers, format
	@npx --no-install eslint . & lint=$$!; \
	npx --no-install depcruise --config .dependency-cruiser.cjs records templates sync node-server central cli tests bench && \
	npx --no-install prettier --check --log-level warn . & rest=$$!; \
	wait $$lint; linted=$$?; wait $$rest && exit $$linted
	@echo "check: types, lint, layers and format are in order"

fix: node_modules/.installed  ## mend format and what the linter can
	@npx --no-install prettier --write --log-level warn .
	@npx --no-install eslint --fix .

bench: build  ## make bench NAME=counters [ARGS=…]: answer one question, ratios on the last line
	@test -n "$(NAME)" || { echo "Say which: make bench NAME=$$(ls bench/*.ts | xargs -n1 basename | sed 's/\.ts//' | paste -sd'|')"; exit 2; }
	@node --expose-gc dist/bench/$(NAME).js $(ARGS)

soak: build  ## run the tests that take minutes: kills, floods, every page in a browser
	@node dist/tests/run.js soak

test-couchdb: build  ## run the sync and centre journeys against NADI_COUCHDB_URL
	@test -n "$$NADI_COUCHDB_URL" || { echo "Set NADI_COUCHDB_URL=http://admin:password@127.0.0.1:5984"; exit 2; }
	@node dist/tests/run.js couchdb

build: node_modules/.installed  ## install what is missing and compile
	@npx --no-install tsc -p tsconfig.json

install: node_modules/.installed

node_modules/.installed: package.json package-lock.json
	@npm ci --loglevel=error
	@touch $@
