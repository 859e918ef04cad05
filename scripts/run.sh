#!/bin/sh
# The site, with the public code sets and the files in LIGATURE_DATA. The book is built again when the program, the
# authored files or the data are newer than it, or when it was built from other files; a book that is there is replaced in one step.
set -eu
cd "$(dirname "$0")/.."
sh scripts/data.sh
book=target/book
publishers=target/publishers
# dot files are no data
files=$(find "$publishers" -type f ! -name '.*' 2>/dev/null | sort)
set -- --out "$book" --dir knowledge
if [ -n "$files" ] || [ -n "${LIGATURE_DATA:-}" ]; then
  set -- "$@" --data ${files:+"$publishers"} ${LIGATURE_DATA:+"$LIGATURE_DATA"}
fi
from="$* $files"
stale=yes
if [ -f "$book/manifest.json" ] && [ -z "${LIGATURE_DATA:-}" ] && [ "$from" = "$(cat "$book.from" 2>/dev/null)" ]; then
  stale=$(find target/release/ligature knowledge "$publishers" -newer "$book/manifest.json" -type f 2>/dev/null | head -n 1)
fi
if [ -n "$stale" ]; then
  target/release/ligature book build "$@" > target/book.log
  printf '%s\n' "$from" > "$book.from"
  grep -A1 -E '^(catalog|index)$' target/book.log || true
fi
exec target/release/ligature --book "$book" serve --port "${PORT:-8080}"
