# preflight.sh: looks at the machine before anything is changed on it, and says everything that is wrong at once, each in one
# sentence with what to do. Uses only what the smallest Debian has.

TROUBLES=()
trouble() { TROUBLES+=("$1"$'\n'"       $2"); }

# How much room each thing needs, in MiB.
NEED_STORAGE_MIB=6000      # container storage: image, instances, volumes
NEED_CACHE_MIB=1500        # image cache and downloads
NEED_SYSTEM_MIB=1500       # Debian packages
NEED_BUILD_MIB=1000        # build directory and Maven's repository

OS_RELEASE=/etc/os-release # which system this is, in the words of os-release(5)

# preflight: returns when all is well; else prints every trouble and ends with status 3.
preflight() {
  TROUBLES=()
  check_user && check_system && check_apt
  check_disk
  [ "$(id -u)" != 0 ] || check_kernel
  if [ "$(id -u)" = 0 ] && command -v curl >/dev/null; then daemon_find; check_daemon; fi
  check_ports
  [ "${#TROUBLES[@]}" -gt 0 ] || return 0
  printf 'brume: this machine is not ready; nothing was changed.\n' >&2
  printf '  - %s\n' "${TROUBLES[@]}" >&2
  exit 3
}

check_user() {
  [ "$(id -u)" = 0 ] || { trouble "Brume has to run as root here (it runs as \"$(id -un)\"): it makes containers, networks and storage." "Run the same command with sudo, or as root."; return 1; }
}

check_system() {
  local name='an unknown system' id='' version=''
  if [ -r "$OS_RELEASE" ]; then
    # shellcheck disable=SC1090
    read -r id version name < <(. "$OS_RELEASE"; echo "${ID:-?} ${VERSION_ID:-?} ${PRETTY_NAME:-}")
  fi
  case $id:$version in debian:12 | debian:13) ;; *)
    trouble "Brume's launcher knows Debian 12 and 13; this machine runs ${name:-$id $version}." "Run it on Debian 12 or 13, for example in a virtual machine."
    return 1 ;;
  esac
  case $(dpkg --print-architecture) in amd64 | arm64) ;; *)
    trouble "The processor type $(dpkg --print-architecture) has no container image here." "Run it on amd64 or arm64."; return 1 ;;
  esac
}

check_apt() {
  local wanted site
  wanted=$(packages_missing; daemon_installed || echo incus-base; jdk_find; [ -n "$JDK" ] || echo openjdk-25-jdk-headless)
  site=$(mirror)
  if [ -z "$site" ]; then
    trouble "apt has no Debian mirror configured, and packages are needed (the image is made of them)." "Add Debian's sources to /etc/apt/sources.list.d and run apt-get update."
  elif [ -n "$wanted" ] && ! release_date "$site" "$(host_suite)" >/dev/null; then
    trouble "apt's mirror $site does not answer, and these are missing: $(paste -sd' ' <<<"$wanted")." "Check the network (and apt's proxy), then run the same command again."
  fi
  if [ -n "$wanted" ] && [ -n "$(dpkg --audit 2>/dev/null)" ]; then
    trouble "dpkg was interrupted earlier: some packages are only half installed." "Run: dpkg --configure -a && apt-get -f install"
  fi
}

# Room is asked for per file system, because several of these directories may lie on one.
check_disk() {
  local entry directory need mount free
  local -A needed=() paths=() avail=()
  for entry in "$(storage_directory):$NEED_STORAGE_MIB" "$BRUME_CACHE:$NEED_CACHE_MIB" "/usr:$NEED_SYSTEM_MIB" "$BRUME_ROOT:$NEED_BUILD_MIB"; do
    directory=${entry%:*} need=${entry##*:}
    # what was made by an earlier run needs no room again
    case $directory in
      "$BRUME_CACHE") [ ! -e "$BRUME_CACHE/images" ] || need=200 ;;
      /usr) ! daemon_installed || need=100 ;;
      "$(storage_directory)") [ ! -e "$(storage_directory)/disks/$POOL.img" ] || need=500 ;;
    esac
    while [ ! -d "$directory" ]; do directory=$(dirname "$directory"); done
    # a mount point's name may have spaces, so it comes last; after the number stands its unit
    read -r free mount < <(df --output=avail,target -BM "$directory" | tail -n 1)
    needed[$mount]=$((${needed[$mount]:-0} + need))
    paths[$mount]+="${entry%:*} "
    avail[$mount]=${free%M}
  done
  for mount in "${!needed[@]}"; do
    [ "${avail[$mount]}" -ge "${needed[$mount]}" ] \
      || trouble "The file system $mount has ${avail[$mount]} MB free; ${needed[$mount]} MB are needed there (for ${paths[$mount]% })." "Make room, or choose other places with BRUME_CACHE and BRUME_HOME."
  done
}
storage_directory() { if [ -d /var/lib/lxd/storage-pools ] && [ ! -d /var/lib/incus/storage-pools ]; then echo /var/lib/lxd; else echo /var/lib/incus; fi; }

