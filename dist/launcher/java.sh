# java.sh: builds the Java parts and runs them.

# What the build depends on, as one digest: a second `up` must not wait for Maven to find out that nothing changed.
java_sources() {
  (cd "$BRUME_ROOT" && find . \( -name target -o -name .git -o -path ./docs -o -path ./examples \) -prune -o -type f \
    \( -name pom.xml -o -path '*/src/main/*' -o -path './director/*.xml' \) -print0 \
    | LC_ALL=C sort -z | xargs -0 sha256sum; echo "$JDK") | sha256sum | cut -c 1-16
}
java_is_built() { [ -d "$BUILT/lib/cli" ] && [ "$(cat "$BUILT/.sources" 2>/dev/null)" = "$(java_sources)" ]; }

java_build() {
  local sources
  sources=$(java_sources)
  rm -rf "$BUILT/.sources" "$BUILT/lib"     # a jar that is no longer wanted would stay
  maven -Dmaven.test.skip=true package
  [ -d "$BUILT/lib/director" ] && [ -d "$BUILT/lib/cli" ] || { echo "Maven ended well but left no $BUILT/lib."; return 1; }
  echo "$JDK" >"$BUILT/jdk"
  echo "$sources" >"$BUILT/.sources"
  programs_train
  agent_assemble
}

# maven ARGUMENTS…: any JDK may run Maven, the build itself looks for 25 in the usual places. Ours is in an unusual one.
maven() {
  (
    cd "$BRUME_ROOT"
    if [ "$JDK" = "$JDK_OWN" ]; then export JAVA_HOME=$JDK; fi
    # a prompt would wait for ever, and colour codes make logs unreadable
    mvn -q -B -Dstyle.color=never "$@" </dev/null
  )
}

class_path() { # class_path PART: its jars in an order that is the same every time (an AOT cache insists on it)
  local jar path=''
  for jar in "$BUILT/lib/$1"/*.jar; do path+=${path:+:}$jar; done
  printf '%s' "$path"
}

# Caches of loaded, linked and profiled classes (JEP 483, JEP 515) for the director and the command line. What they use is learnt
# from a short life of a director: a deployment at a site that does not answer, and a list. The runtime takes a cache only for
# the very jars that it was made from, so every build makes them anew. Without them everything works, later.
programs_train() {
  local life director
  life=$(mktemp -d)
  rm -rf "$BUILT/aot"
  mkdir -p "$BUILT/aot"
  training_files "$life"
  "$JDK/bin/java" "${DIRECTOR_OPTIONS[@]}" -XX:AOTCacheOutput="$BUILT/aot/director.aot" -Xlog:aot=error \
    -cp "$(class_path director)" brume.director.DirectorMain "$life" >"$life/out" 2>"$life/log" </dev/null 3>&- 9>&- &
  director=$!
  for _ in $(seq 600); do
    if grep -qs '^ready ' "$life/out" || ! alive "$director"; then break; fi
    sleep 0.1
  done
  train_command_line "$life" --no-wait app deploy "$life/manifest.json"
  # profiles are for the second compiler, which the command line does not use
  train_command_line "$life" -XX:AOTCacheOutput="$BUILT/aot/cli.aot" -XX:+UnlockDiagnosticVMOptions -XX:-AOTRecordTraining -Xlog:aot=error instance list
  kill "$director" 2>/dev/null || true
  wait "$director" 2>/dev/null || true
  [ -s "$BUILT/aot/director.aot" ] || { tail -n 20 "$life/log"; echo "no cache of the director's classes"; }
  rm -rf "$life"
}
training_files() { # training_files DIRECTORY: settings of a director and an application
  mkdir "$1/site"
  echo '<?php phpinfo();' >"$1/site/index.php"
  tar -C "$1/site" -czf "$1/site.tar.gz" .
  echo '{"Application": "Training", "Services": [{"Type": "php", "Start": 1, "Archive": "site.tar.gz"}, {"Type": "mysql", "Start": 1}]}' >"$1/manifest.json"
  printf '%s\n' deployment=training api.port=0 agent.port=0 incus.socket="$1/none" incus.project=training incus.network=training \
    incus.subnet=10.83.0.0/24 incus.pool=training >"$1/director.properties"
}
train_command_line() { # train_command_line DIRECTORY [OPTIONS OF JAVA] ARGUMENTS…
  local life=$1 options=()
  shift
  while [[ ${1:-} == -X* ]]; do options+=("$1"); shift; done
  BRUME_HOME=$life timeout 60 "$JDK/bin/java" "${CLI_OPTIONS[@]}" "${options[@]}" -cp "$(class_path cli)" brume.cli.Main "$@" </dev/null 2>&1 \
    || echo "the training of the command line failed: $*"
}
# maps a cache where it was made for, so that most of its pages are never written to
CACHE_OPTIONS=(-XX:+UnlockDiagnosticVMOptions -XX:ArchiveRelocationMode=0 -Xlog:aot=off -Xlog:cds=off)
CLI_OPTIONS=(-XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xmx256m --enable-native-access=ALL-UNNAMED)

# cli ARGUMENTS…: the command line program, in this process's place when called last.
cli_command() { # fills CLI with the command
  CLI=("$JDK/bin/java" "${CLI_OPTIONS[@]}")
  [ ! -s "$BUILT/aot/cli.aot" ] || CLI+=(-XX:AOTCache="$BUILT/aot/cli.aot" "${CACHE_OPTIONS[@]}")
  CLI+=(-cp "$(class_path cli)" brume.cli.Main)
}
