# test.sh: brume test: the build with its fast tests, then the tests on real containers in a deployment of their own, then one
# line with the counts. Anything failed, anything skipped but what the driver contract leaves out by name, or nothing run at all,
# is a failure.

TEST_NAME=${BRUME_TEST_NAME:-test}

main_test() {
  local fast=no arguments=()
  while [ $# -gt 0 ]; do
    case $1 in
      --fast) fast=yes ;;
      --seeds) arguments+=("-Dbrume.sim.seeds=${2:?--seeds needs a number}"); shift ;;
      --seeds=*) arguments+=("-Dbrume.sim.seeds=${1#*=}") ;;
      --crashes) arguments+=("-Dbrume.crash.kills=${2:?--crashes needs a number}"); shift ;;
      --crashes=*) arguments+=("-Dbrume.crash.kills=${1#*=}") ;;
      *) fail "brume test does not know \"$1\"." "Usage: brume test [--fast] [--seeds N] [--crashes N]" ;;
    esac
    shift
  done
  test_deployment
  WITH_POSTGRESQL=yes
  prerequisites
  RESULTS=$(mktemp -d) TEST_FAILED=no
  at_exit "rm -rf '$RESULTS'"
  build_and_fast_tests "${arguments[@]}"
  if [ "$fast" = no ]; then
    # with a broken build there is nothing to put into containers
    if java_is_packaged; then
      phase "agent" agent_assemble
      TEST_ENVIRONMENT=yes
      at_exit 'test_environment_left'
      test_environment
      exec 9>&-     # the tests call brume themselves
      container_tests "${arguments[@]}"
      lock
      TEST_ENVIRONMENT=no
      test_environment_gone
    else
      say "         the build failed: no tests on containers"
    fi
  fi
  closing_line
}

# Names, home and ports of the test's own deployment, beside whatever runs here.
test_deployment() {
  unset BRUME_API_PORT BRUME_AGENT_PORT BRUME_SUBNET
  export BRUME_NAME=$TEST_NAME BRUME_HOME=/var/lib/brume-$TEST_NAME
  load settings director
}

# maven_reports LABEL ARGUMENTS…: runs Maven, keeps its reports and whether it failed; its own words go to the screen.
maven_reports() {
  local label=$1 start=$EPOCHREALTIME ticker rc=0
  shift
  find "$BRUME_ROOT" -path '*/target/*-reports/TEST-*.xml' -delete
  say "         $label …"
  tick "$label" & ticker=$!
  maven "$@" >&2 || rc=$?
  kill "$ticker" 2>/dev/null || true
  wait "$ticker" 2>/dev/null || true
  [ "$rc" = 0 ] || TEST_FAILED=yes
  # under the names of the modules, because the next run deletes them
  (cd "$BRUME_ROOT" && find . -path '*/target/*-reports/TEST-*.xml' | while IFS= read -r file; do
    mkdir -p "$RESULTS/$label/${file%/*}"; cp "$file" "$RESULTS/$label/$file"; done)
  printf '%7ss %s: %s\n' "$(seconds_since "$start")" "$label" "$(counts "$RESULTS/$label")" >&2
}

# A failed test or a broken module must not hide the results of the others; the counts and the build's own end say what was wrong.
build_and_fast_tests() { maven_reports "build and fast tests" --fail-at-end -Dmaven.test.failure.ignore=true verify "$@"; java_record; }
container_tests() { maven_reports "tests on containers" --fail-at-end -Dmaven.test.failure.ignore=true verify -Pcontainers "$@"; }

java_is_packaged() { [ -d "$BUILT/lib/director" ] && [ -d "$BUILT/lib/cli" ]; }
# what Maven packaged just now need not be built again by `up`
java_record() {
  java_is_packaged && [ "$TEST_FAILED" = no ] || return 0
  echo "$JDK" >"$BUILT/jdk"
  java_sources >"$BUILT/.sources"
  programs_train
}

