# daemon.sh: the container daemon (Incus, or LXD, its elder sister with the same REST API): find the user's own and leave it
# as it is, else start the one that we installed; and in it a project, a network and a storage pool of our own.

SOCKETS=(/var/lib/incus/unix.socket /run/incus/unix.socket /var/lib/lxd/unix.socket /var/snap/lxd/common/lxd/unix.socket)
DAEMON_SOCKET=
TAG=user.brume.deployment

# api METHOD PATH [JSON]: one request; waits for the operation when there is one; prints the metadata. Says what the daemon
# said and returns 1 when it refused.
api() {
  local answer type operation
  answer=$(curl -s --max-time "${API_TIMEOUT:-60}" --unix-socket "$DAEMON_SOCKET" -X "$1" "http://daemon$2" ${3:+-H 'Content-Type: application/json' --data-binary "$3"}) \
    || { echo "The container daemon did not answer $1 $2." >&2; return 1; }
  type=$(jq -r '.type' <<<"$answer")
  if [ "$type" = async ]; then
    operation=$(jq -r '.operation' <<<"$answer")
    answer=$(curl -s --max-time 600 --unix-socket "$DAEMON_SOCKET" "http://daemon$operation/wait") \
      || { echo "The container daemon did not finish $1 $2." >&2; return 1; }
  fi
  # LXD says a failed operation in its metadata, Incus by an error answer
  if [ "$(jq -r 'if .type == "error" then "bad" elif (.metadata | type) == "object" and .metadata.status == "Failure" then "bad" else "good" end' <<<"$answer")" = bad ]; then
    jq -r --arg what "$1 $2" '"The container daemon refused \($what): \(if .error == "" or .error == null then .metadata.err else .error end)"' <<<"$answer" >&2
    return 1
  fi
  jq -c '.metadata' <<<"$answer"
}
api_has() { api GET "$1" >/dev/null 2>&1; }

