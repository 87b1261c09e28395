# The words of this project. `make run` and `make test` install what is missing first.
.DEFAULT_GOAL := help
SHELL := /usr/bin/env bash
.SHELLFLAGS := -eu -o pipefail -c

# Cargo puts its output where CARGO_TARGET_DIR says; `build` and `package` always leave the program in target/.
TARGET := $(or $(CARGO_TARGET_DIR),$(CURDIR)/target)
UI_SOURCES := $(shell find ui/src ui/index.html ui/vite.config.ts ui/package-lock.json ui/tsconfig.json -type f 2>/dev/null)

.PHONY: help run test build check bless bench bench-reading package stress fuzz guide deps deps-run licences

help: ## This list
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 10

run: deps-run ui/dist/index.html ## Build what is missing and open the atlas of the five plans
	@cargo build --bin zhentu
	@scripts/run.sh "$(TARGET)/debug/zhentu"

test: deps ## Check formats, lints, types and licences, then run every test
	@scripts/test.sh

build: deps-run ui/dist/index.html ## Build the release program: target/release/zhentu
	@cargo build --release --bin zhentu
	@if [ "$(TARGET)" != "$(CURDIR)/target" ]; then install -D "$(TARGET)/release/zhentu" target/release/zhentu; fi
	@echo "target/release/zhentu"

check: deps ui/dist/index.html ## Fast checks: format, lint, types
	@cargo fmt --all --check
	@cd ui && npx biome check src && npx vue-tsc --noEmit
	@cargo clippy --workspace --all-targets --quiet -- -D warnings
	@scripts/licences.py

bless: deps ui/dist/index.html ## Accept the golden files and TypeScript types as they are made now
	@BLESS=1 cargo test -p geodata -p planning --no-fail-fast
	@BLESS=1 cargo test -p zhentu --lib --test architecture --test cli --no-fail-fast

guide: deps ui/dist/index.html ## Make the pictures of the user guide anew
	@BLESS_GUIDE=1 ZHENTU_REQUIRE_WINDOW=1 cargo test --test window

bench: build ## Measure what a user waits for, with the release program
	@scripts/bench.py target/release/zhentu
	@cargo build --release -p geodata -p planning --examples
	@scripts/bench_places.py target/release/zhentu $(BENCH_N)
	@"$(TARGET)/release/examples/bench_targets"
	@scripts/bench_plans.py "$(TARGET)/release/examples/bench_plans"
	@scripts/bench_window.py target/release/zhentu --seeds --practice

bench-reading: ## Score what is read from the five plans against seeds/
	@cargo build --release -p reading --example read
	@scripts/bench_reading.py $${CARGO_TARGET_DIR:-target}/release/examples/read

package: build ## Make target/package/zhentu_<version>_<arch>.deb
	@scripts/package.sh

stress: deps ui/dist/index.html ## Kill the program 200 times while it writes, damage atlases in 600 ways, read beside a writer
	@ZHENTU_KILLS=200 cargo test --test durable -- --nocapture
	@cargo test -p planning --test store damaged_files -- --ignored
	@cargo test -p planning --test store readers_beside -- --ignored

fuzz: deps ## Feed every reader damaged files, FUZZ_SECONDS=30 each, from FUZZ_SEED if given
	@cargo test -p geodata --test fuzz -- --ignored --test-threads 1 --nocapture fuzz_

licences: deps ## Check the licences of everything that is built in
	@scripts/licences.py

deps:
	@scripts/deps.sh test

deps-run:
	@scripts/deps.sh run

ui/dist/index.html: $(UI_SOURCES)
	@cd ui && npx vite build --logLevel warn
	@touch $@
