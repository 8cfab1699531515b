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
  echo "get-cosign: skipped: $1"
  exit 0
}

mkdir -p "$1"
folder=$(cd "$1" && pwd)
if [ -x "$folder/cosign-2" ] && [ -x "$folder/cosign-3" ]; then
  echo "get-cosign: already there: $folder"
  exit 0
fi

for tool in apt-get dpkg-deb; do
  command -v "$tool" >/dev/null 2>&1 || skip "no $tool here; put cosign-2 and cosign-3 into $folder by hand"
done

# The first configured Debian archive that is not a security, updates or backports suite.
# shellcheck disable=SC2016  # the names are apt's, not the shell's
mirror=$(apt-get indextargets --format '$(REPO_URI) $(RELEASE) $(ORIGIN) $(COMPONENT)' 'Created-By: Packages' |
  awk '$3 == "Debian" && $4 == "main" && $2 !~ /-/ { print $1; exit }')
[ -n "$mirror" ] || skip "apt knows no Debian mirror (run apt-get update, or put the clients there by hand)"

keyring=/usr/share/keyrings/debian-archive-keyring.gpg
[ -r "$keyring" ] || skip "no $keyring; install debian-archive-keyring"

root="$folder/.apt"
mkdir -p "$root/state/lists/partial" "$root/cache/archives/partial" "$root/debs" "$root/empty"
for suite in trixie sid; do
  echo "deb [signed-by=$keyring] $mirror $suite main"
done >"$root/sources.list"
cat >"$root/apt.conf" <<CONF
Dir::State "$root/state";
Dir::State::status "/dev/null";
Dir::Cache "$root/cache";
Dir::Etc::sourcelist "$root/sources.list";
Dir::Etc::sourceparts "$root/empty";
Dir::Etc::preferencesparts "$root/empty";
APT::Sandbox::User "";
Acquire::Retries "2";
Acquire::http::Timeout "20";
Acquire::https::Timeout "20";
Acquire::Languages "none";
CONF

APT_CONFIG="$root/apt.conf"
export APT_CONFIG
apt-get -qq update >"$root/log" 2>&1 || skip "the Debian mirror did not answer (see $root/log)"

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
