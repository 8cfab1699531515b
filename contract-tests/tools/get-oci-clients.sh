#!/bin/sh
# Builds, with the Go client, what other people hold a registry against, into a folder:
#   FOLDER/conformance   the conformance suite of the OCI distribution specification
#   FOLDER/crane, FOLDER/oras   two clients that push, copy and delete
# Go 1.24 or newer is used where it is there; else Debian's, unpacked in FOLDER: nothing is installed. What cannot
# be had is skipped with a message and exit code 0: the tests skip as well then.
set -eu

if [ $# -ne 1 ]; then
  echo "usage: get-oci-clients.sh FOLDER" >&2
  exit 2
fi

skip() {
  echo "get-oci-clients: skipped: $1"
  exit 0
}

tools=$(cd "$(dirname "$0")" && pwd)
mkdir -p "$1"
folder=$(cd "$1" && pwd)
if [ -x "$folder/conformance" ] && [ -x "$folder/crane" ] && [ -x "$folder/oras" ]; then
  echo "get-oci-clients: already there: $folder"
  exit 0
fi
log="$folder/log"
: >"$log"

# is_new GO: whether it is 1.24 or newer.
is_new() {
  [ -x "$1" ] || return 1
  minor=$(GOTOOLCHAIN=local "$1" env GOVERSION 2>/dev/null | sed -n 's/^go1\.\([0-9]*\).*/\1/p')
  [ -n "$minor" ] && [ "$minor" -ge 24 ]
}

# Unpacks Debian trixie's Go in FOLDER, with the Debian mirror that this machine already uses.
get_go() {
  echo "get-oci-clients: no Go 1.24 or newer here; getting Debian's"
  root="$folder/.apt"
  # shellcheck source=contract-tests/tools/private-apt.sh
  . "$tools/private-apt.sh"
  private_apt "$root" "$log" trixie
  (cd "$root/debs" && apt-get -qq download golang-1.24-go golang-1.24-src >>"$log" 2>&1) ||
    skip "the Debian mirror gave no Go (see $log)"
  for deb in "$root"/debs/*.deb; do
    dpkg-deb -x "$deb" "$folder/.go"
  done
  # Debian's links between the two packages lead to /usr/share, which is not ours.
  cp -R "$folder/.go/usr/share/go-1.24/." "$folder/.go/root-parts"
  mkdir -p "$folder/.go/root"
  for part in "$folder/.go/root-parts"/*; do
    ln -sf "$part" "$folder/.go/root/$(basename "$part")"
  done
  for part in bin pkg VERSION go.env; do
    if [ -e "$folder/.go/usr/lib/go-1.24/$part" ] && [ ! -L "$folder/.go/usr/lib/go-1.24/$part" ]; then
      rm -rf "$folder/.go/root/$part"
      ln -sf "$folder/.go/usr/lib/go-1.24/$part" "$folder/.go/root/$part"
    fi
  done
  rm -rf "$root"
  unset APT_CONFIG
  GOROOT="$folder/.go/root"
  export GOROOT
  go="$GOROOT/bin/go"
}

go=$(command -v go 2>/dev/null || echo /usr/local/go/bin/go)
is_new "$go" || get_go
is_new "$go" || skip "no Go 1.24 or newer here"

# build NAME PACKAGE@VERSION
build() {
  [ ! -x "$folder/$1" ] || return 0
  if GOBIN="$folder" GOTOOLCHAIN=local GOFLAGS=-buildvcs=false "$go" install "$2" >>"$log" 2>&1; then
    echo "get-oci-clients: $folder/$1"
  else
    echo "get-oci-clients: skipped: $1: it cannot be built here (see $log)"
  fi
}

build conformance github.com/opencontainers/distribution-spec/conformance@v0.0.0-20260831232431-97274622c111
build crane github.com/google/go-containerregistry/cmd/crane@v0.22.1
build oras oras.land/oras/cmd/oras@v1.3.6
