# destroy.sh: takes this deployment away, and with the last one everything that was installed for it; then looks whether
# anything is left.

main_destroy() {
  local yes=no answer
  while [ $# -gt 0 ]; do
    case $1 in -y | --yes) yes=yes ;; *) fail "brume destroy does not know \"$1\"." "Usage: brume destroy [--yes]" ;; esac
    shift
  done
  need_root
  destroy_knows_home
  if [ "$yes" = no ]; then
    [ -t 0 ] || fail "brume destroy removes all applications and data of deployment $BRUME_NAME for good." "Say so with: brume destroy --yes"
    printf 'This removes all applications and data of deployment %s for good. Type its name to go on: ' "$BRUME_NAME" >&2
    read -r answer
    [ "$answer" = "$BRUME_NAME" ] || fail "Not removed."
  fi
  lock
  # the launcher's own log must not keep the directory that goes
  LOG_FILE=$(mktemp -t brume-destroy.XXXXXX)
  if [ -n "$(director_pid)" ]; then phase "director" director_stop; fi
  command -v curl >/dev/null && command -v jq >/dev/null && daemon_find
  # only a daemon can remove what it made
  if [ -z "$DAEMON_SOCKET" ] && [ -e "$HOST_STATE/deployments/$BRUME_NAME" ] && daemon_installed && ! has_foreign_daemon; then
    phase "container daemon" daemon_start
    daemon_find
  fi
  if [ -z "$DAEMON_SOCKET" ] && [ -e "$HOST_STATE/deployments/$BRUME_NAME" ] && { daemon_installed || has_foreign_daemon; }; then
    fail "The container daemon does not answer, so what this deployment has in it cannot be removed; nothing was removed." "Start the daemon, or remove its package, and run this again."
  fi
  POOL_FILE=$(pool_file)
  if [ -n "$DAEMON_SOCKET" ]; then phase "containers, volumes, images, network" resources_remove; fi
  if [ -e "$PROPERTIES" ]; then rm -rf --one-file-system "$BRUME_HOME"
  else rm -rf --one-file-system "$BRUME_HOME/log"; rmdir --ignore-fail-on-non-empty "$BRUME_HOME" 2>/dev/null || true; fi
  rm -f "$HOST_STATE/deployments/$BRUME_NAME"
  KEPT_FOR=
  if last_deployment; then
    KEPT_FOR=$(others_things)
    if [ -z "$KEPT_FOR" ]; then phase "what was installed" host_restore; fi
  fi
  rm -f "$LOG_FILE"
  remains
}
# A home that is registered under this name, or that says itself whose it is (settings.sh looks at that): nothing else is removed.
destroy_knows_home() {
  local registered
  registered=$(registered_home)
  if [ -n "$registered" ] && [ "$registered" != "$BRUME_HOME" ]; then
    fail "Deployment $BRUME_NAME lives in $registered, not in $BRUME_HOME; nothing was removed." "Set BRUME_HOME=$registered, or BRUME_NAME to the deployment that is meant."
  fi
  if [ -e "$BRUME_HOME" ] && [ ! -e "$PROPERTIES" ] && [ -n "$(find "$BRUME_HOME" -mindepth 1 -maxdepth 1 ! -name log 2>/dev/null)" ]; then
    fail "$BRUME_HOME is not the home of a deployment; nothing was removed." "Set BRUME_HOME to the home of deployment $BRUME_NAME."
  fi
}
# What people keep in a daemon that we installed: it would go with the packages.
others_things() {
  [ -e "$HOST_STATE/packages" ] && [ -n "$DAEMON_SOCKET" ] || return 0
  {
    api GET '/1.0/instances?all-projects=true&recursion=1' | jq -r '.[] | "instance \(.name) of project \(.project)"'
    api GET '/1.0/images?all-projects=true&recursion=1' | jq -r '.[] | "image \(.fingerprint[0:12]) of project \(.project // "default")"'
    api GET '/1.0/storage-pools?recursion=1' | jq -r '.[].used_by[]? | select(contains("/volumes/custom/")) | "volume \(.)"'
  } 2>/dev/null || true
}
has_foreign_daemon() { [ -n "$(daemon_silent)" ]; }
last_deployment() { [ -z "$(find "$HOST_STATE/deployments" -type f 2>/dev/null)" ]; }

