#!/bin/sh
# Builds syft into a folder, for the test that holds our package lists against it:
#   FOLDER/syft
# Go fetches its modules from where this machine's Go client already gets them. Building takes minutes of two cores.
# What cannot be had is skipped with a message and exit code 0: the test skips as well then.
set -eu

if [ $# -ne 1 ]; then
  echo "usage: get-syft.sh FOLDER" >&2
  exit 2
fi

skip() {
  echo "get-syft: skipped: $1; or put a syft into the folder by hand"
  exit 0
}

mkdir -p "$1"
folder=$(cd "$1" && pwd)
if [ -x "$folder/syft" ]; then
  echo "get-syft: already there: $folder/syft"
  exit 0
fi

command -v go >/dev/null 2>&1 || skip "no go here"
log=$folder/syft.log
if ! GOFLAGS=-mod=mod GOBIN="$folder" go install -ldflags='-s -w' github.com/anchore/syft/cmd/syft@v1.57.1 >"$log" 2>&1; then
  skip "go did not build it (see $log)"
fi
echo "get-syft: $folder/syft"
