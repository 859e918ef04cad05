#!/bin/sh
# Holds the API to its own OpenAPI document: schemathesis asks every address rightly and wrongly, over a small book.
# Needs Python 3 with venv and pip, and the network once; without them it says so in a line and passes.
#   LIGATURE_BIN            the binary to ask (target/release/ligature)
#   LIGATURE_API_EXAMPLES   questions to each address (30); the more, the longer
set -eu
case "${LIGATURE_BIN:-}" in '' | /*) ;; *) LIGATURE_BIN="$PWD/$LIGATURE_BIN" ;; esac
cd "$(dirname "$0")/.."
bin="${LIGATURE_BIN:-$PWD/target/release/ligature}"
version=4.32.5
venv=target/schemathesis-venv
st="$PWD/$venv/bin/schemathesis"
[ -x "$bin" ] || { echo "schemathesis: there is no program at $bin: make build" >&2; exit 1; }

ready() {
  "$st" --version 2>/dev/null | grep -qF " $version" && return 0
  command -v python3 >/dev/null 2>&1 || return 1
  python3 -m venv --clear "$venv" || return 1
  "$venv/bin/pip" install --quiet --disable-pip-version-check --no-input "schemathesis==$version"
}
mkdir -p target
if ! ready </dev/null >target/schemathesis-venv.log 2>&1; then
  echo "schemathesis: skipped (Python 3, pip or the network is missing; see target/schemathesis-venv.log)"
  exit 0
fi

tmp=$(mktemp -d)
server=
cleanup() {
  [ -z "$server" ] || kill "$server" 2>/dev/null || true
  rm -rf "$tmp"
}
trap cleanup EXIT
trap 'exit 130' INT TERM

# Two releases of a few diagnoses, in the publisher's columns: number, code, whether it may be billed, short title, title.
line() { printf '%05d %-7s %s %-60s %s\n' "$1" "$2" "$3" "$4" "$4"; }
diagnoses() {
  line 1 K35 0 'Acute appendicitis'
  line 2 K358 0 'Other and unspecified acute appendicitis'
  line 3 K3580 1 "$1"
  line 4 K36 1 'Other appendicitis'
  line 5 K37 1 'Unspecified appendicitis'
  line 6 K43 0 'Ventral hernia'
  line 7 K430 1 'Incisional hernia with obstruction, without gangrene'
  line 8 K431 1 'Incisional hernia with gangrene'
  line 9 K432 1 'Incisional hernia without obstruction or gangrene'
  line 10 "$2" 1 "$3"
}
mkdir "$tmp/files" "$tmp/home" "$tmp/run"
diagnoses 'Unspecified acute appendicitis' K439 'Ventral hernia without obstruction or gangrene' >"$tmp/files/icd10cm_order_2024.txt"
diagnoses 'Acute appendicitis, unspecified' K35890 'Other acute appendicitis' >"$tmp/files/icd10cm_order_2025.txt"
cp crates/import/src/fees/tests/files/pprrvu.csv "$tmp/files/PPRRVU2025_Oct.csv"
unset LIGATURE_BOOK
export XDG_DATA_HOME="$tmp/home"
"$bin" book build --out "$tmp/book" --data "$tmp/files" >"$tmp/build" 2>&1 || { cat "$tmp/build" >&2; exit 1; }

"$bin" --book "$tmp/book" serve --port 0 >"$tmp/out" 2>"$tmp/err" &
server=$!
url=
waited=0
while [ -z "$url" ]; do
  url=$(sed -n 's#.*\(http://[^ ]*\)/ .*#\1#p' "$tmp/out")
  kill -0 "$server" 2>/dev/null || { cat "$tmp/err" >&2; exit 1; }
  waited=$((waited + 1))
  [ "$waited" -le 300 ] || { echo "schemathesis: the server did not start" >&2; exit 1; }
  [ -n "$url" ] || sleep 0.1
done

# In a temporary folder, which is removed with everything that it writes there. One worker: two threads that parse Python at
# once can trip each other in CPython before 3.11.8 (its issue 106905), and with one the questions are the same each run.
cd "$tmp/run"
# strict refuses fields that a schema lets pass, so no schema can say which requests it refuses: the tests of the doors ask with it.
cat >schemathesis.toml <<'TOML'
[parameters]
"query.strict" = "false"
TOML
failed=0
"$st" run "$url/api/v1/openapi.json" --checks all --max-examples "${LIGATURE_API_EXAMPLES:-30}" \
  --generation-deterministic --workers 1 --request-timeout 20 --no-color >"$tmp/log" 2>&1 || failed=$?
if [ "$failed" -ne 0 ]; then
  cat "$tmp/log" "$tmp/err" >&2
  exit 1
fi
if [ -s "$tmp/err" ]; then
  echo "schemathesis: the server complained:" >&2
  cat "$tmp/err" >&2
  exit 1
fi
sed -n '/SUMMARY/,$p' "$tmp/log" | sed -n 's/^ *\(Tested: .*\|[0-9][0-9]* generated.*\)$/\1/p' | tr '\n' ' ' |
  sed 's/Tested: \([0-9]*\)/schemathesis: \1 operations,/; s/ *$/\n/'
