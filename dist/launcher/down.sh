# down.sh: stops this deployment and keeps its data.

main_down() {
  [ $# = 0 ] || fail "brume down takes no arguments."
  need_root
  lock
  if [ -n "$(director_pid)" ]; then phase "director" director_stop; fi
  daemon_find
  if [ -n "$DAEMON_SOCKET" ] && api_has "/1.0/projects/$PROJECT"; then
    if [ -n "$(running_here)" ]; then phase "containers" instances_stop; fi
  fi
  if daemon_idle; then phase "container daemon" daemon_stop; fi
  echo "stopped; the data is kept in $BRUME_HOME and in the container daemon"
}
need_root() { [ "$(id -u)" = 0 ] || fail "This has to run as root." "Run the same command with sudo."; }
running_here() { running_instances | sed -n "s,^$PROJECT/,,p"; }

# All at once; whoever does not end within ten seconds is stopped hard.
instances_stop() {
  local name
  local pids=()
  for name in $(running_here); do
    { api PUT "/1.0/instances/$name/state?project=$PROJECT" '{"action": "stop", "timeout": 10}' >/dev/null 2>&1 \
      || api PUT "/1.0/instances/$name/state?project=$PROJECT" '{"action": "stop", "force": true}' >/dev/null; } &
    pids+=($!)
  done
  for name in "${pids[@]}"; do wait "$name"; done
}

# daemon_idle: is there a daemon that we started, that nobody uses now? Instances of other projects and other deployments'
# directors keep it.
daemon_idle() {
  local home pid
  [ -e "$HOST_STATE/daemon" ] && [ -n "$DAEMON_SOCKET" ] || return 1
  [ -z "$(running_instances)" ] || return 1
  for home in "$HOST_STATE"/deployments/*; do
    [ -f "$home" ] || continue
    pid=$(cat "$(cat "$home")/director.pid" 2>/dev/null || true)
    ! is_process "$pid" DirectorMain || return 1
  done
}
