#!/bin/bash
# rest.sh [ROUNDS]: what a director costs that has nothing to do, how soon it answers after its start, and how long people wait for the command
# line, with and without the caches of classes that a build makes. Beside: the container daemon at rest, and its own client doing the same.
# Uses the deployment that runs here (BRUME_HOME, BRUME_NAME as for ./brume) for the command line; the directors that it starts are its own.
set -euo pipefail
root=$(cd "$(dirname "$(readlink -f "$0")")/../.." && pwd)
rounds=${1:-9}
. "$root/dist/bench/bench.sh"
bench_launcher
command -v hyperfine >/dev/null || fail "This needs Debian's package hyperfine."
[ -n "$(director_pid)" ] || fail "No director runs for BRUME_HOME=$BRUME_HOME." "Start it: $root/brume up"
work=$(mktemp -d "${TMPDIR:-/var/tmp}/brume-rest.XXXXXX")
own=
tidy() { [ -z "$own" ] || kill "$own" 2>/dev/null || true; rm -rf "$work"; }
trap tidy EXIT
mkdir -m 700 "$work/home"
port=$(free_port 17443)
printf '%s\n' deployment=rest api.port="$port" agent.port=0 >"$work/home/director.properties"

# one_start NAME OPTIONS…: seconds to the first answer; memory after it rested for 5 s
one_start() {
  local name=$1 start=$EPOCHREALTIME
  shift
  "$JDK/bin/java" "${DIRECTOR_OPTIONS[@]}" "$@" -cp "$(class_path director)" brume.director.DirectorMain "$work/home" >"$work/out" 2>"$work/log" &
  own=$!
  until curl -sk -o /dev/null "https://127.0.0.1:$port/api/v1/version"; do
    kill -0 "$own" || { tail -n 5 "$work/log"; exit 1; }
    sleep 0.01
  done
  since "$start" >>"$work/start.$name"; echo >>"$work/start.$name"
  sleep 5
  rss_mb "$own" >>"$work/rss.$name"; echo >>"$work/rss.$name"
  private_mb "$own" >>"$work/private.$name"; echo >>"$work/private.$name"
  kill "$own"
  wait "$own" || true
  own=
}
m() { median <"$work/$1"; }

machine_line
one_start first     # makes keys and the database: not counted
for ((i = 0; i < rounds; i++)); do
  one_start without
  one_start with -XX:AOTCache="$BUILT/aot/director.aot" "${CACHE_OPTIONS[@]}"
done
heading "director, medians of $rounds rounds (load now: $(load_now))" ""
row "start to first answer without the cache, s" "$(m start.without)"
row "start to first answer, s" "$(m start.with)"
row "ratio" "$(ratio "$(m start.with)" "$(m start.without)")"
row "at rest without the cache, MB resident / private" "$(m rss.without) / $(m private.without)"
row "at rest, MB resident / private" "$(m rss.with) / $(m private.with)"
row "this deployment's director as it is now, MB resident / private" "$(rss_mb "$(director_pid)") / $(private_mb "$(director_pid)")"
daemon=$(pgrep -x incusd | head -n 1 || true)
[ -z "$daemon" ] || row "the container daemon as it is now, MB resident / private" "$(rss_mb "$daemon") / $(private_mb "$daemon")"

# the command line beside the daemon's client
export BRUME_HOME
project=$(property incus.project)
cli_command
plain=("$JDK/bin/java" "${CLI_OPTIONS[@]}" -cp "$(class_path cli)" brume.cli.Main)
hyperfine --shell none --warmup 2 --runs "$((rounds * 2))" --export-json "$work/cli.json" \
  -n "brume version" "$root/brume version" -n "the same without bash" "${CLI[*]} version" -n "the same without bash and cache" "${plain[*]} version" \
  -n "incus version" "incus version" \
  -n "brume instance list" "$root/brume instance list" -n "incus list" "incus --project $project list" >/dev/null 2>&1
heading "command line, medians of $((rounds * 2)) runs (load now: $(load_now))" "ms"
jq -r '.results[] | [.command, (.median * 1000 | round)] | @tsv' "$work/cli.json" | while IFS=$'\t' read -r name ms; do row "$name" "$ms"; done
of() { jq -r --arg n "$1" '.results[] | select(.command == $n).median' "$work/cli.json"; }
row "version, ratio" "$(ratio "$(of "brume version")" "$(of "incus version")")"
row "list, ratio" "$(ratio "$(of "brume instance list")" "$(of "incus list")")"
