#!/bin/sh
# Measures the library and prints figures, no verdict: building and opening the full book, questions and completions in one
# process, and SQLite FTS5 over the same titles for comparison. Needs ../shared/data (or LIGATURE_DATA) and Python 3. The book
# stays in target/bench-book for bench-http.sh.
set -eu
cd "$(dirname "$0")/.."
bin="${LIGATURE_BIN:-$PWD/target/release/ligature}"
data="${LIGATURE_DATA:-../shared/data}"
[ -x "$bin" ] || { echo "bench: there is no program at $bin: make build" >&2; exit 1; }
[ -d "$data" ] || { echo "bench: no publishers' files in $data: the library is not measured"; exit 0; }
book=target/bench-book
rm -rf "$book" "$book.publishers"
mkdir -p target
python3 - "$bin" "$data" "$book" <<'PY'
import json, os, resource, sqlite3, subprocess, sys, time, tomllib

binary, data, book = sys.argv[1:]
begun = time.perf_counter()
subprocess.run([binary, "book", "build", "--dir", "knowledge", "--data", data, "--out", book], check=True,
               stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
took = time.perf_counter() - begun
peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
size = sum(os.path.getsize(f"{book}/{name}") for name in os.listdir(book)) / 1e6
print(f"book of everything              built in {took:.1f} s with {peak:,.0f} MB at most; {size:.0f} MB")
env = {**os.environ, "LIGATURE_BOOK": book}
times = []
for _ in range(15):
    begun = time.perf_counter()
    subprocess.run([binary, "search", "44120"], env=env, check=True, stdout=subprocess.DEVNULL)
    times.append(time.perf_counter() - begun)
print(f"cold search, whole process      {sorted(times)[7] * 1e3:.1f} ms median of 15")
out = subprocess.run([binary, "knowledge", "queries", "--time", "10000"], env=env, check=True, capture_output=True, text=True).stdout
print(out.rstrip())

# the peer: the same titles in SQLite FTS5, the same questions, success at five
rows = []
for system in ("cpt", "hcpcs", "icd10cm", "icd10pcs", "icd9dx", "icd9sg"):
    text = subprocess.run([binary, "book", "titles", system], env=env, check=True, capture_output=True, text=True).stdout
    rows += [(system, *line.split("\t", 1)) for line in text.splitlines()]
db = sqlite3.connect(":memory:")
db.execute("create virtual table t using fts5(system unindexed, code, title, tokenize='porter unicode61')")
db.executemany("insert into t values (?, ?, ?)", rows)
queries = tomllib.load(open("knowledge/examples/search.toml", "rb"))["query"]
plain = lambda code: code.replace(".", "").upper()
sets = {"icd9cm": ("icd9dx", "icd9sg")}
found, times = 0, []
for query in queries:
    words = " ".join('"' + w.replace('"', "") + '"' for w in query["text"].replace(",", " ").split())
    wanted = sets.get(query.get("system", ""), (query.get("system"),)) if query.get("system") else None
    clause = "" if wanted is None else " and system in (%s)" % ",".join("?" * len(wanted))
    begun = time.perf_counter()
    try:
        got = db.execute(f"select system, code from t where t match ?{clause} order by bm25(t) limit 5", (words, *(wanted or ()))).fetchall()
    except sqlite3.OperationalError:
        got = []
    times.append(time.perf_counter() - begun)
    right = {plain(r.split(" ")[-1]) for r in query["right"]}
    found += any(plain(code) in right for _, code in got)
times.sort()
print(f"SQLite FTS5 on the same titles  success at five {100 * found / len(queries):.1f} %; median {times[len(times) // 2] * 1e3:.2f} ms, 99th percentile {times[int(len(times) * .99)] * 1e3:.1f} ms")
PY
