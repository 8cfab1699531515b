#!/bin/sh
# Makes a Python environment with SPDX's own bindings of its model, for the test that holds `mintmark sbom --format spdx3`
# against them:
#   FOLDER/spdx/bin/python3
# pip works with the package index that this machine already uses. What cannot be had is skipped with a message and exit
# code 0: the test skips as well then.
set -eu

if [ $# -ne 1 ]; then
  echo "usage: get-spdx.sh FOLDER" >&2
  exit 2
fi

skip() {
  echo "get-spdx: skipped: $1"
  exit 0
}

mkdir -p "$1"
python=$(cd "$1" && pwd)/spdx
if [ -x "$python/bin/python3" ] && "$python/bin/python3" -c 'from spdx_python_model import v3_0_1' 2>/dev/null; then
  echo "get-spdx: already there: $python"
  exit 0
fi

command -v python3 >/dev/null 2>&1 || skip "no python3 here"
log=$python.log
rm -rf "$python"
python3 -m venv "$python" >"$log" 2>&1 || skip "python3 makes no environment (Debian: apt install python3-venv; see $log)"
if ! "$python/bin/python3" -m pip install -q --disable-pip-version-check spdx-python-model==0.0.6 >>"$log" 2>&1; then
  rm -rf "$python"
  skip "pip did not get the bindings (see $log)"
fi
echo "get-spdx: $python"
