# agent.sh: puts together what goes to /opt/brume/agent in the image: a trimmed runtime, the agent's jars, and a cache of its
# classes that halves its start. Sourced by the launcher.
#
#   run        what brume-agent.service starts
#   runtime/   a JDK of the modules that the agent needs
#   lib/       its jars
#   agent.aot  the cache; accepted by the runtime only while jars and runtime have the times and sizes of the training

AGENT_IMAGE=$BUILT/agent-image
AGENT_MODULES=java.base,java.xml     # web.xml of Java applications
# An agent rests nearly always, beside programs that need the memory: a heap that grows from little, one compiler, one
# collector thread, freed memory given back, no files of its own in /tmp. Two carriers for virtual threads, because reading a
# file holds on to one. Reflection, by which JSON becomes records, goes without method handles, for which a hundred small classes
# would be made at every start, 1.3 MB of them.
AGENT_OPTIONS=(-XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xms4m -Xmn1m -Xmx32m -XX:MinHeapFreeRatio=10 -XX:MaxHeapFreeRatio=20
  -Xss256k -XX:ReservedCodeCacheSize=16m -XX:+ExitOnOutOfMemoryError -XX:-UsePerfData -XX:TrimNativeHeapInterval=5000 -Djdk.virtualThreadScheduler.parallelism=2
  -Djdk.reflect.useNativeAccessorOnly=true)
# Profiles are for the second compiler, which is off: without them the agent is 4 MB smaller and starts as fast.
AGENT_TRAINING=(-XX:+UnlockDiagnosticVMOptions -XX:-AOTRecordTraining -Xlog:aot=error)
AGENT_TIME=2026-01-01T00:00:00Z      # of every file: the cache and the image's bytes depend on it

agent_sources() { # what the result depends on
  { cat "$JDK/release" "$IMAGE_SOURCES/agent.sh" "$IMAGE_SOURCES/stage.sh"; find "$BUILT/lib/agent" "$BRUME_ROOT/agent/src/test/java/brume/agent/fake" -type f -print0 | LC_ALL=C sort -z | xargs -0 sha256sum; } | sha256sum | cut -c 1-16
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
# mapped where it was made for, its pages stay clean: 11 MB less memory of its own, 30 ms less start
[ ! -f agent.aot ] || cache="-XX:+UnlockDiagnosticVMOptions -XX:ArchiveRelocationMode=0 -XX:AOTCache=/opt/brume/agent/agent.aot"
exec ./runtime/bin/java ${AGENT_OPTIONS[*]} \$cache -cp $(agent_class_path /opt/brume/agent) brume.agent.AgentMain
S
}
agent_class_path() { # agent_class_path WHERE: the jars' names there
  local jar path=''
  for jar in "$BUILT"/lib/agent/*.jar; do path+=${path:+:}$1/lib/${jar##*/}; done
  printf '%s' "$path"
}

# agent_train DIRECTORY: a day in the life of the agent, with a director that the tests bring along, so that the cache holds
# what it really uses; on a stage (stage.sh) with the roles of the services too. Without the cache everything works, a little
# later; without a stage it lacks the services.
agent_train() {
  local life
  agent_runs_here "$1" || { echo "no cache of classes: this machine cannot run the image's runtime"; return 0; }
  life=$(mktemp -d)
  if "$JDK/bin/javac" -proc:none -nowarn -implicit:class -d "$life/classes" -cp "$(agent_class_path "$1")" \
      -sourcepath "$BRUME_ROOT/agent/src/test/java" "$BRUME_ROOT/agent/src/test/java/brume/agent/fake/Training.java" \
    && { agent_life "$1" "$life" unshare --mount --pid --fork --kill-child --mount-proc bash "$IMAGE_SOURCES/stage.sh" "$life/stage" \
      || agent_life "$1" "$life"; }
  then
    install -m 644 "$life/agent.aot" "$1/agent.aot"
    touch --date="$AGENT_TIME" "$1/agent.aot" "$1"
  else
    echo "no cache of classes: the training failed"
  fi
  rm -rf "$life"
}
agent_life() { # agent_life DIRECTORY LIFE [ON A STAGE…]: leaves LIFE/agent.aot
  local directory=$1 life=$2
  shift 2
  rm -rf "$life/root"
  "$@" "$JDK/bin/java" -cp "$life/classes:$(agent_class_path "$directory")" brume.agent.fake.Training "$life/root" \
    "${AGENT_LOADER[@]}" "$directory/runtime/bin/java" "${AGENT_OPTIONS[@]}" -XX:AOTCacheOutput="$life/agent.aot" "${AGENT_TRAINING[@]}" \
    -cp "$(agent_class_path "$directory")" brume.agent.AgentMain >"$life/log" 2>&1 3>&- 9>&- </dev/null && [ -s "$life/agent.aot" ] \
    || { tail -n 20 "$life/log"; return 1; }
  grep 'services learnt' "$life/log" || echo "the cache of classes lacks the services"
}

# agent_runs_here DIRECTORY: whether the linked runtime runs on this machine; leaves in AGENT_LOADER what it needs for that.
# A runtime linked from Debian 13's JDK wants a newer C library than Debian 12 has. The JDK unpacked by jdk.sh brought that
# library along: in a mount namespace of its own its loader stands where the runtime looks for the system's.
agent_runs_here() {
  local loader
  AGENT_LOADER=()
  if "$1/runtime/bin/java" -version >/dev/null 2>&1; then return; fi
  loader=$(find "$JDK/sysroot" -name 'ld-linux-*.so.*' 2>/dev/null | head -n 1)
  [ -n "$loader" ] || return 1
  AGENT_LOADER=(unshare --mount sh -c 'mount --bind "$0" "$(readlink -f "/lib64/${0##*/}")" && export LD_LIBRARY_PATH="${0%/*}" && exec "$@"' "$loader")
  "${AGENT_LOADER[@]}" "$1/runtime/bin/java" -version >/dev/null 2>&1
}
