# Each target installs what it needs and nothing more; see tools/setup.sh.

SHELL := /bin/bash
.DELETE_ON_ERROR:
.DEFAULT_GOAL := help

PORT ?= 8080
# Origin of the service behind `make serve`; empty: the bundled emulator.
API ?=
# Browsers to use instead of the system's.
CHROMIUM ?=
FIREFOX ?=
export PORT API CHROMIUM FIREFOX

export PATH := $(CURDIR)/.tools/bin:$(CURDIR)/tools/node_modules/.bin:$(PATH)

SETUP := tools/setup.sh
BUILD_STEPS := rust trunk wasm-bindgen crates
RELEASE_STEPS := $(BUILD_STEPS) std minifiers
BROWSER_STEPS := playwright chromium
WASM := --target wasm32-unknown-unknown
# Where cargo puts the emulator; the tests start it from there.
export EMULATOR_BIN := $(abspath $(or $(CARGO_TARGET_DIR),target)/debug/gcore-emulator)

.PHONY: help
help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-14s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)
	@echo
	@echo "  PORT= changes the port, API=https://api.gcore.com serves in front of the real service,"
	@echo "  CHROMIUM= and FIREFOX= name a browser to test with instead of the system's."

.PHONY: serve
serve: ## the portal at http://127.0.0.1:8080, in front of the bundled emulator
	@$(SETUP) $(BUILD_STEPS)
	@tools/serve.sh

.PHONY: test
test: setup-tests test-native test-emulator test-browser test-firefox test-webkit test-release test-hosting ## every test: native, emulator, browsers, release, hosting

# All of it first: what can't be installed should stop the tests in the first minute, not in the tenth.
.PHONY: setup-tests
setup-tests:
	@$(SETUP) $(RELEASE_STEPS) $(BROWSER_STEPS) firefox webkit shells python schemas hosts container

.PHONY: screenshots
screenshots: dist ## the documentation's pictures, taken from the real page
	@$(SETUP) $(BROWSER_STEPS)
	cargo build --locked --package gcore-emulator
	npm --prefix e2e run pictures

.PHONY: bench
bench: dist ## compares the page's speed with others; WRITE=1 puts the tables into README.md
	@$(SETUP) bench chromium
	cargo build --locked --package gcore-emulator
	npm --prefix bench run --silent bench -- $(if $(WRITE),--write)

.PHONY: profile
profile: dist ## which crates and functions the program's bytes go to
	@$(SETUP) twiggy
	@node tools/profile.mjs $(or $(CARGO_TARGET_DIR),target)/wasm-bindgen/release/gcore-token-portal_bg.wasm

.PHONY: mutants
mutants: ## whether the rules' tests notice each small change to the rules (hours); SHARD=0/20 tries every twentieth
	@$(SETUP) crates mutants
	PROPTEST_CASES=16 PROPTEST_MAX_SHRINK_ITERS=0 cargo mutants --package gcore-token-core --jobs 2 --output target $(if $(SHARD),--shard $(SHARD))

.PHONY: test-native
test-native: ## all but the emulator: unit and property tests, and what is handed over run by each tool
	@$(SETUP) crates shells python
	cargo build --locked --package gcore-emulator
	cargo test --locked --workspace --exclude gcore-emulator

.PHONY: test-emulator
test-emulator: ## the emulator's tests, Gcore's own SDK against it, and whatever its document allows
	@$(SETUP) crates python
	cargo test --locked --package gcore-emulator
	cargo build --locked --package gcore-emulator
	.tools/python/bin/python emulator/tests/sdk.py
	.tools/python/bin/python emulator/tests/conformance.py

.PHONY: test-browser
test-browser: dist ## the release build in Chromium, against the emulator
	@$(SETUP) $(BROWSER_STEPS)
	cargo build --locked --package gcore-emulator
	npm --prefix e2e test

.PHONY: soak
soak: dist ## an hour of random presses, faults and tab switches; MINUTES= sets the duration, SEED= replays a run
	@$(SETUP) $(BROWSER_STEPS)
	cargo build --locked --package gcore-emulator
	SOAK=1 npm --prefix e2e test -- specs/soak

.PHONY: test-firefox
test-firefox: dist ## the same build in Firefox, in the tests where browsers may differ
	@$(SETUP) playwright firefox
	cargo build --locked --package gcore-emulator
	npm --prefix e2e run firefox

.PHONY: test-webkit
test-webkit: dist ## the same build in WebKitGTK, whose engine is Safari's
	@$(SETUP) playwright webkit
	cargo build --locked --package gcore-emulator
	npm --prefix e2e run webkit

.PHONY: test-release
test-release: release ## what the archive holds, its schemas and links, and that packing dist/ twice gives the same bytes
	@$(SETUP) schemas
	.tools/schemas/bin/python tools/tests/release.py

.PHONY: test-hosting
test-hosting: release ## the release behind nginx and Caddy and as a container, with the files of deploy/
	@$(SETUP) $(BROWSER_STEPS) hosts container
	cargo build --locked --package gcore-emulator
	npm --prefix e2e run hosting

.PHONY: dist
dist: ## the release build in dist/, with .br and .gz beside each file, licences and checksums
	@$(SETUP) $(RELEASE_STEPS)
	tools/dist.sh

.PHONY: release
release: dist ## one archive of the release build with deploy/, licences, bill of materials and checksums, in release/
	tools/release.sh

.PHONY: check
check: ## formatting, lints, licences, types of the browser tests, html, documents, workflows, size budget
	@$(SETUP) rust crates deny playwright bench checks
	cargo fmt --all --check
	cargo clippy --locked --workspace --all-targets -- --deny warnings
	cargo clippy --locked --package gcore-token-portal $(WASM) -- --deny warnings
	cargo deny --workspace --offline --locked --log-level warn check bans licenses sources
	node tools/licences.mjs
	npm --prefix e2e run types
	npm --prefix bench run types
	npm --prefix checks run openapi
	npm --prefix checks run html
	npm --prefix checks run docs
	.tools/checks/bin/actionlint
	node tools/size-budget.mjs dist

.PHONY: setup
setup: ## everything that building, checking and testing need
	@$(SETUP) $(RELEASE_STEPS) $(BROWSER_STEPS) firefox webkit deny shells python schemas hosts container bench checks

.PHONY: clean
clean: ## what builds and tests left behind; the tools stay
	cargo clean
	rm -rf dist release e2e/test-results e2e/playwright-report bench/results.json
