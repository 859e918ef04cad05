#!/bin/sh
# Formatting, clippy, and rules that a compiler does not know. Tools that are not installed are named and skipped.
set -eu
cd "$(dirname "$0")/.."
cargo fmt --all -- --check
cargo clippy --workspace --all-targets --locked --quiet -- -D warnings
if command -v cargo-deny >/dev/null 2>&1; then cargo deny --log-level error check licenses bans sources; else echo "lint: cargo-deny is not installed: licences of dependencies not checked"; fi
sh scripts/words.sh
if [ -f ../shared/checks/licensed_text.py ]; then python3 ../shared/checks/licensed_text.py scan .; fi
