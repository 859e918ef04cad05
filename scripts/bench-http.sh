#!/bin/sh
# Measures the site over the full book and prints figures, no verdict: opening the book, the memory of the idle server, and
# pages of codes as wrk (a Debian package; scripts/setup.sh installs it where it may) asks for them. The server and wrk share
# the machine. Takes the book that bench-search.sh built, else builds one of ../shared/data (or LIGATURE_DATA).
set -eu
cd "$(dirname "$0")/.."
bin="${LIGATURE_BIN:-$PWD/target/release/ligature}"
data="${LIGATURE_DATA:-../shared/data}"
book=target/bench-book
[ -x "$bin" ] || { echo "bench: there is no program at $bin: make build" >&2; exit 1; }
[ -d "$data" ] || { echo "bench: no publishers' files in $data: the site is not measured"; exit 0; }
[ -f "$book/manifest.json" ] || "$bin" book build --dir knowledge --data "$data" --out "$book" >/dev/null 2>&1
tmp=$(mktemp -d)
server=""
trap '[ -z "$server" ] || kill "$server" 2>/dev/null; rm -rf "$tmp"' EXIT
trap 'exit 130' INT TERM

# A process that opens the book (every part mapped and its structure validated), less one that does nothing.
python3 - "$bin" "$book" <<'PY'
import subprocess, sys, time

binary, book = sys.argv[1:]
def median(args):
    times = []
    for _ in range(21):
        begun = time.perf_counter()
        subprocess.run([binary, *args], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        times.append(time.perf_counter() - begun)
    return sorted(times)[10] * 1e3
whole, nothing = median(["--book", book, "book", "info"]), median(["--version"])
print(f"opening the book                {whole - nothing:.1f} ms ({whole:.1f} ms less {nothing:.1f} ms to start; medians of 21)")
PY

"$bin" --book "$book" serve --port 0 > "$tmp/said" 2>&1 &
server=$!
url=""
for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
  url=$(grep -o 'http://[^ ]*' "$tmp/said" | head -n 1 || true)
  [ -z "$url" ] || break
  sleep 0.25
done
[ -n "$url" ] || { echo "bench: the server did not start: $(cat "$tmp/said")" >&2; exit 1; }
sleep 1
resident() { awk '/^VmRSS/ { print $2 / 1024 }' "/proc/$server/status" 2>/dev/null || ps -o rss= -p "$server" | awk '{ print $1 / 1024 }'; }
printf 'idle server                     %.0f MB resident\n' "$(resident)"

if ! command -v wrk >/dev/null 2>&1; then
  echo "bench: wrk is not there (Debian package wrk): pages a second are not measured"
  exit 0
fi
# seven codes of four code sets in turn
cat > "$tmp/codes.lua" <<'LUA'
local paths = { "icd10cm/K56.2", "icd10cm/S36.430A", "cpt/44120", "cpt/44005", "icd10pcs/0DTA0ZZ", "hcpcs/A4217", "icd10cm/K57" }
local at = 0
request = function()
  at = at % #paths + 1
  return wrk.format("GET", "/codes/" .. paths[at])
end
done = function(summary, latency, requests)
  local wrong = summary.errors.connect + summary.errors.read + summary.errors.write + summary.errors.status + summary.errors.timeout
  io.write(string.format("%.0f pages/s; median %.2f ms, 99th percentile %.2f ms; %d failed of %d\n",
    summary.requests / (summary.duration / 1e6), latency:percentile(50) / 1e3, latency:percentile(99) / 1e3, wrong, summary.requests))
end
LUA
for connections in 4 16; do
  wrk -t1 -c$connections -d2s -s "$tmp/codes.lua" "${url%/}" >/dev/null
  printf 'pages of codes, %2d at a time    ' "$connections"
  wrk -t1 -c$connections -d8s -s "$tmp/codes.lua" "${url%/}" | tail -n 1
done
printf 'after that                      %.0f MB resident\n' "$(resident)"
