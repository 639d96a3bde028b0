# packages.sh: the Debian packages that Brume needs on this machine. What was not there before is written down under
# HOST_STATE, so that `brume destroy` takes away exactly that.

# Command that has to be there, and the package that brings it.
NEEDED=(
  curl:curl jq:jq xz:xz-utils zstd:zstd
  ip:iproute2 nft:nftables dnsmasq:dnsmasq-base
  mkfs.btrfs:btrfs-progs mksquashfs:squashfs-tools newuidmap:uidmap lxcfs:lxcfs mmdebstrap:mmdebstrap
  mvn:maven objcopy:binutils
)
BACKPORTS_LIST=/etc/apt/sources.list.d/brume-backports.sources

# packages_missing: names, one a line, of what is not there yet (the daemon and the JDK apart).
packages_missing() {
  local entry
  for entry in "${NEEDED[@]}"; do
    PATH=$PATH:/usr/sbin:/sbin command -v "${entry%%:*}" >/dev/null || echo "${entry#*:}"
  done | sort -u
  # for the tests only: they start servers of their own
  [ "${WITH_POSTGRESQL:-no}" = no ] || compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null || echo postgresql
}

# daemon_installed: is there a daemon's program, whoever brought it?
daemon_installed() { [ -x /usr/libexec/incus/incusd ] || command -v lxd >/dev/null; }

# daemon_packages: where a daemon comes from on this Debian: prints packages (with a suite where needed).
#   13: Incus itself;  12: Incus from backports;  where Incus cannot be had: LXD
daemon_packages() {
  if [ "${BRUME_DAEMON:-incus}" = lxd ]; then echo "lxd lxd-client"; return; fi
  if [ "$(host_suite)" != bookworm ]; then echo "incus-base incus-client"
  elif has_suite bookworm-backports; then echo "incus-base/bookworm-backports incus-client/bookworm-backports"
  else echo "lxd lxd-client"; fi
}

