#!/bin/sh
# Measures claims by the million and prints figures, no verdict: the checks alone over batches in memory, Parquet to Parquet,
# and the same checks in SQL on DuckDB over the same claims in the same run, the answers compared. Needs
# target/bench-book (bench-search.sh leaves it), ../shared/data (or LIGATURE_DATA) and Python 3.
set -eu
cd "$(dirname "$0")/.."
bin="${LIGATURE_BIN:-$PWD/target/release/ligature}"
data="${LIGATURE_DATA:-../shared/data}"
book=target/bench-book
[ -d "$book" ] && [ -d "$data/ncci-ptp" ] || { echo "bench: no book with the payers' tables: claims are not measured"; exit 0; }
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
trap 'exit 130' INT TERM
claims() { cargo bench --quiet --locked -p ligature-tabular --bench claims -- "$@" 2>"$tmp/log" || { cat "$tmp/log" >&2; return 1; }; }
for lines in 10000 100000 1000000 5000000; do
  claims generate --book "$PWD/$book" --lines "$lines" "$tmp/claims.arrow" >/dev/null
  claims measure --book "$PWD/$book" "$tmp/claims.arrow" >"$tmp/measured"
  read -r number rows findings seconds resident mapped <"$tmp/measured"
  awk -v n="$number" -v r="$rows" -v f="$findings" -v s="$seconds" -v m="$resident" -v p="$mapped" 'BEGIN {
    printf "claims, the checks alone       %d lines: %d claims, %d findings, %.0f claims a second; %d MB resident with the batches, %d MB of it mapped\n", r, n, f, n / s, m, p }'
done
claims generate --book "$PWD/$book" --lines 5000000 "$tmp/claims.parquet" >/dev/null
venv=target/bench-venv-claims
ready() {
  "$venv/bin/python" -c 'import pip' 2>/dev/null || python3 -m venv --clear "$venv" || return 1
  "$venv/bin/pip" install --quiet --disable-pip-version-check --no-input -r bench/requirements-claims.txt
}
peer="$venv/bin/python"
ready </dev/null >target/bench-venv-claims.log 2>&1 || { peer=; echo "DuckDB: skipped: it could not be installed (see target/bench-venv-claims.log)"; }
python3 - "$bin" "$book" "$data" "$tmp" "$peer" "$seconds" <<'PY'
import glob, json, os, resource, subprocess, sys, time, tomllib
from statistics import median

binary, book, data, tmp, peer, alone = sys.argv[1:]
times = []
for _ in range(5):
    begun = time.perf_counter()
    subprocess.run([binary, "--book", book, "check", f"{tmp}/claims.parquet", "--out", f"{tmp}/ours.parquet"], check=True,
                   stdout=subprocess.DEVNULL)
    times.append(time.perf_counter() - begun)
peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
print(f"claims, Parquet to Parquet      {median(times):.2f} s median of 5 with the start of the program, {peak:.0f} MB at most, the mapped book counted")
if peer:
    knowledge = [tomllib.load(open(file, "rb")) for file in glob.glob("knowledge/claims/*.toml")]
    tables = [rows for part in knowledge for rows in part.values() if isinstance(rows, list)]
    passing = sorted({row["modifier"] for rows in tables for row in rows if isinstance(row, dict) and row.get("passes_pairs")})
    out = subprocess.run([peer, "bench/claims_duckdb.py", data, ",".join(passing), f"{tmp}/claims.arrow", f"{tmp}/claims.parquet",
                          f"{tmp}/ours.parquet", f"{tmp}/theirs.parquet", "3"], check=True, capture_output=True, text=True)
    theirs = json.loads(out.stdout.splitlines()[-1])
    print(f"DuckDB {theirs['duckdb']}, the same in SQL      {theirs['memory']:.2f} s over Arrow in memory, {theirs['parquet']:.2f} s from Parquet to Parquet (medians of 3)")
    print(f"answers, line by line           {theirs['findings']:,} findings of DuckDB; {theirs['theirs_only']} only there, {theirs['ours_only']} only here")
    print(f"Ligature against DuckDB         {theirs['memory'] / float(alone):.1f} times as fast in memory, {theirs['parquet'] / median(times):.1f} times from Parquet to Parquet")
PY
