# up.sh: from whatever there is to a running director; every step looks first and does only what is missing.

# prerequisites: preflight, packages, JDK, daemon. Leaves JDK and DAEMON_SOCKET.
prerequisites() {
  local trouble
  trouble=$(home_is_ours) || fail "${trouble%%. *}." "${trouble#*. }"
  preflight
  lock
  DAEMON_WAS_THERE=$([ -n "$DAEMON_SOCKET" ] && echo yes || echo no)
  if [ -n "$(packages_missing)" ] || { [ -z "$DAEMON_SOCKET" ] && ! daemon_installed; }; then
    [ -e "$HOME/.m2" ] || remember_file "$HOME/.m2"
    phase "packages" packages_install
  fi
  jdk_find
  if [ -z "$JDK" ]; then
    phase "JDK 25" jdk_install
    jdk_find
    [ -n "$JDK" ] || fail "No JDK 25 was found after installing one." "Install a JDK 25 and set JAVA_HOME."
  fi
  # none answered before the packages came: so whatever is there now is ours, even when systemd started it already
  if [ -z "$DAEMON_SOCKET" ]; then
    phase "container daemon" daemon_start
    daemon_find
    [ -n "$DAEMON_SOCKET" ] || fail "The container daemon was started but no socket answers."
  fi
}

# One launcher at a time changes this machine.
lock() {
  mkdir -p "$HOST_STATE"
  exec 9>"$HOST_STATE/lock"
  flock -n 9 || { say "         waiting for another brume command on this machine …"; flock 9; }
}

image_ready() {
  image_choose
  image_build
  phase "image: to the daemon" image_import "$IMAGE_FILE" "$IMAGE_META" "$(image_fingerprint)"
}

up() {
  prerequisites
  if ! java_is_built; then phase "build" java_build; fi
  phase "network and storage" site_prepare
  image_ready
  if [ -z "$(director_pid)" ]; then phase "director" director_start; fi
}

# what a person needs to know at the end; the first administrator's password is shown this once
first_password() {
  [ -s "$BRUME_HOME/.first" ] || return 0
  cat "$BRUME_HOME/.first"
}
forget_first_password() { rm -f "$BRUME_HOME/.first"; }

main_up() {
  output_option "$@"
  up
  FIRST=$(first_password)
  if [ "$OUTPUT" = json ]; then
    result_json ''
  else
    echo "director  $(director_url)"
    [ -z "$FIRST" ] || echo "first administrator (shown once)  $FIRST"
    echo "ready after $(seconds_since "$STARTED_AT") s; try: brume app list"
  fi
  forget_first_password
}

# Options that up and demo know.
output_option() {
  OUTPUT=text
  while [ $# -gt 0 ]; do
    case $1 in
      -o | --output) OUTPUT=${2:-}; shift ;;
      --output=*) OUTPUT=${1#*=} ;;
      -o?*) OUTPUT=${1#-o} ;;
      *) fail "This command does not know \"$1\"." "brume --help lists the commands." ;;
    esac
    shift || true
  done
  case $OUTPUT in text | json) ;; *) fail "Output is \"$OUTPUT\": choose text or json." ;; esac
}

# result_json SITE: the one line for programs. The password is in it only when it was made in this run.
result_json() {
  local first=${FIRST:-}
  jq -nc --arg site "$1" --arg director "$(director_url)" --argjson phases "$(phases_json)" --arg user "${first%% *}" --arg password "${first#* }" \
    '{site: $site, director: $director, phases: $phases} | if .site == "" then del(.site) else . end
     | if $password == "" then . else . + {administrator: {name: $user, password: $password}} end'
}
