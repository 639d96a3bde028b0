# destroy.sh: takes this deployment away, and with the last one everything that was installed for it; then looks whether
# anything is left.

main_destroy() {
  local yes=no answer
  while [ $# -gt 0 ]; do
    case $1 in -y | --yes) yes=yes ;; *) fail "brume destroy does not know \"$1\"." "Usage: brume destroy [--yes]" ;; esac
    shift
  done
  need_root
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
  POOL_FILE=$(pool_file)
  if [ -n "$DAEMON_SOCKET" ]; then phase "containers, volumes, images, network" resources_remove; fi
  rm -rf --one-file-system "$BRUME_HOME"
  rm -f "$HOST_STATE/deployments/$BRUME_NAME"
  if last_deployment; then phase "what was installed" host_restore; fi
  rm -f "$LOG_FILE"
  remains
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
  rm -rf --one-file-system "$BRUME_CACHE" "$HOST_STATE"
}

# remains: says what of this deployment, and of Brume when it was the last, is still there; status 1 when something is.
remains() {
  local left=() entry
  [ ! -e "$BRUME_HOME" ] || left+=("directory $BRUME_HOME")
  for entry in $(pgrep -f "brume.director.DirectorMain $BRUME_HOME\$" || true); do left+=("process $entry"); done
  [ ! -e "/sys/class/net/$NETWORK" ] || left+=("network interface $NETWORK")
  if [ -n "$DAEMON_SOCKET" ] && answers "$DAEMON_SOCKET" 2; then
    ! api_has "/1.0/projects/$PROJECT" || left+=("project $PROJECT in the container daemon")
    ! api_has "/1.0/networks/$NETWORK" || left+=("network $NETWORK in the container daemon")
  fi
  if last_deployment; then
    for entry in "$HOST_STATE" "$BRUME_CACHE" "$BACKPORTS_LIST" "$JDK_OWN"; do [ ! -e "$entry" ] || left+=("$entry"); done
    [ -z "$POOL_FILE" ] || while IFS= read -r entry; do left+=("loop device $entry"); done < <(losetup -n -O NAME,BACK-INO,BACK-MAJ:MIN 2>/dev/null | awk -v p="$POOL_FILE" '$2 " " $3 == p { print $1 }')
  fi
  if [ "${#left[@]}" -gt 0 ]; then
    printf 'still there:\n' >&2; printf '  - %s\n' "${left[@]}" >&2
    exit 1
  fi
  if last_deployment; then echo "Nothing of Brume is left on this machine but this directory, $BRUME_ROOT."
  else echo "Nothing of deployment $BRUME_NAME is left; other deployments were not touched."; fi
}
