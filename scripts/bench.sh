#!/bin/sh
# Measures speed and prints figures, no verdict: notes a second on one core, cold start, opening of the book, and medspaCy
# over the same notes in the same run. Needs Python 3 (standard library); medspaCy goes to target/bench-venv.
#   LIGATURE_BIN   the binary to measure (target/release/ligature)
#   LIGATURE_DATA  folder with mtsamples/mtsamples.csv.gz (../shared/data); without it the authors' example notes are used
set -eu
case "${LIGATURE_BIN:-}" in '' | /*) ;; *) LIGATURE_BIN="$PWD/$LIGATURE_BIN" ;; esac
case "${LIGATURE_DATA:-}" in '' | /*) ;; *) LIGATURE_DATA="$PWD/$LIGATURE_DATA" ;; esac
cd "$(dirname "$0")/.."
bin="${LIGATURE_BIN:-$PWD/target/release/ligature}"
csv="${LIGATURE_DATA:-../shared/data}/mtsamples/mtsamples.csv.gz"
[ -x "$bin" ] || { echo "bench: there is no program at ${LIGATURE_BIN:-target/release/ligature}: make build" >&2; exit 1; }
command -v python3 >/dev/null 2>&1 || { echo "bench: python3 is needed to measure" >&2; exit 1; }
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
trap 'exit 130' INT TERM

# The notes, as a batch (corpus), the peer's 120 of them (peer), those repeated (same), and one operative note (one.txt).
# A process of its own: memory that it used would count in the peaks measured below.
python3 - "$csv" "$tmp" <<'PY'
import csv, glob, gzip, itertools, json, os, re, sys

source, tmp = sys.argv[1:]
examples = []
for path in sorted(glob.glob("knowledge/examples/*.toml")):
    with open(path, encoding="utf-8") as file:
        examples += re.findall(r"^note\s*=\s*'''\n?(.*?)'''", file.read(), re.M | re.S)
if not examples:
    sys.exit("bench: knowledge/examples holds no notes")
if os.path.exists(source):
    csv.field_size_limit(1 << 30)
    with gzip.open(source, "rt", encoding="utf-8", newline="") as file:
        notes = [row["transcription"] for row in csv.DictReader(file)]
    name = "mtsamples"
else:
    name = f"the {len(examples)} notes of knowledge/examples, repeated"
    notes = list(itertools.islice(itertools.cycle(examples), 5000))

def write(name, notes):
    with open(f"{tmp}/{name}.jsonl", "w", encoding="utf-8") as file:
        for number, note in enumerate(notes, 1):
            file.write(json.dumps({"id": number, "note": note}) + "\n")

write("corpus", notes)
write("peer", notes[:120])
write("same", itertools.islice(itertools.cycle(notes[:120]), 5040))
with open(f"{tmp}/one.txt", "w", encoding="utf-8") as file:
    file.write(max(examples, key=len))
size = sum(len(note.encode()) for note in notes)
print(f"corpus: {name}: {len(notes):,} notes, {size / 1e6:.1f} MB, {size / len(notes):,.0f} bytes a note", flush=True)
PY

# The peer. Whatever goes wrong is in the log, and costs the comparison only.
venv=target/bench-venv
peer_ready() {
  mkdir -p target
  "$venv/bin/python" -c 'import pip' 2>/dev/null || python3 -m venv --clear "$venv" || return 1
  "$venv/bin/pip" install --quiet --disable-pip-version-check --no-input -r bench/requirements.txt
}
peer="$venv/bin/python"
peer_ready </dev/null >"$tmp/pip.log" 2>&1 || peer=
if [ -n "$peer" ]; then rm -f target/bench-venv.log; else cp "$tmp/pip.log" target/bench-venv.log 2>/dev/null || true; fi

python3 - "$bin" "$tmp" "$peer" <<'PY'
import glob, json, os, re, sys, time
from statistics import median

ligature, tmp, peer = sys.argv[1:]
# The book is built again in a temporary folder: not the user's own, which may be of another release.
os.environ.pop("LIGATURE_BOOK", None)

def run(argv, home="home"):
    """Wall and processor seconds of a fresh process, its peak memory in MB, and what it said on standard error."""
    home, said = f"{tmp}/{home}", f"{tmp}/stderr"
    os.makedirs(home, exist_ok=True)
    to_file = os.O_WRONLY | os.O_CREAT | os.O_TRUNC
    files = [(os.POSIX_SPAWN_OPEN, 0, os.devnull, os.O_RDONLY, 0), (os.POSIX_SPAWN_OPEN, 1, f"{tmp}/stdout", to_file, 0o600),
             (os.POSIX_SPAWN_OPEN, 2, said, to_file, 0o600)]
    start = time.perf_counter()
    pid = os.posix_spawn(argv[0], argv, {**os.environ, "XDG_DATA_HOME": home}, file_actions=files)
    _, status, usage = os.wait4(pid, 0)
    seconds = time.perf_counter() - start
    with open(said, encoding="utf-8", errors="replace") as file:
        words = file.read()
    if status != 0:
        sys.exit(f"bench: {os.path.basename(argv[0])} {' '.join(argv[1:3])} failed: {words[-2000:]}")
    return seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / (1 << 20 if sys.platform == "darwin" else 1 << 10), words

def batch(name):
    """Notes a second by the clock, by processor time and by the engine's own line, peak MB and that line, of 5 runs."""
    with open(f"{tmp}/{name}.jsonl", "rb") as file:
        notes = sum(1 for _ in file)
    runs = [run([ligature, "code", "--batch", f"{tmp}/{name}.jsonl", "--out", f"{tmp}/out.jsonl", "--threads", "1"]) for _ in range(5)]
    own = [float(rate) for *_, words in runs for rate in re.findall(r"([\d.]+) notes a second", words)]
    rates = [median(notes / max(run[kind], 1e-9) for run in runs) for kind in (0, 1)]
    return *rates, median(own) if own else None, max(run[2] for run in runs), runs[0][3].strip().splitlines()

def figure(label, text):
    print(f"{label:<34}{text}", flush=True)

def spread(seconds):
    return f"{median(seconds) * 1e3:.1f} ms median, {max(seconds) * 1e3:.1f} ms slowest of {len(seconds)}"

def model():
    try:
        with open("/proc/cpuinfo", encoding="utf-8") as file:
            return re.search(r"model name\s*:\s*(.*)", file.read())[1]
    except (OSError, TypeError):
        return os.uname().machine

load = f", load {os.getloadavg()[0]:.1f} before the start" if hasattr(os, "getloadavg") else ""
figure("machine", f"{model()}, {os.cpu_count()} cores{load}")

# Fresh processes first, so that the first figure is of the first run of all.
code = [ligature, "code", f"{tmp}/one.txt"]
first = [run(code, f"empty-{number}")[0] for number in range(5)]
run(code)
cold = [run(code)[0] for _ in range(30)]
books = glob.glob(f"{tmp}/home/ligature/book-*/")
info = [run([ligature, "book", "info", books[0]])[0] for _ in range(20)] if books else []

