# build.sh: makes the services image from Debian's packages, in two layers.
#
#   base    the Debian tree with the services' packages: minutes; kept under a key of everything that goes in
#   image   base with the agent appended under /opt: seconds; what the daemon gets
#
# The same inputs (package versions, switches, these scripts, the agent) give the same bytes, so the daemon's fingerprint of
# the image (SHA-256 of metadata and tree) says whether an import is needed. Sourced by the launcher, which has say.sh,
# settings.sh and apt.sh loaded already.

IMAGE_SOURCES=$DIST/image
IMAGE_CACHE=$BRUME_CACHE/images
SERVICES_ALL=(php mysql java redis files)
SERVICES_DEFAULT=(php mysql)

# What one build is about; set by image_choose.
IMAGE_SUITE=
IMAGE_SERVICES=()
IMAGE_WITH_AGENT=yes

image_usage() {
  cat <<'U'
brume image build [--with SERVICE]… [--without SERVICE]… [--no-SERVICE]… [--suite SUITE] [--no-agent] [--fresh] [--no-import]
  SERVICE     php, mysql (both on at first), java (off), redis, files (off; for services to come)
              what was chosen for the container daemon is kept for the next time, 'brume up' included
  --suite     Debian suite of the image; default trixie where the mirror has it, else this machine's
  --no-agent  a bare image, for trying the build
  --fresh     ask the mirror whether packages are newer than the kept base, and rebuild it if so
  --no-import only build; do not hand it to the container daemon
U
}

# image_choose ARGUMENTS…: reads the switches.
image_choose() {
  local on name
  on=" $(cat "$IMAGE_CHOICE" 2>/dev/null || echo "${SERVICES_DEFAULT[*]}") "
  IMAGE_FRESH=no IMAGE_IMPORT=yes
  while [ $# -gt 0 ]; do
    case $1 in
      --suite) IMAGE_SUITE=${2:?--suite needs a name}; shift ;;
      --no-agent) IMAGE_WITH_AGENT=no ;;
      --fresh) IMAGE_FRESH=yes ;;
      --no-import) IMAGE_IMPORT=no ;;
      --with | --without | --no-*)
        case $1 in --with | --without) name=${2:-}; [ $# -lt 2 ] || { set -- "$1" "${@:3}"; } ;; *) name=${1#--no-} ;; esac
        [[ " ${SERVICES_ALL[*]} " == *" $name "* ]] || fail "There is no service \"$name\" to switch." "Services: ${SERVICES_ALL[*]}."
        if [ "$1" = --with ]; then on+="$name "; else on=${on// $name / }; fi ;;
      -h | --help) image_usage; exit 0 ;;
      *) fail "brume image build does not know \"$1\"." "brume image build --help lists what it knows." ;;
    esac
    shift
  done
  IMAGE_SERVICES=()
  for name in "${SERVICES_ALL[@]}"; do [[ $on != *" $name "* ]] || IMAGE_SERVICES+=("$name"); done
}

# The suite: Debian 13 where the mirror has it (newest PHP, MariaDB and nginx; its systemd runs on both cgroup versions).
image_suite() {
  if [ -n "$IMAGE_SUITE" ]; then return; fi
  IMAGE_SUITE=$(cat "$IMAGE_CACHE/suite" 2>/dev/null || true)
  [ -z "$IMAGE_SUITE" ] || return 0
  if has_suite trixie; then IMAGE_SUITE=trixie; else IMAGE_SUITE=$(host_suite); fi
  mkdir -p "$IMAGE_CACHE"
  echo "$IMAGE_SUITE" >"$IMAGE_CACHE/suite"
}

image_packages() {
  local list
  for list in system "${IMAGE_SERVICES[@]}"; do sed -e 's/#.*//' -e '/^[[:space:]]*$/d' "$IMAGE_SOURCES/packages/$list.list"; done | sort -u
}

# Everything that shapes the base except the mirror's state.
base_key() {
  {
    echo "1 $IMAGE_SUITE $(arch) $(mirror)"
    image_packages
    (cd "$IMAGE_SOURCES" && { echo customize.sh; find rootfs -type f; } | sort | xargs stat -c '%a %n' && { echo customize.sh; find rootfs -type f; } | sort | xargs sha256sum)
  } | sha256sum | cut -c 1-12
}

