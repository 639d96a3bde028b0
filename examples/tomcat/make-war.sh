#!/bin/bash
# make-war.sh [FILE]: packs Debian's own examples of Tomcat into a war.
#
# The package is downloaded and unpacked beside the system; nothing is installed. It takes the suite of the services image,
# because the examples and Tomcat have to be of one age; SUITE=… chooses another. The same package version gives the same bytes.
set -euo pipefail
HERE=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")" && pwd)
BRUME_ROOT=$(cd "$HERE/../.." && pwd)
for part in say settings apt jdk; do . "$BRUME_ROOT/dist/launcher/$part.sh"; done
. "$BRUME_ROOT/dist/image/build.sh"

war=$(realpath -m "${1:-$HERE/examples.war}")
IMAGE_SUITE=${SUITE:-}
image_suite
jdk_find
[ -n "$JDK" ] || fail "There is no JDK 25 to pack with." "Run: $BRUME_ROOT/brume up"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
{ private_apt "$IMAGE_SUITE" apt-get -q update && fetch_debs "$IMAGE_SUITE" "$work/debs" tomcat10-examples; } >"$work/log" 2>&1 \
  || { cat "$work/log" >&2; fail "The package tomcat10-examples of $IMAGE_SUITE cannot be fetched from $(mirror)."; }
dpkg-deb --extract "$work"/debs/tomcat10-examples_*.deb "$work/root"
"$JDK/bin/jar" --create --file "$war" --no-manifest --date=2026-01-01T00:00:00Z -C "$work/root/usr/share/tomcat10-examples/examples" .
say "$war: $(basename "$work"/debs/tomcat10-examples_*.deb .deb), $(human_bytes "$(stat -c %s "$war")")."
