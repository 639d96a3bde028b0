# apt.sh: what this machine's own apt knows: mirrors, suites, architecture; and private lists for a suite that the machine
# does not use, so that nothing of it can leak into the system.

arch() { dpkg --print-architecture; }
host_suite() { . /etc/os-release && echo "${VERSION_CODENAME:-}"; }

# The mirror that apt uses for Debian itself, and the one for its security updates.
mirror() { debian_sites | awk '$2 !~ /-security/ { print $1; exit }'; }
security_mirror() { debian_sites | awk '$2 ~ /-security/ { print $1; exit }'; }
debian_sites() { # SITE RELEASE, one a line
  local sites
  sites=$(apt-get indextargets --format '$(SITE) $(RELEASE) $(ORIGIN)' 'Created-By: Packages' 2>/dev/null | awk '$3 == "Debian"')
  # lists that were never fetched tell no origin: then the address has to
  [ -n "$sites" ] || sites=$(apt-get indextargets --no-release-info --format '$(SITE) $(RELEASE)' 'Created-By: Packages' 2>/dev/null \
    | awk '$1 ~ /\/debian(-security)?\/?$/ && $1 !~ /\/linux\//')
  sort -u <<<"$sites"
}

# apt_fetch URL FILE: through apt's own transport, so with its proxies and credentials.
apt_fetch() {
  local dir
  dir=$(mktemp -d) || return 1
  chmod 755 "$dir"
  if /usr/lib/apt/apt-helper -o APT::Sandbox::User=root download-file "$1" "$dir/got" >"$dir/log" 2>&1; then
    mv "$dir/got" "$2"; rm -rf "$dir"
  else
    rm -rf "$dir"; return 1
  fi
}

# release_date SITE SUITE: when that site last changed the suite, in seconds; fails when it has no such suite.
release_date() {
  local file stamp
  file=$(mktemp)
  if ! apt_fetch "${1%/}/dists/$2/InRelease" "$file"; then rm -f "$file"; return 1; fi
  stamp=$(sed -n 's/^Date: //p' "$file" | head -n 1)
  rm -f "$file"
  date -u -d "$stamp" +%s
}
suite_date() { release_date "$(mirror)" "$1"; }
has_suite() { suite_date "$1" >/dev/null; }

# source_lines SUITE: one-line sources of a suite with its updates, as this machine's mirrors have it.
source_lines() {
  local key=/usr/share/keyrings/debian-archive-keyring.gpg security
  echo "deb [signed-by=$key] $(mirror) $1 main"
  case $1 in sid | unstable | testing | *-backports) return ;; esac
  echo "deb [signed-by=$key] $(mirror) $1-updates main"
  security=$(security_mirror)
  [ -z "$security" ] || echo "deb [signed-by=$key] $security $1-security main"
}

# private_apt SUITE COMMAND…: apt-get or apt-cache with lists of that suite alone, kept under BRUME_CACHE, beside the system's.
private_apt() {
  local suite=$1 dir=$BRUME_CACHE/apt/$1 tool=$2
  shift 2
  mkdir -p "$dir"/{lists/partial,archives/partial,parts}
  source_lines "$suite" >"$dir/sources.list"
  [ -e "$dir/status" ] || : >"$dir/status"
  "$tool" -o Dir::Etc::SourceList="$dir/sources.list" -o Dir::Etc::SourceParts="$dir/parts" \
    -o Dir::Etc::Preferences=/dev/null -o Dir::Etc::PreferencesParts="$dir/parts" \
    -o Dir::State::Lists="$dir/lists" -o Dir::State::status="$dir/status" -o Dir::Cache::Archives="$dir/archives" \
    -o Dir::Cache::pkgcache= -o Dir::Cache::srcpkgcache= -o APT::Sandbox::User=root -o Debug::NoLocking=1 \
    -o APT::Install-Recommends=0 -o Acquire::Languages=none "$@"
}

# fetch_debs SUITE DIRECTORY PACKAGE…: downloads exactly the named packages' .deb files, newest of the suite.
fetch_debs() {
  local suite=$1 into=$2
  shift 2
  mkdir -p "$into"
  private_apt "$suite" apt-get -q update
  (cd "$into" && private_apt "$suite" apt-get -q download "$@")
}
