# say.sh: what a person sees while the launcher works: phases with their time, ticks while a phase is long, and one clear
# sentence when something is wrong. Progress goes to stderr, results to stdout.

STARTED_AT=$EPOCHREALTIME
PHASES=()            # name=seconds, in order, for the JSON line at the end

seconds_since() { awk -v a="$1" -v b="$EPOCHREALTIME" 'BEGIN { printf "%.1f", b - a }'; }
say() { printf '%s\n' "$*" >&2; }
fail() {             # fail SENTENCE [WHAT TO DO]
  printf 'brume: %s\n' "$1" >&2
  [ $# -lt 2 ] || printf '       %s\n' "$2" >&2
  exit 1
}

# at_exit COMMAND: done when the launcher ends, however it ends, the latest first.
AT_EXIT=()
at_exit() {
  AT_EXIT=("$1" ${AT_EXIT[@]+"${AT_EXIT[@]}"})
  trap 'for LAST in "${AT_EXIT[@]}"; do eval "$LAST"; done' EXIT
}

# note TEXT: one line beside the running phase, for what a phase has to tell (sizes, counts).
note() { printf '         %s\n' "$*" >&3; }

# phase NAME COMMAND…: runs the command in a subshell with errexit, its output in the log, its time shown and kept. Never
# call it as part of a condition: bash would then ignore errexit inside.
phase() {
  local name=$1 start=$EPOCHREALTIME mark ticker rc spent
  shift
  (umask 077; mkdir -p "${LOG_FILE%/*}")
  mark=$(stat -c %s "$LOG_FILE" 2>/dev/null || echo 0)
  printf '\n== %s %s\n' "$(date -u +%FT%TZ)" "$name" >>"$LOG_FILE"
  tick "$name" & ticker=$!
  set +e
  ( set -e; "$@" ) 3>&2 >>"$LOG_FILE" 2>&1 </dev/null
  rc=$?
  set -e
  kill "$ticker" 2>/dev/null || true
  wait "$ticker" 2>/dev/null || true
  spent=$(seconds_since "$start")
  [ ! -t 2 ] || printf '\r\033[K' >&2
  if [ "$rc" != 0 ]; then
    printf '%7ss %s: FAILED\n' "$spent" "$name" >&2
    tail -c "+$((mark + 1))" "$LOG_FILE" | tail -n "${LOG_LINES:-25}" | sed 's/^/         | /' >&2
    fail "$name did not work (the end of $LOG_FILE is above)." "${PHASE_ADVICE:-Mend what it says and run the same command again: what is done already is not done twice.}"
  fi
  PHASES+=("$name=$spent")
  printf '%7ss %s\n' "$spent" "$name" >&2
}

# A terminal gets a clock on one line; a log gets a line every 15 seconds. It waits in a `read` that nobody answers: a `sleep`
# would outlive it by a second, with the launcher's lock and output still open.
tick() {
  local name=$1 n=0 nobody
  exec 9>&- {nobody}<> <(:)
  while :; do
    read -r -t 1 -u "$nobody" || true
    n=$((n + 1))
    if [ -t 2 ]; then printf '\r\033[K%7ss %s …' "$n" "$name" >&2
    elif ((n % 15 == 0)); then printf '%7ss %s …\n' "$n" "$name" >&2; fi
  done
}

# {"name":seconds,…} of the phases so far.
phases_json() {
  local entry sep='' out='{'
  for entry in "${PHASES[@]}"; do
    out+="$sep\"${entry%=*}\":${entry##*=}"
    sep=,
  done
  printf '%s}' "$out"
}

human_bytes() { numfmt --to=iec --suffix=B --format=%.1f "$1"; }
