#!/bin/sh
# The site, with the public code sets and what stands in LIGATURE_DATA. The book is built again when the program, the
# authored files or the data are newer than it.
set -eu
cd "$(dirname "$0")/.."
sh scripts/data.sh
book=target/book
stale=""
[ -f "$book/manifest.json" ] || stale=yes
[ -n "$stale" ] || [ -z "$(find target/release/ligature knowledge target/publishers -newer "$book/manifest.json" -type f 2>/dev/null | head -n 1)" ] || stale=yes
[ -z "${LIGATURE_DATA:-}" ] || stale=yes
if [ -n "$stale" ]; then
  rm -rf "$book.new"
  set -- --out "$book.new" --dir knowledge
  # shellcheck disable=SC2086
  target/release/ligature book build "$@" --data target/publishers ${LIGATURE_DATA:+"$LIGATURE_DATA"} > target/book.log
  rm -rf "$book"
  mv "$book.new" "$book"
  grep -A1 -E '^(catalog|index)$' target/book.log || true
fi
exec target/release/ligature --book "$book" serve --port "${PORT:-8080}"