# What the tests find: a project, a network, a pool and the services image, with the settings file of a director.
test_environment() {
  if [ -n "$(find "$BRUME_HOME" -mindepth 1 -maxdepth 1 ! -name log 2>/dev/null)" ]; then phase "what a broken run left" tidy_up; fi
  phase "network and storage" site_prepare
  image_ready
  export BRUME_TEST_HOME=$BRUME_HOME BRUME_TEST_SOCKET=$DAEMON_SOCKET BRUME_TEST_PROJECT=$PROJECT BRUME_TEST_NETWORK=$NETWORK
  BRUME_TEST_SUBNET=$(property incus.subnet)
  export BRUME_TEST_SUBNET BRUME_TEST_POOL=$POOL BRUME_TEST_IMAGE=$IMAGE_ALIAS BRUME_TEST_LAUNCHER=$BRUME_ROOT/brume BRUME_TEST_JDK=$JDK
  lxd_environment
}
# The driver is tried at both daemons, whichever of them this machine uses.
lxd_environment() {
  if [ "$(daemon_kind)" = lxd ]; then
    export BRUME_TEST_LXD_SOCKET=$DAEMON_SOCKET BRUME_TEST_LXD_PROJECT=$PROJECT BRUME_TEST_LXD_NETWORK=$NETWORK BRUME_TEST_LXD_POOL=$POOL
    return
  fi
  phase "LXD beside it" lxd_ready
  read -r BRUME_TEST_LXD_SOCKET BRUME_TEST_LXD_PROJECT BRUME_TEST_LXD_NETWORK BRUME_TEST_LXD_POOL < <(lxd_names; echo "$DAEMON_SOCKET $PROJECT $NETWORK $POOL")
  export BRUME_TEST_LXD_SOCKET BRUME_TEST_LXD_PROJECT BRUME_TEST_LXD_NETWORK BRUME_TEST_LXD_POOL
}

# The machine is left as the test found it, but for packages and caches, which the next run needs again.
test_environment_gone() {
  phase "tidying up" tidy_up
  if daemon_idle && [ "$DAEMON_WAS_THERE" = no ]; then phase "container daemon" daemon_stop; fi
}
# A run that broke off, by a failed phase or by Ctrl-C, leaves no more than one that ended.
test_environment_left() {
  [ "$TEST_ENVIRONMENT" = yes ] || return 0
  TEST_ENVIRONMENT=no
  lock
  test_environment_gone || true
}

# The driver's tests keep a project that takes no containers beside the test's own; left there, it would look like somebody's.
noroom_remove() {
  local image project=$PROJECT-noroom
  api_has "/1.0/projects/$project" || return 0
  for image in $(PROJECT=$project project_list images); do api DELETE "/1.0/images/$image?project=$project" >/dev/null; done
  api DELETE "/1.0/projects/$project" >/dev/null
}
tidy_up() {
  director_stop
  lxd_gone
  resources_remove
  noroom_remove
  rm -f "$HOST_STATE/deployments/$BRUME_NAME"
  find "$BRUME_HOME" -mindepth 1 -maxdepth 1 ! -name log -exec rm -rf {} +
}

# counts DIRECTORY: "passed failed skipped" from the XML reports. Only the suite's own element counts, once a file.
counts() {
  find "$1" -name 'TEST-*.xml' -exec grep -hom 1 '<testsuite [^>]*>' {} + 2>/dev/null | awk '
    function attribute(name,   text) { if (match($0, " " name "=\"[0-9]+\"")) { text = substr($0, RSTART, RLENGTH); gsub(/[^0-9]/, "", text); return text + 0 } return 0 }
    { failed += attribute("failures") + attribute("errors"); skipped += attribute("skipped"); all += attribute("tests") }
    END { printf "%d passed, %d failed, %d skipped", all - failed - skipped, failed, skipped }'
}

# unexplained_skips DIRECTORY: how many tests were skipped that should have run. The driver contract leaves out what a driver does not
# promise, by name and with its reason; nothing else may be skipped.
unexplained_skips() {
  local all explained
  all=$(counts "$1"); all=${all##*, }; all=${all% skipped}
  explained=$(find "$1" -name 'TEST-*.xml' -exec cat {} + 2>/dev/null | awk '
    /<skipped/ { inside = 1; left = 0 }
    inside && /at brume\.testkit\.contract\./ { left = 1 }
    inside && (/<\/skipped>/ || /<skipped[^>]*\/>/) { n += left; inside = 0 }
    END { print n + 0 }')
  echo $((all - explained))
}

closing_line() {
  local line skips
  skips=$(unexplained_skips "$RESULTS")
  [ "$skips" = 0 ] || say "         $skips tests were skipped that should have run"
  line=$(counts "$RESULTS")
  if [ "$TEST_FAILED" = yes ] && [[ $line == *" 0 failed,"* ]]; then
    # a build that broke is not a test that failed, but it must not look like success
    say "         the build did not end well: see Maven's words above"
  fi
  echo "$line"
  [ "$TEST_FAILED" = no ] && [[ $line == *" 0 failed,"* ]] && [ "$skips" = 0 ] && [[ $line != "0 passed"* ]]
}
