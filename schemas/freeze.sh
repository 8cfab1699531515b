#!/bin/sh
# Freezes the schemas as they are under src/released/<version>, and notes them in src/released/index.txt. Run it when a version is released.
#   schemas/freeze.sh            refuses when that version is already frozen and differs
#   schemas/freeze.sh --replace  before the version was given to anybody: freezes it again
set -eu

here=$(cd "$(dirname "$0")" && pwd)
version=$(sed -n 's:.*<version>\([0-9][^<]*\)</version></parent>.*:\1:p' "$here/pom.xml")
[ -n "$version" ] || { echo "freeze.sh: no version found in $here/pom.xml" >&2; exit 1; }
source=$here/src/main/avro
target=$here/src/released/$version

if [ -d "$target" ] && ! diff -r "$source" "$target" >/dev/null; then
  if [ "${1:-}" != --replace ]; then
    echo "freeze.sh: $version is frozen and the schemas differ from it: raise the version first." >&2
    echo "A version that nobody has yet can be frozen again with --replace." >&2
    diff -rq "$source" "$target" >&2 || true
    exit 1
  fi
  rm -r "$target"
fi
mkdir -p "$target"
cp -R "$source/." "$target/"
(cd "$here/src/released" && find . -name '*.avsc' | sed 's:^\./::' | LC_ALL=C sort >index.txt)
echo "frozen: $(find "$target" -name '*.avsc' | wc -l) schemas of $version"
