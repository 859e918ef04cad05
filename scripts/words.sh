#!/bin/sh
# Counts the words of scripts/words.txt in code, pages, documents and scripts, and fails where there are more than the list allows.
# Whole words, upper or lower case. The glossary (docs/glossary.md) names words that we do not use, so it is not counted.
set -eu
cd "$(dirname "$0")/.."
text=$(mktemp)
trap 'rm -f "$text"' EXIT
find crates docs scripts tests README.md ARCHITECTURE.md CONTRIBUTING.md Makefile -type f \
  \( -name '*.rs' -o -name '*.css' -o -name '*.js' -o -name '*.mjs' -o -name '*.sh' -o -name '*.md' -o -name 'Makefile' -o -path '*/help/*.txt' \) \
  ! -path '*/node_modules/*' ! -path '*/fixtures/*' ! -name glossary.md | sort | xargs cat > "$text"
failed=0
while IFS='|' read -r word limit better; do
  word=$(echo "$word" | sed 's/^ *//; s/ *$//')
  case $word in '' | '#'*) continue ;; esac
  limit=$((limit))
  count=$(grep -oiwF -e "$word" "$text" | wc -l)
  if [ "$count" -gt "$limit" ]; then
    echo "words: \"$word\" occurs $count times, at most $limit are allowed; better:$better" >&2
    failed=1
  fi
done < scripts/words.txt
exit "$failed"
