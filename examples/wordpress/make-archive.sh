#!/bin/bash
# make-archive.sh [FILE]: packs Debian's own WordPress into one self-contained archive that expands in the current directory.
#
# The packages are downloaded and unpacked beside the system; nothing is installed (Debian's package would bring Apache). It
# takes the suite of the services image, because WordPress and PHP have to be of one age; SUITE=… chooses another. The same
# package versions give the same bytes.
set -euo pipefail
HERE=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")" && pwd)
BRUME_ROOT=$(cd "$HERE/../.." && pwd)
for part in say settings apt; do . "$BRUME_ROOT/dist/launcher/$part.sh"; done
. "$BRUME_ROOT/dist/image/build.sh"

archive=$(realpath -m "${1:-$HERE/wordpress.tar.gz}")
IMAGE_SUITE=${SUITE:-}
image_suite
suite=$IMAGE_SUITE
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
private_apt "$suite" apt-get -q update >"$work/log" 2>&1 || { cat "$work/log" >&2; fail "The lists of $suite cannot be fetched from $(mirror)."; }

# WordPress links to copies of its libraries in other packages; the web server, PHP and the database are the platform's.
mapfile -t packages < <(
  private_apt "$suite" apt-cache depends --no-suggests --no-conflicts --no-breaks --no-replaces --no-enhances wordpress \
    | awk '$1 ~ /^\|?(Depends|Recommends):$/ && $2 ~ /^(libjs-|php-getid3$|ca-certificates$|wordpress-theme-)/ { print $2 }' | sort -u)
version=$(private_apt "$suite" apt-cache show --no-all-versions wordpress | sed -n 's/^Version: //p')
# unchanged packages, unchanged archive: nothing to do
stamp="$suite wordpress=$version $(sha256sum "$HERE/wp-config.php" "$HERE/make-archive.sh" | cut -c 1-16 | paste -sd-)"
if [ -s "$archive" ] && [ "$(gzip -l "$archive" >/dev/null 2>&1 && cat "$archive.stamp" 2>/dev/null)" = "$stamp" ]; then
  say "$archive is up to date ($version)."; exit 0
fi
fetch_debs "$suite" "$work/debs" wordpress "${packages[@]}" >"$work/log" 2>&1 || { cat "$work/log" >&2; fail "The packages cannot be fetched."; }
for deb in "$work"/debs/*.deb; do dpkg-deb --extract "$deb" "$work/root"; done
# what ca-certificates makes when it is installed
mkdir -p "$work/root/etc/ssl/certs"
cat "$work"/root/usr/share/ca-certificates/mozilla/*.crt >"$work/root/etc/ssl/certs/ca-certificates.crt"

site=$work/root/usr/share/wordpress
newest=$(find "$site" -type f -printf '%T@\n' | sort -n | tail -n 1 | cut -d. -f1)   # Debian's own times
rm -f "$site/wp-config.php" "$site/wp-config-sample.php" "$site/.htaccess"   # Debian's own read /etc/wordpress; Apache's
# absolute links point into the unpacked tree, not into this machine
find "$site" -type l -lname '/*' -printf '%l\n%p\n' | while IFS= read -r target && IFS= read -r link; do ln -sfn "$work/root$target" "$link"; done
missing=$(find -L "$site" -type l)
[ -z "$missing" ] || fail "These links of Debian's WordPress lead to no package that was fetched: $missing"
mkdir -p "$site/wp-content/uploads" "$site/wp-content/upgrade" "$site/wp-content/plugins"
install -m 644 "$HERE/wp-config.php" "$site/wp-config.php"
tar -C "$site" --dereference --sort=name --mtime="@$newest" --owner=0 --group=0 --numeric-owner --mode=u=rwX,go=rX -cf - . | gzip -n -6 >"$archive.new"
mv "$archive.new" "$archive"
echo "$stamp" >"$archive.stamp"
say "$archive: WordPress $version of $suite, $(human_bytes "$(stat -c %s "$archive")"), $(tar -tzf "$archive" | wc -l) entries."
