# lxd.sh: an LXD for the tests alone, so that the driver is tried at both daemons. It stands beside whatever this machine has:
# Debian's package is unpacked into the cache instead of installed, because an installed one would be started for the whole machine,
# where `brume up` could take it for the user's. Its directory, socket, project, network and pool are its own, and so are its mounts
# and processes: all of them go with its first process, however a test run ends.

# Not below BRUME_HOME: the containers' root has to get through, and is nobody on this machine.
lxd_home() { echo "$HOST_STATE/lxd-$BRUME_NAME"; }
lxd_version() { apt-cache policy lxd 2>/dev/null | awk '$1 == "Candidate:" && $2 != "(none)" { print $2 }'; }
lxd_program() { echo "$BRUME_CACHE/lxd-$(lxd_version | tr -c 'a-z0-9.+~\n' _)"; }

# lxd_names: what the functions of daemon.sh and destroy.sh take for the daemon and the things in it; for a phase, which is a subshell.
lxd_names() {
  DAEMON_SOCKET=$(lxd_home)/unix.socket PROJECT=$PROJECT-lxd NETWORK=${NETWORK%0}1 POOL=brumelxd
}

lxd_ready() {
  lxd_unpack
  lxd_stop
  lxd_start
  lxd_names
  SUBNET=$(free_subnet) || { echo "All of 10.83.0.0/16 is in use."; return 1; }
  daemon_resources
  image_import "$IMAGE_FILE" "$IMAGE_META" "$(image_fingerprint)"
}

# The package, and those that it needs and this machine does not have.
lxd_unpack() {
  local tree deb
  if [ -z "$(lxd_version)" ]; then apt_run update; fi
  [ -n "$(lxd_version)" ] || { echo "apt knows no package lxd here, and the driver has to be tried at LXD too."; return 1; }
  tree=$(lxd_program)
  if [ -e "$tree" ] || command -v lxd >/dev/null; then return; fi
  rm -rf "$BRUME_CACHE"/lxd-*
  mkdir -p "$tree.new/debs/partial"
  lxd_download "$tree.new/debs" || { apt_run update; lxd_download "$tree.new/debs"; }
  for deb in "$tree.new"/debs/*.deb; do dpkg-deb --extract "$deb" "$tree.new"; done
  rm -r "$tree.new/debs"
  mv "$tree.new" "$tree"
}
lxd_download() { apt_run -o Dir::Cache::archives="$1" -o APT::Sandbox::User=root -o Debug::NoLocking=1 --download-only --no-install-recommends install lxd; }

# In namespaces of its own for mounts and processes; bash is the first process there, because somebody has to wait for the orphans.
lxd_start() {
  local home tree libraries pid
  home=$(lxd_home) tree=$(lxd_program)
  libraries=$(echo "$tree"/usr/lib/*-linux-gnu)
  mkdir -p "$home"
  chmod 711 "$home"
  LXD_DIR=$home LD_LIBRARY_PATH=$libraries PATH=$tree/usr/bin:$tree/usr/sbin:$PATH \
    setsid unshare --mount --pid --fork --kill-child --mount-proc bash -c '
      # machines are put below the group of process 1, which here is this one
      [ ! -w /sys/fs/cgroup/cgroup.procs ] || echo 0 >/sys/fs/cgroup/cgroup.procs
      ulimit -n "$(ulimit -Hn)"
      lxd --group root & wait $!' >"$home/lxd.log" 2>&1 </dev/null 3>&- 9>&- &
  pid=$!
  echo "$pid" >"$home/pid"
  for _ in $(seq 300); do
    if answers "$home/unix.socket" 2; then return; fi
    alive "$pid" || break
    sleep 0.1
  done
  tail -n 20 "$home/lxd.log"
  return 1
}

lxd_gone() {
  # as much of it as can be
  if answers "$(lxd_home)/unix.socket"; then (lxd_names; resources_remove; noroom_remove) || true; fi
  lxd_stop
}

# Ends everything in its namespaces. What it may have left in the network, when nobody could tell it to remove that, goes too.
lxd_stop() {
  local home network=${NETWORK%0}1 pid chain
  home=$(lxd_home)
  [ -e "$home" ] || return 0
  pid=$(cat "$home/pid" 2>/dev/null || true)
  if is_process "$pid" 'unshare --mount --pid'; then
    kill -9 "$pid"
    for _ in $(seq 100); do alive "$pid" || break; sleep 0.1; done
  fi
  ! ip link show "$network" >/dev/null 2>&1 || ip link delete "$network"
  for chain in $(nft list table inet lxd 2>/dev/null | sed -n "s/^\tchain \(.*\.$network\) {/\1/p"); do nft delete chain inet lxd "$chain"; done
  # of another LXD's only when there is nothing in it
  [ "$(nft list table inet lxd 2>/dev/null | grep -c chain)" != 0 ] || nft delete table inet lxd 2>/dev/null || true
  rm -rf --one-file-system "$home"
}
