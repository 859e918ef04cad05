#!/bin/sh
# Scores the labelled notes, claims and prices of ../shared/eval with their own scorers.
set -eu
cd "$(dirname "$0")/.."
eval_dir="${LIGATURE_EVAL:-../shared/eval}"
if [ ! -d "$eval_dir" ]; then
  echo "eval: no labelled notes at $eval_dir: nothing to score"
  exit 0
fi
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT
for set in dev check; do
  notes="$eval_dir/opnotes_$set.jsonl"
  [ -f "$notes" ] || { echo "eval: $notes is not there"; continue; }
  echo "== opnotes_$set"
  target/release/ligature code --batch "$notes" --out "$out/$set.jsonl" 2>"$out/$set.log" || { cat "$out/$set.log"; exit 1; }
  python3 "$eval_dir/score.py" --quiet "$notes" "$out/$set.jsonl"
done
data="${LIGATURE_DATA:-../shared/data}"
if [ -f "$eval_dir/claims_dev.jsonl" ] && [ -d "$data/ncci-ptp" ]; then
  target/release/ligature book build --dir knowledge --data "$data" --out "$out/book" >"$out/book.log" 2>&1 || { cat "$out/book.log"; exit 1; }
  echo "== claims_dev and prices_dev"
  target/release/ligature --book "$out/book" check "$eval_dir/claims_dev.jsonl" --format jsonl >"$out/findings.jsonl"
  target/release/ligature --book "$out/book" price "$eval_dir/prices_dev.jsonl" --format jsonl >"$out/prices.jsonl"
  python3 "$eval_dir/claims_score.py" findings "$out/findings.jsonl"
  python3 "$eval_dir/claims_score.py" prices "$out/prices.jsonl"
  echo "== 3,000 claims priced a second time, apart from the program"
  python3 bench/prices_reference.py "$data" 44120 3000 >"$out/reference.jsonl"
  target/release/ligature --book "$out/book" price "$out/reference.jsonl" --format jsonl >"$out/again.jsonl"
  python3 "$eval_dir/claims_score.py" prices "$out/again.jsonl" "$out/reference.jsonl"
fi
