#!/bin/sh
# Makes a Python environment with OpenSSF's model_signing, for the tests that hold our model signatures against it:
#   FOLDER/model-signing/bin/model_signing
# pip works with the package index that this machine already uses. What cannot be had is skipped with a message and exit
# code 0: the tests skip as well then.
set -eu

if [ $# -ne 1 ]; then
  echo "usage: get-model-signing.sh FOLDER" >&2
  exit 2
fi

skip() {
  echo "get-model-signing: skipped: $1"
  exit 0
}

mkdir -p "$1"
python=$(cd "$1" && pwd)/model-signing
if [ -x "$python/bin/model_signing" ] && "$python/bin/model_signing" --version >/dev/null 2>&1; then
  echo "get-model-signing: already there: $python"
  exit 0
fi

command -v python3 >/dev/null 2>&1 || skip "no python3 here"
log=$python.log
rm -rf "$python"
python3 -m venv "$python" >"$log" 2>&1 || skip "python3 makes no environment (Debian: apt install python3-venv; see $log)"
# It imports OpenSSL, which its own list of dependencies leaves to those of sigstore; newer ones do not bring it.
if ! "$python/bin/python3" -m pip install -q --disable-pip-version-check model-signing==1.1.1 pyOpenSSL >>"$log" 2>&1; then
  rm -rf "$python"
  skip "pip did not get model_signing (see $log)"
fi
echo "get-model-signing: $python"
