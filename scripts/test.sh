#!/usr/bin/env bash
# Everything `make test` runs, after the dependencies are there: the front end first, because the program embeds it.
set -euo pipefail
cd "$(dirname "$0")/.."

step() { printf '\n== %s\n' "$*"; }

step "front end: format, lint, types"
(cd ui && npx biome check src && npx vue-tsc --noEmit)
step "front end: tests"
(cd ui && npx vitest run)
step "front end: build"
make --no-print-directory ui/dist/index.html

step "seeds, licences, Rust format"
python3 seeds/check.py
scripts/licences.py
cargo fmt --all --check

step "Rust: lints"
cargo clippy --workspace --all-targets --quiet -- -D warnings

# Window tests open the real program; here they must run, so a missing display or driver is a failure.
# Random tests take the same cases each time here; `make fuzz` takes new ones.
export PROPTEST_RNG_SEED=${PROPTEST_RNG_SEED:-1}
step "Rust: tests"
ZHENTU_REQUIRE_WINDOW=1 cargo test --workspace --no-fail-fast
