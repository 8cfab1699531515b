#!/bin/sh
# Fetches two real cosign clients into a folder, for the tests that hold our signatures against them:
#   FOLDER/cosign-2   2.5.0, from Debian trixie: reads .sig tags
#   FOLDER/cosign-3   3.x, from Debian sid: reads sigstore bundles found as referrers
# Nothing is installed: apt works on a private root in FOLDER, with the Debian mirror that this machine already
# uses. What cannot be had is skipped with a message and exit code 0: the tests skip as well then.
set -eu

if [ $# -ne 1 ]; then
  echo "usage: get-cosign.sh FOLDER" >&2
  exit 2
fi

skip() {
  echo "get-cosign: skipped: $1; or put cosign-2 and cosign-3 into the folder by hand"
  exit 0
}

tools=$(cd "$(dirname "$0")" && pwd)
mkdir -p "$1"
folder=$(cd "$1" && pwd)
if [ -x "$folder/cosign-2" ] && [ -x "$folder/cosign-3" ]; then
  echo "get-cosign: already there: $folder"
  exit 0
fi

root="$folder/.apt"
mkdir -p "$root"
: >"$root/log"
# shellcheck source=contract-tests/tools/private-apt.sh
. "$tools/private-apt.sh"
private_apt "$root" "$root/log" trixie sid

# fetch NAME SUITE: unpacks that suite's cosign as FOLDER/NAME.
fetch() {
  [ ! -x "$folder/$1" ] || return 0
  rm -rf "$root/debs" "$root/x"
  mkdir -p "$root/debs" "$root/x"
  if ! (cd "$root/debs" && apt-get -qq download "cosign/$2" >>"$root/log" 2>&1); then
    echo "get-cosign: skipped: $1: $2 has no cosign for this machine (see $root/log)"
    return 0
  fi
  dpkg-deb -x "$root"/debs/cosign_*.deb "$root/x"
  mv "$root/x/usr/bin/cosign" "$folder/$1"
  echo "get-cosign: $folder/$1"
}

fetch cosign-2 trixie
fetch cosign-3 sid
rm -rf "$root/cache" "$root/debs" "$root/x" "$root/state"
