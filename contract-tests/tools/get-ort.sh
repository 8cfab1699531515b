#!/bin/sh
# Makes a Python environment with ONNX Runtime and its quantizer, onnx and numpy, for the tests that read what these write, and for
# the comparison of quantizers (libs/convert/src/test/bench):
#   FOLDER/ort/bin/python3
# pip works with the package index that this machine already uses. What cannot be had is skipped with a message and exit
# code 0: the test skips as well then.
set -eu

if [ $# -ne 1 ]; then
  echo "usage: get-ort.sh FOLDER" >&2
  exit 2
fi

skip() {
  echo "get-ort: skipped: $1"
  exit 0
}

mkdir -p "$1"
python=$(cd "$1" && pwd)/ort
if [ -x "$python/bin/python3" ] && "$python/bin/python3" -c 'import numpy, onnx, onnxruntime' 2>/dev/null; then
  echo "get-ort: already there: $python"
  exit 0
fi

command -v python3 >/dev/null 2>&1 || skip "no python3 here"
log=$python.log
rm -rf "$python"
python3 -m venv "$python" >"$log" 2>&1 || skip "python3 makes no environment (Debian: apt install python3-venv; see $log)"
if ! "$python/bin/python3" -m pip install -q --disable-pip-version-check numpy==2.4.6 onnx==1.23.2 onnxruntime==1.32.0 sympy==1.14.0 pillow==13.0.0 tokenizers==0.23.3 >>"$log" 2>&1; then
  rm -rf "$python"
  skip "pip did not get ONNX Runtime (see $log)"
fi
echo "get-ort: $python"
