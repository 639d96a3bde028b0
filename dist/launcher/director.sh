# director.sh: the director's settings file, its start and its stop.

# A director rests most of the time: a heap that starts small, and that is looked through and shrunk every minute of rest
# (JEP 346); freed memory given back. More carriers for virtual threads than cores, because a call of the database holds on to
# one, and waits for the disk.
DIRECTOR_OPTIONS=(-XX:+UseG1GC -XX:G1PeriodicGCInterval=60000 -XX:-G1PeriodicGCInvokesConcurrent -XX:G1HeapRegionSize=1m -XX:ConcGCThreads=1 -XX:MinHeapFreeRatio=10 -XX:MaxHeapFreeRatio=30
  -Xms24m -Xmx768m -XX:ReservedCodeCacheSize=96m -XX:TrimNativeHeapInterval=5000 -XX:-UsePerfData -XX:+ExitOnOutOfMemoryError
  -Djdk.virtualThreadScheduler.parallelism=$(($(nproc) > 8 ? $(nproc) : 8)) --enable-native-access=ALL-UNNAMED)
DIRECTOR_LOG=$BRUME_HOME/log/director.log
DIRECTOR_OUT=$BRUME_HOME/log/director.out      # what it says to the launcher: "ready URL", the first password

# settle: ports and subnet that nobody else uses, for a deployment that starts for the first time.
settle() {
  if [ -z "$SUBNET" ]; then
    SUBNET=$(api GET "/1.0/networks/$NETWORK" 2>/dev/null | jq -r '.config["ipv4.address"] // empty' | sed -n 's,\.1/24$,.0/24,p') || true
    [ -n "$SUBNET" ] || SUBNET=$(free_subnet) || { echo "All of 10.83.0.0/16 is in use. Choose a subnet with BRUME_SUBNET=a.b.c.0/24."; return 1; }
  fi
  if [ "$BRUME_NAME" = brume ]; then API_PORT=${API_PORT:-7443} AGENT_PORT=${AGENT_PORT:-7444}; fi
  API_PORT=${API_PORT:-$(free_port 7445)}
  AGENT_PORT=${AGENT_PORT:-$(free_port $((API_PORT + 1)))}
}
free_port() { # the first free one from there; ports that other deployments keep for themselves are not free
  local port=$1
  while port_taken "$port" || other_properties | xargs grep -qsE "^(api|agent)\.port=$port$"; do port=$((port + 1)); done
  echo "$port"
}
other_properties() { # the settings of all deployments of this machine
  local file
  echo /dev/null
  for file in "$HOST_STATE"/deployments/*; do [ ! -f "$file" ] || echo "$(cat "$file")/director.properties"; done
}

# home_is_ours: what this deployment writes must not fall into a directory of somebody else's, nor a second home take the
# machines of the first for its own.
home_is_ours() {
  local registered
  registered=$(registered_home)
  if [ -n "$registered" ] && [ "$registered" != "$BRUME_HOME" ] && [ -e "$registered/director.properties" ]; then
    echo "Deployment $BRUME_NAME lives in $registered. Set BRUME_HOME=$registered, or choose another BRUME_NAME for $BRUME_HOME."
    return 1
  fi
  if [ ! -e "$PROPERTIES" ] && [ -n "$(find "$BRUME_HOME" -mindepth 1 -maxdepth 1 ! -name log 2>/dev/null)" ]; then
    echo "$BRUME_HOME has other things in it. Choose an empty or new directory with BRUME_HOME."
    return 1
  fi
}

write_properties() {
  (umask 077
    mkdir -p "$BRUME_HOME/log"
    chmod 700 "$BRUME_HOME"
    [ -e "$PROPERTIES" ] || cat >"$PROPERTIES" <<P
deployment=$BRUME_NAME
api.port=$API_PORT
api.address=${BRUME_API_ADDRESS:-127.0.0.1}
agent.port=$AGENT_PORT
agent.address=${SUBNET%.*}.1
incus.socket=$DAEMON_SOCKET
incus.project=$PROJECT
incus.network=$NETWORK
incus.subnet=$SUBNET
incus.pool=$POOL
image=$IMAGE_ALIAS
${BRUME_DATABASE:+database=$BRUME_DATABASE}
P
  )
  mkdir -p "$HOST_STATE/deployments"
  echo "$BRUME_HOME" >"$HOST_STATE/deployments/$BRUME_NAME"
}

# site_prepare: the deployment's part of the daemon, and its settings.
site_prepare() {
  home_is_ours
  settle
  daemon_resources
  write_properties
}

director_start() {
  local pid options=("${DIRECTOR_OPTIONS[@]}")
  # shellcheck disable=SC2206  # words
  [ -z "${BRUME_DIRECTOR_OPTIONS:-}" ] || options+=($BRUME_DIRECTOR_OPTIONS)
  [ ! -s "$BUILT/aot/director.aot" ] || options+=(-XX:AOTCache="$BUILT/aot/director.aot" "${CACHE_OPTIONS[@]}")
  [ ! -s "$DIRECTOR_LOG" ] || mv "$DIRECTOR_LOG" "$DIRECTOR_LOG.1"
  umask 077
  : >"$DIRECTOR_OUT"
  setsid "$JDK/bin/java" "${options[@]}" -cp "$(class_path director)" brume.director.DirectorMain "$BRUME_HOME" \
    >>"$DIRECTOR_OUT" 2>>"$DIRECTOR_LOG" </dev/null 3>&- 9>&- &
  pid=$!
  echo "$pid" >"$BRUME_HOME/director.pid"
  for _ in $(seq 600); do
    if grep -q '^ready ' "$DIRECTOR_OUT"; then
      # the first password is shown by whoever called, once, and stays in no file
      (umask 077; sed -n 's/^first administrator: //p' "$DIRECTOR_OUT" >"$BRUME_HOME/.first")
      : >"$DIRECTOR_OUT"
      return 0
    fi
    alive "$pid" || break
    sleep 0.1
  done
  kill "$pid" 2>/dev/null || true
  rm -f "$BRUME_HOME/director.pid"
  echo "The director did not get ready. The end of its log, $DIRECTOR_LOG:"
  grep -v '^first administrator' "$DIRECTOR_OUT" || true
  tail -n 20 "$DIRECTOR_LOG"
  return 1
}

director_stop() {
  local pid
  pid=$(director_pid)
  if [ -n "$pid" ]; then
    kill "$pid"
    for _ in $(seq 300); do alive "$pid" || break; sleep 0.1; done
    ! alive "$pid" || { note "it did not end within 30 s and was killed"; kill -9 "$pid"; }
  fi
  rm -f "$BRUME_HOME/director.pid"
}
director_url() { echo "https://$(property api.address):$(property api.port)"; }
