#!/bin/sh
# The browser test, where Chromium and Node.js are there; the set-up script has said what is missing.
set -eu
cd "$(dirname "$0")/../tests/browser"
if [ ! -x "${LIGATURE_CHROMIUM:-/usr/bin/chromium}" ] || ! command -v node >/dev/null 2>&1 || [ ! -d node_modules ]; then
  echo "browser test: skipped (Chromium, Node.js or its packages are not there)"
  exit 0
fi
LIGATURE_BIN="${LIGATURE_BIN:-$(pwd)/../../target/release/ligature}" node --test
