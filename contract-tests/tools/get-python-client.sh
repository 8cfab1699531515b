#!/bin/sh
# Makes a Python environment with the client that examples/fleet-metrics uses, for the test that runs that example:
#   FOLDER/python/bin/python3
# pip works with the package index that this machine already uses. What cannot be had is skipped with a message and exit
# code 0: the test skips as well then.
set -eu

if [ $# -ne 1 ]; then
  echo "usage: get-python-client.sh FOLDER" >&2
  exit 2
fi

skip() {
  echo "get-python-client: skipped: $1"
  exit 0
}

here=$(cd "$(dirname -- "$0")" && pwd)
requirements=$here/../../examples/fleet-metrics/requirements.txt
mkdir -p "$1"
python=$(cd "$1" && pwd)/python
if [ -x "$python/bin/python3" ] && "$python/bin/python3" -c 'import confluent_kafka.schema_registry.avro' 2>/dev/null; then
  echo "get-python-client: already there: $python"
  exit 0
fi

command -v python3 >/dev/null 2>&1 || skip "no python3 here"
log=$python.log
rm -rf "$python"
python3 -m venv "$python" >"$log" 2>&1 || skip "python3 makes no environment (Debian: apt install python3-venv; see $log)"
if ! "$python/bin/python3" -m pip install -q --disable-pip-version-check -r "$requirements" >>"$log" 2>&1; then
  rm -rf "$python"
  skip "pip did not get the client (see $log)"
fi
echo "get-python-client: $python"
