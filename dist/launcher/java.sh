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
  rm -f "$BUILT/.sources"
  maven -Dmaven.test.skip=true package
  [ -d "$BUILT/lib/director" ] && [ -d "$BUILT/lib/cli" ] || { echo "Maven ended well but left no $BUILT/lib."; return 1; }
  echo "$JDK" >"$BUILT/jdk"
  echo "$sources" >"$BUILT/.sources"
  cli_train
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

# A cache of loaded and linked classes halves the command line's start. Without it everything works.
cli_train() {
  mkdir -p "$BUILT/aot"
  rm -f "$BUILT/aot/cli.aot"
  BRUME_HOME=/nonexistent timeout 60 "$JDK/bin/java" "${CLI_OPTIONS[@]}" -XX:AOTCacheOutput="$BUILT/aot/cli.aot" \
    -cp "$(class_path cli)" brume.cli.Main --help >/dev/null 2>&1 || true
}
CLI_OPTIONS=(-XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xmx256m --enable-native-access=ALL-UNNAMED)

# cli ARGUMENTS…: the command line program, in this process's place when called last.
cli_command() { # fills CLI with the command
  CLI=("$JDK/bin/java" "${CLI_OPTIONS[@]}")
  [ ! -s "$BUILT/aot/cli.aot" ] || CLI+=(-XX:AOTCache="$BUILT/aot/cli.aot" -Xlog:aot=off -Xlog:cds=off)
  CLI+=(-cp "$(class_path cli)" brume.cli.Main)
}