resources_remove() {
  local name
  if api_has "/1.0/projects/$PROJECT"; then
    own "/1.0/projects/$PROJECT" "project $PROJECT"
    for name in $(running_here); do api PUT "/1.0/instances/$name/state?project=$PROJECT" '{"action": "stop", "force": true}' >/dev/null || true; done
    for name in $(project_list instances); do api DELETE "/1.0/instances/$name?project=$PROJECT" >/dev/null; done
    for name in $(api GET "/1.0/storage-pools/$POOL/volumes/custom?project=$PROJECT" | jq -r '.[]' | sed 's,.*/,,; s,?.*,,'); do
      api DELETE "/1.0/storage-pools/$POOL/volumes/custom/$name?project=$PROJECT" >/dev/null
    done
    for name in $(project_list images); do api DELETE "/1.0/images/$name?project=$PROJECT" >/dev/null; done
    for name in $(project_list profiles); do [ "$name" = default ] || api DELETE "/1.0/profiles/$name?project=$PROJECT" >/dev/null; done
    api DELETE "/1.0/projects/$PROJECT" >/dev/null
  fi
  if api_has "/1.0/networks/$NETWORK" && own "/1.0/networks/$NETWORK" "network $NETWORK"; then api DELETE "/1.0/networks/$NETWORK" >/dev/null; fi
  # the pool is shared by all deployments: the last one takes it along
  if api_has "/1.0/storage-pools/$POOL" && [ "$(api GET "/1.0/storage-pools/$POOL" | jq -r '.config["user.brume"] // empty')" = yes ]; then
    if [ "$(api GET "/1.0/storage-pools/$POOL" | jq '.used_by | length')" = 0 ]; then api DELETE "/1.0/storage-pools/$POOL" >/dev/null
    else note "storage pool $POOL stays: another deployment uses it"; fi
  fi
}
project_list() { api GET "/1.0/$1?project=$PROJECT" | jq -r '.[]' | sed 's,.*/,,; s,?.*,,'; }

# The storage pool's file, known by inode and device: its name is gone when the check at the end looks for it, and another
# daemon's file may have the same name.
pool_file() {
  local device
  device=$(losetup -n -O BACK-INO,BACK-MAJ:MIN -j "$(storage_directory)/disks/$POOL.img" 2>/dev/null | head -n 1) || true
  awk '{ print $1 " " $2 }' <<<"$device"
}

# host_restore: the machine as it was before the first `up`.
host_restore() {
  local ours=no mount
  if [ -e "$HOST_STATE/packages" ] && grep -qE '^(incus-base|lxd)(:|$)' "$HOST_STATE/packages"; then ours=yes; fi
  if [ -e "$HOST_STATE/daemon" ]; then daemon_stop; fi
  if [ "$ours" = yes ]; then nft delete table inet incus 2>/dev/null || true; nft delete table inet lxd 2>/dev/null || true; fi
  packages_purge
  if [ "$ours" = yes ] && ! daemon_installed; then
    while IFS= read -r mount; do umount -l "$mount" || true; done < <(awk '$5 ~ "^/var/lib/(incus|lxd|lxcfs)(/|$)" { print $5 }' /proc/self/mountinfo | sort -r)
    rm -rf --one-file-system /var/lib/incus /var/lib/lxd /var/lib/lxcfs /var/log/incus /var/log/lxd /var/cache/incus /var/cache/lxd /run/incus /run/lxd
  fi
  if [ -e "$HOST_STATE/ip_forward" ]; then cat "$HOST_STATE/ip_forward" >/proc/sys/net/ipv4/ip_forward; fi
  # only what is ours: the cache may be a place that others use too
  rm -rf --one-file-system "$BRUME_CACHE"/apt "$BRUME_CACHE"/images "$BRUME_CACHE"/runtime-* "$BRUME_CACHE"/lxd-* "$HOST_STATE"
  rmdir --ignore-fail-on-non-empty "$BRUME_CACHE" 2>/dev/null || true
}

# remains: says what of this deployment, and of Brume when it was the last, is still there; status 1 when something is.
remains() {
  local left=() entry
  [ ! -e "$PROPERTIES" ] || left+=("directory $BRUME_HOME")
  for entry in $(pgrep -f "brume.director.DirectorMain $BRUME_HOME\$" || true); do left+=("process $entry"); done
  [ ! -e "/sys/class/net/$NETWORK" ] || left+=("network interface $NETWORK")
  if [ -n "$DAEMON_SOCKET" ] && answers "$DAEMON_SOCKET" 2; then
    ! api_has "/1.0/projects/$PROJECT" || left+=("project $PROJECT in the container daemon")
    ! api_has "/1.0/networks/$NETWORK" || left+=("network $NETWORK in the container daemon")
  fi
  if last_deployment && [ -z "$KEPT_FOR" ]; then
    for entry in "$HOST_STATE" "$BRUME_CACHE/images" "$BACKPORTS_LIST" "$JDK_OWN"; do [ ! -e "$entry" ] || left+=("$entry"); done
    [ -z "$POOL_FILE" ] || while IFS= read -r entry; do left+=("loop device $entry"); done < <(losetup -n -O NAME,BACK-INO,BACK-MAJ:MIN 2>/dev/null | awk -v p="$POOL_FILE" '$2 " " $3 == p { print $1 }')
  fi
  if [ "${#left[@]}" -gt 0 ]; then
    printf 'still there:\n' >&2; printf '  - %s\n' "${left[@]}" >&2
    exit 1
  fi
  if [ -n "$KEPT_FOR" ]; then
    echo "Nothing of deployment $BRUME_NAME is left. The container daemon and the packages that came with it stay, because the daemon keeps what is not Brume's:"
    head -n 10 <<<"$KEPT_FOR" | sed 's/^/  - /'
    echo "Run 'brume destroy' again when that is gone."
  elif last_deployment; then echo "Nothing of Brume is left on this machine but this directory, $BRUME_ROOT."
  else echo "Nothing of deployment $BRUME_NAME is left; other deployments were not touched."; fi
}
