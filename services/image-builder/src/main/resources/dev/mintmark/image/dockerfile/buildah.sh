#!/bin/sh
# One build from nothing, in the sandbox's folder: images/<n> (OCI layouts), Dockerfile, context/ -> out/.
# Arguments: buildah, seconds since 1970, os/architecture.
set -eu
buildah=$1
epoch=$2
platform=$3

number=0
while [ -d "images/$number" ]; do
  id=$("$buildah" pull -q "oci:/work/images/$number:image")
  "$buildah" tag "$id" "localhost/mintmark/image-$number:vendored"
  number=$((number + 1))
done
"$buildah" bud --isolation chroot --pull-never --no-cache --layers=false --format oci --identity-label=false \
  --http-proxy=false --timestamp "$epoch" --platform "$platform" --build-arg "SOURCE_DATE_EPOCH=$epoch" \
  -f /work/Dockerfile -t localhost/mintmark/result:built /work/context
"$buildah" push -q --disable-compression --format oci localhost/mintmark/result:built dir:/work/out