# answers SOCKET: does a daemon serve it? (A socket file alone says nothing: it outlives its daemon.)
answers() { [ -S "$1" ] && curl -s --max-time "${2:-10}" --unix-socket "$1" http://daemon/1.0 2>/dev/null | grep -q '"api_version"'; }

# daemon_find: sets DAEMON_SOCKET to the socket that answers, empty when none does.
daemon_find() {
  local socket
  DAEMON_SOCKET=
  for socket in ${BRUME_DAEMON_SOCKET:-"${SOCKETS[@]}"}; do
    if answers "$socket"; then DAEMON_SOCKET=$socket; return; fi
  done
}

# daemon_kind: incus or lxd, by what answers.
daemon_kind() { api GET /1.0 | jq -r '.environment.server'; }

# daemon_silent: a daemon that is there, is not one that we started, and does not answer; prints what was seen.
daemon_silent() {
  local socket pid
  for socket in ${BRUME_DAEMON_SOCKET:-"${SOCKETS[@]}"}; do
    [ -S "$socket" ] || continue
    pid=$(daemon_process)
    if [ -n "$pid" ]; then echo "process $pid, socket $socket"; return; fi
    if has_systemd && [ ! -e "$HOST_STATE/daemon" ]; then echo "socket $socket"; return; fi
  done
}
daemon_process() { # a daemon's process of the host (not of a container), whoever started it
  local pid
  for pid in $(pgrep -x 'incusd|lxd' 2>/dev/null); do
    [ "$(readlink "/proc/$pid/ns/pid")" = "$(readlink /proc/self/ns/pid)" ] || continue
    tr '\0' ' ' <"/proc/$pid/cmdline" | grep -qE 'fork(start|proxy|monitor|dns|exec)' || { echo "$pid"; return; }
  done
}
has_systemd() { [ -d /run/systemd/system ]; }

# daemon_start: the daemon that was installed; by systemd where it runs, else by hand. HOST_STATE/daemon says how, so that
# only what we started is stopped.
daemon_start() {
  local bin socket kind unit pid
  if [ -x /usr/libexec/incus/incusd ]; then kind=incus bin=/usr/libexec/incus/incusd socket=/var/lib/incus/unix.socket unit=incus
  else kind=lxd bin=$(command -v lxd) socket=/var/lib/lxd/unix.socket unit=lxd; fi
  mkdir -p "$HOST_STATE"
  id_ranges
  if has_systemd; then
    systemctl start "$unit.socket" "$unit.service"
    echo "systemd $unit" >"$HOST_STATE/daemon"
  else
    lxcfs_start
    rm -f "$socket"
    mkdir -p "/var/log/$kind"
    ulimit -n "$(ulimit -Hn)"
    PATH=/usr/libexec/incus:$PATH setsid "$bin" --group root >>"/var/log/$kind/$kind-by-hand.log" 2>&1 </dev/null 3>&- 9>&- &
    pid=$!
    echo "hand $pid $kind" >"$HOST_STATE/daemon"
  fi
  for _ in $(seq 300); do
    if answers "$socket" 2; then return; fi
    [ -z "${pid:-}" ] || alive "$pid" || { tail -n 20 "/var/log/$kind/$kind-by-hand.log"; return 1; }
    sleep 0.1
  done
  return 1
}

# id_ranges: containers need a range of user ids that nobody else has. The daemon's package makes one, but not when it is installed a second time.
id_ranges() {
  local file first
  for file in subuid subgid; do
    ! grep -qs '^root:' "/etc/$file" || continue
    first=$(awk -F: '$2 + $3 > n { n = $2 + $3 } END { print (n > 1000000) ? n : 1000000 }' "/etc/$file" 2>/dev/null || echo 1000000)
    usermod "--add-${file}s" "$first-$((first + 999999999))" root
  done
}

# lxcfs gives containers their own view of memory and processors. One that was killed leaves a mount behind that answers nobody,
# not even stat: it has to go before anything can be made there.
LXCFS=/var/lib/lxcfs
lxcfs_start() {
  if mountpoint -q "$LXCFS"; then return; fi
  command -v lxcfs >/dev/null || return 0
  while awk -v at="$LXCFS" '$5 == at { found = 1 } END { exit !found }' /proc/self/mountinfo; do umount -l "$LXCFS" || return 1; done
  mkdir -p "$LXCFS"
  setsid lxcfs "$LXCFS" >/dev/null 2>&1 </dev/null 3>&- 9>&- &
  echo "$!" >"$HOST_STATE/lxcfs"
  for _ in $(seq 50); do if mountpoint -q "$LXCFS"; then return; fi; sleep 0.1; done
  return 0
}

# daemon_stop: only one that we started. Whether something else runs in it is daemon_idle's question.
daemon_stop() {
  local how pid kind
  [ -e "$HOST_STATE/daemon" ] || return 0
  read -r how pid kind <"$HOST_STATE/daemon"
  if [ "$how" = systemd ]; then
    systemctl stop "$pid.service" "$pid.socket"
  elif is_process "$pid" "incusd\|lxd"; then
    case $kind in incus) /usr/libexec/incus/incusd shutdown --timeout=60 ;; lxd) lxd shutdown --timeout=60 ;; esac || kill "$pid"
    for _ in $(seq 300); do alive "$pid" || break; sleep 0.1; done
  fi
  rm -f "$HOST_STATE/daemon"
  pid=$(cat "$HOST_STATE/lxcfs" 2>/dev/null || true)
  if is_process "$pid" lxcfs; then
    kill "$pid"
    for _ in $(seq 50); do alive "$pid" || break; sleep 0.1; done
  fi
  rm -f "$HOST_STATE/lxcfs"
}

# Instances in any project of the daemon that run: PROJECT/NAME, one a line.
running_instances() {
  api GET '/1.0/instances?all-projects=true&recursion=1' 2>/dev/null | jq -r '.[] | select(.status == "Running") | "\(.project)/\(.name)"'
}

# daemon_resources: project, network and pool of this deployment, made when missing, never altered when they are there.
daemon_resources() {
  if ! api_has "/1.0/storage-pools/$POOL"; then pool_create; fi
  if ! api_has "/1.0/projects/$PROJECT"; then
    api POST /1.0/projects "$(jq -nc --arg n "$PROJECT" --arg t "$TAG" --arg d "$BRUME_NAME" '{name: $n, description: "Brume", config: {
      "features.images": "true", "features.profiles": "true", "features.storage.volumes": "true", "features.networks": "false", ($t): $d}}')" >/dev/null
  fi
  own "/1.0/projects/$PROJECT" "project $PROJECT"
  if ! api_has "/1.0/networks/$NETWORK"; then
    # the daemon switches forwarding on for its networks
    [ -e "$HOST_STATE/ip_forward" ] || cat /proc/sys/net/ipv4/ip_forward >"$HOST_STATE/ip_forward"
    api POST /1.0/networks "$(jq -nc --arg n "$NETWORK" --arg t "$TAG" --arg d "$BRUME_NAME" --arg g "${SUBNET%.*}.1/24" --arg r "${SUBNET%.*}.251-${SUBNET%.*}.254" \
      '{name: $n, type: "bridge", description: "Brume", config: {"ipv4.address": $g, "ipv4.nat": "true", "ipv4.dhcp": "true", "ipv4.dhcp.ranges": $r, "ipv6.address": "none", ($t): $d}}')" >/dev/null
  fi
  own "/1.0/networks/$NETWORK" "network $NETWORK"
  note "project $PROJECT, network $NETWORK ($(api GET "/1.0/networks/$NETWORK" | jq -r '.config["ipv4.address"]')), storage pool $POOL"
}
own() { # what carries the same name but not our tag is somebody else's
  [ "$(api GET "$1" | jq -r --arg t "$TAG" '.config[$t] // empty')" = "$BRUME_NAME" ] \
    || { echo "The daemon has a $2 that deployment $BRUME_NAME did not make. Choose another BRUME_NAME."; return 1; }
}