# One core for what follows: a child inherits it.
if hasattr(os, "sched_setaffinity"):
    os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
clock, processor, own, peak, summary = batch("corpus")
figure("notes a second, one core", f"{clock:,.0f} by the clock with start and writing, median of 5")
figure("", f"{processor:,.0f} by processor time, which other work on this machine disturbs less")
figure("", f"{own:,.0f} by the engine's own line, median of 5" if own else "no rate in the engine's own line")
figure("that line of the first run", summary[-1] if summary else "none")
figure("peak memory of that", f"{peak:.0f} MB")
figure("cold start, one note", f"{spread(cold)} ({os.path.getsize(f'{tmp}/one.txt'):,} bytes)")
figure("the very first, builds the book", f"{first[0] * 1e3:.0f} ms; in five empty folders {median(first) * 1e3:.0f} ms median")
figure("ligature book info DIR", spread(info) if info else "not measured: no book was kept")

log = "" if peer else " (see target/bench-venv.log)"
answer = {}
if peer:
    os.environ.update(OMP_NUM_THREADS="1", OPENBLAS_NUM_THREADS="1", PYTHONWARNINGS="ignore")
    try:
        run([peer, "bench/medspacy_peer.py", f"{tmp}/peer.jsonl"])
        with open(f"{tmp}/stdout", encoding="utf-8") as file:
            answer = json.loads(file.read().splitlines()[-1])
    except (SystemExit, OSError, ValueError, IndexError) as error:
        log = " (see target/bench-venv.log)"
        with open("target/bench-venv.log", "w", encoding="utf-8") as file:
            file.write(f"{error}\n")
if not answer:
    print(f"medspaCy: skipped: it could not be installed or run{log}")
    sys.exit()
# By processor time on both sides: it hardly moves when the machine has other work. Ligature's includes its start.
_, ours, *_ = batch("same")
figure("medspaCy, first 120 notes", f"medspacy {answer['medspacy']}, spaCy {answer['spacy']}; {answer['targets']} targets found; median of 3 by processor time, loading not counted")
figure("Ligature on those (repeated)", f"{ours:,.0f} notes a second, median of 5 by processor time, start counted")
for name, rate in answer["rates"].items():
    figure(name, f"{rate:.1f} notes a second; Ligature is {ours / rate:,.0f} times as fast")
PY
