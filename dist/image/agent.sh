# agent.sh: puts together what goes to /opt/brume/agent in the image: a trimmed runtime, the agent's jars, and a cache of its
# classes that halves its start. Sourced by the launcher.
#
#   run        what brume-agent.service starts
#   runtime/   a JDK of the modules that the agent needs
#   lib/       its jars
#   agent.aot  the cache; accepted by the runtime only while jars and runtime have the times and sizes of the training

AGENT_IMAGE=$BUILT/agent-image
AGENT_MODULES=java.base
# Small heap, one compiler, one collector thread: an agent rests nearly always, beside programs that need the memory.
AGENT_OPTIONS=(-XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xms8m -Xmx32m -Xss256k -XX:ReservedCodeCacheSize=16m -XX:-UsePerfData)
AGENT_TIME=2026-01-01T00:00:00Z      # of every file: the cache and the image's bytes depend on it

agent_sources() { # what the result depends on
  { cat "$JDK/release" "$IMAGE_SOURCES/agent.sh"; find "$BUILT/lib/agent" -name '*.jar' -print0 | LC_ALL=C sort -z | xargs -0 sha256sum; } | sha256sum | cut -c 1-16
}

# agent_assemble: makes AGENT_IMAGE when there are jars and it is not there yet.
agent_assemble() {
  local new=$AGENT_IMAGE.new
  [ -d "$BUILT/lib/agent" ] || return 0
  if [ -x "$AGENT_IMAGE/run" ] && [ "$(cat "$BUILT/.agent" 2>/dev/null)" = "$(agent_sources)" ]; then return; fi
  rm -rf "$new" "$BUILT/.agent"
  mkdir -p "$new/lib"
  agent_runtime "$new/runtime"
  cp "$BUILT"/lib/agent/*.jar "$new/lib/"
  agent_run_script >"$new/run"
  chmod 755 "$new/run"
  find "$new" -exec touch --no-dereference --date="$AGENT_TIME" {} +
  agent_train "$new"
  rm -rf "$AGENT_IMAGE"
  mv "$new" "$AGENT_IMAGE"
  agent_sources >"$BUILT/.agent"
  echo "agent: $(du -sh "$AGENT_IMAGE" | cut -f 1)"
}

# agent_runtime DIRECTORY: linked once for a JDK and kept.
agent_runtime() {
  local kept
  kept=$BRUME_CACHE/runtime-$({ cat "$JDK/release"; echo "$AGENT_MODULES"; } | sha256sum | cut -c 1-12)
  if [ ! -x "$kept/bin/java" ]; then
    rm -rf "$kept.new"
    mkdir -p "$BRUME_CACHE"
    # Debian's modules carry their debugging symbols along as files: 700 MB of them
    "$JDK/bin/jlink" --add-modules "$AGENT_MODULES" --output "$kept.new" --strip-debug --exclude-files='**.debuginfo' \
      --no-man-pages --no-header-files --compress zip-6
    rm -rf "$kept"
    mv "$kept.new" "$kept"
  fi
  cp -R "$kept" "$1"
}

agent_run_script() {
  cat <<S
#!/bin/sh
# Starts the agent. The class path is spelled out: the cache of classes insists on the one it was made with.
cd /opt/brume/agent || exit 1
cache=
# mapped where it was made for, its pages stay clean: 10 MB less memory of its own
[ ! -f agent.aot ] || cache="-XX:+UnlockDiagnosticVMOptions -XX:ArchiveRelocationMode=0 -XX:AOTCache=/opt/brume/agent/agent.aot -Xlog:aot=off -Xlog:cds=off"
exec ./runtime/bin/java ${AGENT_OPTIONS[*]} \$cache -cp $(agent_class_path /opt/brume/agent) brume.agent.AgentMain
S
}
agent_class_path() { # agent_class_path WHERE: the jars' names there
  local jar path=''
  for jar in "$BUILT"/lib/agent/*.jar; do path+=${path:+:}$1/lib/${jar##*/}; done
  printf '%s' "$path"
}

# agent_train DIRECTORY: one life of the agent, as far as it gets against a server that speaks TLS but is no director: it reads
# its bootstrap, makes its key, connects, asks. Without the cache everything works, a little later.
agent_train() {
  local life port server agent
  # Debian 12 cannot run a runtime that was linked from Debian 13's JDK: there the agent goes without
  "$1/runtime/bin/java" -version >/dev/null 2>&1 || { echo "no cache of classes: this machine cannot run the image's runtime"; return 0; }
  life=$(mktemp -d)
  port=$(free_port 18443)
  mkdir -p "$life/etc/brume" "$life/proc/sys/kernel/random"
  cat /proc/sys/kernel/random/boot_id >"$life/proc/sys/kernel/random/boot_id"
  openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout "$life/key.pem" -out "$life/ca.pem" -days 2 \
    -subj /CN=training -addext subjectAltName=IP:127.0.0.1 2>/dev/null
  jq -n --rawfile ca "$life/ca.pem" --arg url "https://127.0.0.1:$port" '{deployment: "training", directors: [$url], ca: $ca,
    instance: "00000000-0000-7000-8000-000000000000", generation: 1, token: "none"}' >"$life/etc/brume/bootstrap.json"
  openssl s_server -accept "$port" -cert "$life/ca.pem" -key "$life/key.pem" -www -quiet >/dev/null 2>&1 3>&- 9>&- </dev/null & server=$!
  "$1/runtime/bin/java" "${AGENT_OPTIONS[@]}" -XX:AOTCacheOutput="$life/agent.aot" -cp "$(agent_class_path "$1")" \
    brume.agent.AgentMain --root "$life" >"$life/log" 2>&1 3>&- 9>&- </dev/null & agent=$!
  # until it has asked the server, and a moment for what follows
  for _ in $(seq 100); do
    [ ! -s "$life/var/lib/brume-agent/key.pem" ] || break
    alive "$agent" || break
    sleep 0.1
  done
  sleep 2
  kill "$agent" 2>/dev/null || true
  wait "$agent" 2>/dev/null || true
  kill "$server" 2>/dev/null || true
  wait "$server" 2>/dev/null || true
  if [ -s "$life/agent.aot" ]; then
    install -m 644 "$life/agent.aot" "$1/agent.aot"
    touch --date="$AGENT_TIME" "$1/agent.aot" "$1"
  else
    tail -n 20 "$life/log"
    echo "no cache of classes: the training left none"
  fi
  rm -rf "$life"
}