# base_file: the newest kept base of this key, empty when there is none. Names: base-KEY-DATE.squashfs, DATE the mirror's.
base_file() { find "$IMAGE_CACHE" -name "base-$(base_key)-*.squashfs" 2>/dev/null | sort | tail -n 1; }

mirror_date() { # the last change of the suite or its security updates
  local newest=0 one suite
  for suite in "$IMAGE_SUITE" "$IMAGE_SUITE-updates"; do
    one=$(suite_date "$suite" 2>/dev/null || echo 0)
    [ "$one" -le "$newest" ] || newest=$one
  done
  if [ -n "$(security_mirror)" ]; then
    one=$(release_date "$(security_mirror)" "$IMAGE_SUITE-security" || echo 0)
    [ "$one" -le "$newest" ] || newest=$one
  fi
  [ "$newest" -gt 0 ] || return 1
  echo "$newest"
}

# Where the tree is laid out: memory when there is plenty (five times faster), else the cache's disk.
scratch_directory() {
  local free
  free=$(df --output=avail -B1 /dev/shm 2>/dev/null | tail -n 1)
  if [ "${free:-0}" -gt $((4 << 30)) ] && [ "$(awk '/MemAvailable/ { print $2 }' /proc/meminfo)" -gt $((6 << 20)) ]; then
    mktemp -d /dev/shm/brume-image.XXXXXX
  else
    mkdir -p "$BRUME_CACHE/tmp"
    mktemp -d "$BRUME_CACHE/tmp/image.XXXXXX"
  fi
}

apt_proxy_options() {
  apt-config dump 2>/dev/null | sed -n -E 's/^(Acquire::https?::[Pp]roxy) "(.+)";$/--aptopt=\1 "\2"/p'
}

# base_build TREE DATE: the Debian tree.
base_build() {
  local tree=$1 proxies
  export SOURCE_DATE_EPOCH=$2
  mapfile -t proxies < <(apt_proxy_options)
  source_lines "$IMAGE_SUITE" | sed 's/ \[signed-by=[^]]*\]//' >"$tree.sources"
  mmdebstrap --mode=root --variant=minbase --format=directory --include="$(image_packages | paste -sd,)" \
    "${proxies[@]}" --dpkgopt='force-unsafe-io' \
    --dpkgopt='path-exclude=/usr/share/man/*' --dpkgopt='path-exclude=/usr/share/info/*' \
    --dpkgopt='path-exclude=/usr/share/doc/*' --dpkgopt='path-include=/usr/share/doc/*/copyright' \
    --dpkgopt='path-exclude=/usr/share/locale/*' --dpkgopt='path-exclude=/usr/share/lintian/*' \
    --essential-hook='mkdir -p "$1/usr/share/man/man1" "$1/usr/share/man/man8"' \
    "$IMAGE_SUITE" "$tree" - <"$tree.sources"
  # after mmdebstrap, not as its hook: there /dev, /proc and /sys of this machine are mounted in the tree
  bash "$IMAGE_SOURCES/customize.sh" "$tree"
  chroot "$tree" dpkg-query -W -f '${Package} ${Version} ${Architecture}\n' | LC_ALL=C sort >"$tree.manifest"
  rmdir "$tree/opt"   # the agent's layer brings it
  chmod 755 "$tree"
  note "$(wc -l <"$tree.manifest") packages, $(du -sx --block-size=1 "$tree" | cut -f 1 | numfmt --to=iec --suffix=B) unpacked"
}

# base_pack TREE FILE: one compressed file; the same tree gives the same bytes.
base_pack() {
  export SOURCE_DATE_EPOCH=$3
  rm -f "$2.new"
  mksquashfs "$1" "$2.new" -noappend -no-progress -comp zstd -Xcompression-level 6 -no-exports
  mv "$1.manifest" "${2%.squashfs}.manifest"
  mv "$2.new" "$2"
  note "$(human_bytes "$(stat -c %s "$2")") packed; versions in ${2%.squashfs}.manifest"
}

