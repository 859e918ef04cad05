#!/bin/sh
# Scores the labelled notes of ../shared/eval with their own scorer.
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