check_kernel() {
  local one missing=() caps
  for one in user net mnt pid uts ipc cgroup; do [ -e "/proc/self/ns/$one" ] || missing+=("$one"); done
  [ "${#missing[@]}" = 0 ] || trouble "The kernel has no ${missing[*]} namespaces, which containers are made of." "Use a Debian kernel."
  [ "$(cat /proc/sys/user/max_user_namespaces 2>/dev/null || echo 1)" != 0 ] || trouble "User namespaces are switched off (user.max_user_namespaces = 0)." "Run: sysctl -w user.max_user_namespaces=15000"
  for one in memory pids cpu; do
    cgroup_has "$one" || trouble "The cgroup controller \"$one\" is not available, so containers could not be limited." "Start the kernel without cgroup_disable=$one; in a container, run on the machine itself instead."
  done
  # CAP_NET_ADMIN is bit 12, CAP_SYS_ADMIN bit 21
  caps=$((16#$(awk '/^CapEff/ { print $2 }' /proc/self/status)))
  if [ $((caps >> 12 & 1)) = 0 ] || [ $((caps >> 21 & 1)) = 0 ]; then
    trouble "This is root without the rights to make networks or mounts: a restricted container." "Run on the machine itself or in a virtual machine."
  elif command -v ip >/dev/null && command -v unshare >/dev/null; then
    # tried in a network namespace of its own, which goes with the command
    unshare --net sh -c 'ip link add brume-try type bridge && ip link add brume-a type veth peer name brume-b' 2>/dev/null \
      || trouble "The kernel cannot make a bridge or a virtual Ethernet pair." "Load the modules bridge and veth, or use a Debian kernel."
  fi
  [ "$(awk '/^MemTotal/ { print int($2 / 1024) }' /proc/meminfo)" -ge 1800 ] || trouble "This machine has less than 2 GB of memory." "Give it 2 GB or more."
}
cgroup_has() {
  grep -qw "$1" /sys/fs/cgroup/cgroup.controllers 2>/dev/null || awk -v c="$1" '$1 == c && $4 == 1 { found = 1 } END { exit !found }' /proc/cgroups
}

check_daemon() {
  local seen
  [ -z "$DAEMON_SOCKET" ] || return 0
  seen=$(daemon_silent)
  [ -z "$seen" ] || trouble "A container daemon is on this machine but does not answer ($seen); it is not touched." "Mend or remove it (journalctl -u incus, or its log in /var/log/incus), then run the same command again."
}

# The ports of the API and of the agents; a director of this deployment that runs holds them rightly.
check_ports() {
  [ -z "$(director_pid)" ] || return 0
  local port name
  for name in API_PORT AGENT_PORT; do
    port=${!name}
    if [ -z "$port" ] && [ "$BRUME_NAME" = brume ]; then case $name in API_PORT) port=7443 ;; *) port=7444 ;; esac; fi
    [ -n "$port" ] || continue
    if [[ ! $port =~ ^[0-9]+$ ]] || [ "$port" -lt 1 ] || [ "$port" -gt 65535 ]; then
      trouble "BRUME_$name is \"$port\", which is no port." "Give a number from 1 to 65535."
    elif port_taken "$port"; then
      trouble "Port $port is taken$(port_owner "$port")." "Stop that program, or choose another port with BRUME_$name=…"
    fi
  done
}
# From the kernel's own table: field 2 local address, field 4 state, 0A listening.
port_taken() { awk -v p=":$(printf '%04X' "$1")" 'substr($2, length($2) - 4) == p && $4 == "0A" { found = 1 } END { exit !found }' /proc/net/tcp /proc/net/tcp6 2>/dev/null; }
port_owner() {
  local inode fd
  inode=$(awk -v p=":$(printf '%04X' "$1")" 'substr($2, length($2) - 4) == p && $4 == "0A" { print $10; exit }' /proc/net/tcp /proc/net/tcp6 2>/dev/null)
  fd=$(find /proc/[0-9]*/fd -lname "socket:\[$inode\]" 2>/dev/null | head -n 1)
  [ -z "$fd" ] || { fd=${fd#/proc/}; printf ' by %s (process %s)' "$(cat "/proc/${fd%%/*}/comm")" "${fd%%/*}"; }
}