# packages_install: everything missing, in one go.
packages_install() {
  local missing=() daemon=()
  mapfile -t missing < <(packages_missing)
  if ! daemon_installed && [ -z "$DAEMON_SOCKET" ]; then read -ra daemon <<<"$(daemon_packages)"; fi
  if [ $((${#missing[@]} + ${#daemon[@]})) = 0 ]; then return; fi
  remember_before
  if [[ "${daemon[*]:-}" == *backports* ]] && ! grep -rqs bookworm-backports /etc/apt/sources.list /etc/apt/sources.list.d; then
    backports_source >"$BACKPORTS_LIST"
    remember_file "$BACKPORTS_LIST"
  fi
  apt_run update
  if [[ " ${missing[*]} " == *" postgresql "* ]]; then no_main_cluster; fi
  apt_run install --no-install-recommends "${missing[@]}" "${daemon[@]}"
  rm -f "$NO_MAIN_CLUSTER"
  remember_after
  note "${missing[*]} ${daemon[*]}"
}
# PostgreSQL's package would make and start a server of its own, unless it is told not to while it is installed.
NO_MAIN_CLUSTER=/etc/postgresql-common/createcluster.d/brume-tests.conf
no_main_cluster() {
  mkdir -p "${NO_MAIN_CLUSTER%/*}"
  echo 'create_main_cluster = false' >"$NO_MAIN_CLUSTER"
}
apt_run() { # waits for an apt that somebody else runs; keeps no downloaded packages
  DEBIAN_FRONTEND=noninteractive apt-get -q -y -o DPkg::Lock::Timeout=600 -o APT::Keep-Downloaded-Packages=false "$@"
}
backports_source() {
  printf '# Incus for Debian 12; made by "brume up", removed by "brume destroy".\nTypes: deb\nURIs: %s\nSuites: bookworm-backports\nComponents: main\nSigned-By: /usr/share/keyrings/debian-archive-keyring.gpg\n' "$(mirror)"
}

# Files of ranges of user ids for containers, which the daemon's package writes (with the copies that the writing leaves).
ID_FILES=(subuid subgid subuid- subgid-)

# The machine as it was: packages and accounts before, compared with after.
installed_packages() { dpkg-query -W -f '${db:Status-Status} ${binary:Package}\n' | awk '$1 == "installed" { print $2 }' | LC_ALL=C sort; }
remember_before() {
  mkdir -p "$HOST_STATE"
  installed_packages >"$HOST_STATE/packages.before"
  cut -d: -f1 /etc/group | LC_ALL=C sort >"$HOST_STATE/groups.before"
  cut -d: -f1 /etc/passwd | LC_ALL=C sort >"$HOST_STATE/users.before"
  local file
  for file in "${ID_FILES[@]}"; do [ -e "$HOST_STATE/$file" ] || [ -e "$HOST_STATE/$file.absent" ] || cp -p "/etc/$file" "$HOST_STATE/$file" 2>/dev/null || : >"$HOST_STATE/$file.absent"; done
}
remember_after() {
  merge_new "$HOST_STATE/packages" <(installed_packages) "$HOST_STATE/packages.before"
  merge_new "$HOST_STATE/groups" <(cut -d: -f1 /etc/group | LC_ALL=C sort) "$HOST_STATE/groups.before"
  merge_new "$HOST_STATE/users" <(cut -d: -f1 /etc/passwd | LC_ALL=C sort) "$HOST_STATE/users.before"
  rm -f "$HOST_STATE"/*.before
}
merge_new() { # merge_new RECORD NOW BEFORE: adds to the record what is in NOW and not in BEFORE
  { cat "$1" 2>/dev/null || true; LC_ALL=C comm -23 "$2" "$3"; } | LC_ALL=C sort -u >"$1.new"
  mv "$1.new" "$1"
}
remember_file() { mkdir -p "$HOST_STATE"; grep -qxsF "$1" "$HOST_STATE/files" || echo "$1" >>"$HOST_STATE/files"; }

# packages_purge: the reverse of packages_install; what is left over is said by the check of `brume destroy`.
packages_purge() {
  local ours=() file name
  mapfile -t ours < <(LC_ALL=C comm -12 <(LC_ALL=C sort -u "$HOST_STATE/packages" 2>/dev/null) <(installed_packages))
  if [ "${#ours[@]}" -gt 0 ]; then
    # never takes more than it brought: a package of the user's that needs one of ours keeps it
    apt_run -s purge "${ours[@]}" | awk '$1 == "Purg" || $1 == "Remv" { print $2 }' | LC_ALL=C sort -u >"$HOST_STATE/would-go"
    if [ -n "$(comm -13 <(printf '%s\n' "${ours[@]%%:*}" | LC_ALL=C sort -u) "$HOST_STATE/would-go")" ]; then
      note "kept, because packages that came later need some of them: ${ours[*]}"
      return
    fi
    apt_run purge "${ours[@]}"
    hash -r   # bash remembers where programs were
    note "${#ours[@]} packages removed"
  fi
  while IFS= read -r file; do rm -rf "$file"; done < <(cat "$HOST_STATE/files" 2>/dev/null)
  if [ -e "$HOST_STATE/users" ]; then while IFS= read -r name; do ! getent passwd "$name" >/dev/null || userdel "$name" || true; done <"$HOST_STATE/users"; fi
  if [ -e "$HOST_STATE/groups" ]; then while IFS= read -r name; do ! getent group "$name" >/dev/null || groupdel "$name" || true; done <"$HOST_STATE/groups"; fi
  for name in "${ID_FILES[@]}"; do
    if [ -e "$HOST_STATE/$name.absent" ]; then rm -f "/etc/$name"
    elif [ -e "$HOST_STATE/$name" ]; then cp -p "$HOST_STATE/$name" "/etc/$name"; fi
  done
  rmdir "$(dirname "$JDK_OWN")" 2>/dev/null || true
  # Incus' package makes it for its own settings of dnsmasq and leaves it
  [ -e /etc/dnsmasq.conf ] || rmdir /etc/dnsmasq.d 2>/dev/null || true
  # the lists of a source that is gone
  [ ! -s "$HOST_STATE/files" ] || apt_run update
}