# btrfs makes an instance in constant time whatever the image's size; where the machine cannot have it (no loop devices, no
# btrfs in the kernel), a plain directory works too.
pool_create() {
  local free size
  free=$(df --output=avail -B1G "$(dirname "$(readlink -f "$DAEMON_SOCKET")")" | tail -n 1)
  size=$((free * 8 / 10)); [ "$size" -le 30 ] || size=30
  if { grep -qw btrfs /proc/filesystems || modprobe -q btrfs; } && pool_post btrfs "$(jq -nc --arg s "${size}GiB" '{size: $s}')"; then return; fi
  note "no btrfs pool can be made here: a plain directory is used, and new containers take seconds longer"
  pool_post dir '{}'
}
pool_post() {
  api POST /1.0/storage-pools "$(jq -nc --arg n "$POOL" --arg d "$1" --argjson c "$2" '{name: $n, driver: $d, description: "Brume", config: ($c + {"user.brume": "yes"})}')" >/dev/null
}

# A /24 of 10.83.0.0/16 that neither this machine's routes nor the daemon's networks use.
free_subnet() {
  local used i
  used=$(awk 'NR > 1 { print $2 }' /proc/net/route; api GET '/1.0/networks?recursion=1&all-projects=true' 2>/dev/null | jq -r '.[].config["ipv4.address"] // empty')
  for i in $(seq 0 255); do
    grep -qE "^(10\.83\.$i\.|00$(printf '%02X' "$i")530A)" <<<"$used" || { echo "10.83.$i.0/24"; return; }
  done
  return 1
}

# image_import FILE METADATA FINGERPRINT: into our project under the alias, unless the alias points at the same bytes already.
image_import() {
  local old new=$3 answer operation
  old=$(api GET "/1.0/images/aliases/$IMAGE_ALIAS?project=$PROJECT" 2>/dev/null | jq -r '.target // empty' || true)
  if [ "$old" = "$new" ]; then note "unchanged"; return; fi
  if ! api_has "/1.0/images/$new?project=$PROJECT"; then
    answer=$(curl -s --max-time 600 --unix-socket "$DAEMON_SOCKET" -X POST "http://daemon/1.0/images?project=$PROJECT" -F "metadata=@$2;filename=metadata.tar.gz" -F "rootfs=@$1;filename=rootfs.squashfs")
    operation=$(jq -r '.operation // empty' <<<"$answer")
    [ -n "$operation" ] || { jq -r .error <<<"$answer"; return 1; }
    api GET "$operation/wait" >/dev/null
  fi
  # never without a name: somebody may be making a machine
  if [ -n "$old" ]; then api PUT "/1.0/images/aliases/$IMAGE_ALIAS?project=$PROJECT" "$(jq -nc --arg t "$new" '{target: $t}')" >/dev/null
  else api POST "/1.0/images/aliases?project=$PROJECT" "$(jq -nc --arg n "$IMAGE_ALIAS" --arg t "$new" '{name: $n, target: $t}')" >/dev/null; fi
  # what is no longer named is removed; instances made from it keep their own copy
  [ -z "$old" ] || api DELETE "/1.0/images/$old?project=$PROJECT" >/dev/null || true
  image_warm
}

# The first instance of an image pays for unpacking it in the pool: pay now.
image_warm() {
  local name=brume-warm-$$
  api POST "/1.0/instances?project=$PROJECT" "$(jq -nc --arg n "$name" --arg a "$IMAGE_ALIAS" --arg p "$POOL" \
    '{name: $n, source: {type: "image", alias: $a}, profiles: [], devices: {root: {type: "disk", path: "/", pool: $p}}}')" >/dev/null
  api DELETE "/1.0/instances/$name?project=$PROJECT" >/dev/null
}