# image_base: leaves the file's name in BASE_FILE, building it when there is none (or, asked for --fresh, an older one).
image_base() {
  local date tree key
  mkdir -p "$IMAGE_CACHE"
  BASE_FILE=$(base_file)
  if [ -n "$BASE_FILE" ] && [ "$IMAGE_FRESH" = no ]; then return; fi
  date=$(mirror_date) || fail "The mirror $(mirror) does not answer for $IMAGE_SUITE." "Check the network, or choose a suite that it has with --suite."
  if [ -n "$BASE_FILE" ] && [ "$BASE_FILE" = "$IMAGE_CACHE/base-$(base_key)-$date.squashfs" ]; then return; fi
  tree=$(scratch_directory)
  chmod 755 "$tree"
  at_exit "rm -rf --one-file-system '$tree'"
  phase "image: Debian $IMAGE_SUITE with ${IMAGE_SERVICES[*]:-nothing}" base_build "$tree/root" "$date"
  key=$(base_key)
  BASE_FILE=$IMAGE_CACHE/base-$key-$date.squashfs
  phase "image: packing" base_pack "$tree/root" "$BASE_FILE" "$date"
  rm -rf --one-file-system "$tree"
  find "$IMAGE_CACHE" -name "base-$key-*" ! -name "base-$key-$date.*" -delete
}

# agent_layer STAGE: what goes under /opt, with the times and owners of no particular machine.
agent_layer() {
  mkdir -p "$1/opt/brume"
  if [ "$IMAGE_WITH_AGENT" = yes ] && [ -d "$BUILT/agent-image" ]; then
    cp -R --preserve=timestamps "$BUILT/agent-image" "$1/opt/brume/agent"   # its cache of classes knows the jars by their times
    chmod -R go-w,a+rX "$1/opt/brume/agent"
  fi
}
agent_key() { # content of the agent's directory: names, modes, bytes
  [ "$IMAGE_WITH_AGENT" = yes ] && [ -d "$BUILT/agent-image" ] || { echo none; return; }
  (cd "$BUILT/agent-image" && find . -type f -printf '%m %p\n' | LC_ALL=C sort && find . -type f -print0 | LC_ALL=C sort -z | xargs -0 sha256sum) | sha256sum | cut -c 1-12
}

# image_append BASE FILE DATE: the base with the agent's layer added; existing bytes are not packed again.
image_append() {
  local stage
  stage=$(mktemp -d)
  chmod 755 "$stage"   # becomes the root directory
  agent_layer "$stage"
  touch --date="@$3" "$stage" "$stage/opt" "$stage/opt/brume"
  cp --reflink=auto "$1" "$2.new"
  mksquashfs "$stage" "$2.new" -no-progress -all-root -mkfs-time "$3" -comp zstd -no-recovery -no-exports
  rm -rf "$stage"
  printf 'architecture: %s\ncreation_date: %s\nproperties:\n  os: debian\n  release: %s\n  description: Brume services (%s)\n' \
    "$(uname -m)" "$3" "$IMAGE_SUITE" "${IMAGE_SERVICES[*]}" >"$2.yaml"
  tar --sort=name --mtime="@$3" --owner=0 --group=0 --numeric-owner --mode=0644 --transform='s,.*,metadata.yaml,' -C / -cf - "${2#/}.yaml" | gzip -n >"${2%.squashfs}.meta.tar.gz"
  rm -f "$2.yaml"
  mv "$2.new" "$2"
  cat "${2%.squashfs}.meta.tar.gz" "$2" | sha256sum | cut -d' ' -f 1 >"${2%.squashfs}.sha256"
  note "$(human_bytes "$(stat -c %s "$2")")"
}

# image_build: leaves IMAGE_FILE and IMAGE_META.
image_build() {
  local date
  image_suite
  image_base
  date=${BASE_FILE##*-}; date=${date%.squashfs}
  IMAGE_FILE=$IMAGE_CACHE/services-$(basename "$BASE_FILE" .squashfs | cut -d- -f2)-$date-$(agent_key).squashfs
  IMAGE_META=${IMAGE_FILE%.squashfs}.meta.tar.gz
  if [ ! -s "$IMAGE_FILE" ] || [ ! -s "${IMAGE_FILE%.squashfs}.sha256" ]; then
    phase "image: agent" image_append "$BASE_FILE" "$IMAGE_FILE" "$date"
    # one image of each base is enough: an older agent's is not asked for again
    find "$IMAGE_CACHE" -name "services-*" ! -name "$(basename "$IMAGE_FILE" .squashfs).*" -mmin +60 -delete
  fi
}

# What the daemon calls the image: the digest of metadata and tree together.
image_fingerprint() { cat "${IMAGE_FILE%.squashfs}.sha256"; }
