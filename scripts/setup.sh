#!/bin/sh
# Installs what the browser test needs: Chromium from the distribution, and two npm packages at pinned versions; and wrk, with
# which `make bench` measures the site.
# Run it as often as you like: when all is there it does nothing. What it may not install it names in one line,
# and the test that needs it is skipped (in CI it fails instead).
set -eu
cd "$(dirname "$0")/.."

missing=""
lacks() { missing="${missing:+$missing, }$1"; }

# As root, or with sudo that asks for no password.
as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"; else sudo -n "$@"; fi
}
may_be_root() { [ "$(id -u)" = 0 ] || { command -v sudo >/dev/null 2>&1 && sudo -n true 2>/dev/null; }; }

chromium="${LIGATURE_CHROMIUM:-/usr/bin/chromium}"
if [ ! -x "$chromium" ]; then
  if [ "$chromium" = /usr/bin/chromium ] && command -v apt-get >/dev/null 2>&1 && may_be_root; then
    echo "setup: installing Chromium"
    export DEBIAN_FRONTEND=noninteractive
    { as_root apt-get update -qq && as_root apt-get install -y -qq --no-install-recommends chromium; } >/dev/null 2>&1 || true
  fi
  [ -x "$chromium" ] || lacks "Chromium at $chromium"
fi

# For `make bench` only.
if ! command -v wrk >/dev/null 2>&1; then
  if command -v apt-get >/dev/null 2>&1 && may_be_root; then
    { as_root apt-get update -qq && as_root apt-get install -y -qq --no-install-recommends wrk; } >/dev/null 2>&1 || true
  fi
  command -v wrk >/dev/null 2>&1 || echo "setup: wrk is missing: make bench does not measure pages a second"
fi

if ! command -v npm >/dev/null 2>&1; then
  lacks "Node.js 20 or later with npm"
else
  cd tests/browser
  # npm writes this file when an installation is complete.
  if [ node_modules/.package-lock.json -ot package-lock.json ] || [ ! -d node_modules/playwright-core ] || [ ! -d node_modules/axe-core ]; then
    npm ci --silent --no-audit --no-fund >/dev/null 2>&1 || lacks "the npm packages of tests/browser (npm ci failed)"
  fi
fi

if [ -n "$missing" ]; then
  echo "setup: missing: $missing; the browser test is skipped without it"
fi
