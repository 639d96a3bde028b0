#!/bin/bash
# crowd.sh [FIRST] [SECOND]: one director over a cloud in memory that takes no time (the director, its database, its HTTPS edge and the launcher's
# options are the real ones; the agents are missing). Wants FIRST instances (10,000) by services of 100 nodes over HTTP, waits until all of them run
# and are settled, then goes on to SECOND (25,000) and lists them.
# Beside: commits per second of SQLite by itself on the same disk, as safe as the director's; the same rows printed as JSON by SQLite's own program;
# the same table made from the API by curl and jq.
set -euo pipefail
root=$(cd "$(dirname "$(readlink -f "$0")")/../.." && pwd)
first=${1:-10000} second=${2:-25000}
rounds=9 nodes=100
work=$(mktemp -d "${TMPDIR:-/var/tmp}/brume-crowd.XXXXXX")
export BRUME_NAME=crowd BRUME_HOME=$work/home
. "$root/dist/bench/bench.sh"
bench_launcher
command -v sqlite3 >/dev/null || fail "SQLite's own program is not installed." "Run: apt-get install sqlite3"
[ -d "$root/dist/target/test-classes/brume/dist/bench" ] || fail "The benchmark is not built." "Run: mvn -q -B -DskipTests package"
DIRECTOR=
tidy() { [ -z "$DIRECTOR" ] || { kill "$DIRECTOR" 2>/dev/null; wait "$DIRECTOR" 2>/dev/null; } || true; rm -rf "$work"; }
trap tidy EXIT

mkdir -m 700 "$BRUME_HOME"
printf '%s\n' deployment=crowd api.port=0 agent.port=0 >"$BRUME_HOME/director.properties"
mkfifo "$work/in" "$work/out"
# shellcheck disable=SC2086  # words
"$JDK/bin/java" "${DIRECTOR_OPTIONS[@]}" ${BRUME_DIRECTOR_OPTIONS:-} -cp "$(class_path director):$root/testkit/target/classes:$root/dist/target/test-classes" \
  brume.dist.bench.CrowdDirector "$BRUME_HOME" <"$work/in" >"$work/out" 2>"$work/log" &
DIRECTOR=$!
exec 7>"$work/in" 8<"$work/out"
url=
while [ -z "$url" ]; do read -r word rest <&8; [ "$word" != ready ] || url=$rest; done
counts() { echo >&7; read -r passes machines <&8; }

api() { printf 'url = "%s/api/v1%s"\ncacert = "%s/ca/ca.pem"\nheader = "Authorization: Bearer %s"\nsilent\nfail-with-body\n' "$url" "$1" "$BRUME_HOME" "$(cat "$BRUME_HOME/token")"; }
post() { api "$1"; printf 'header = "Content-Type: application/json"\ndata = %s\noutput = "/dev/null"\n' "$(jq -n --arg body "$2" '$body')"; }
get() { api "$1" | curl -K -; }

# want FROM TO: an application with a service of 100 nodes for each hundred, eight requests at a time
want() {
  local i
  for ((i = $1 / nodes; i < $2 / nodes; i++)); do post /apps "{\"name\": \"crowd $i\"}"; echo next; done | together
  for ((i = $1 / nodes; i < $2 / nodes; i++)); do
    post "/apps/crowd%20$i/services" "{\"type\": \"crowd\", \"site\": \"fake\", \"counts\": {\"node\": $nodes}, \"start\": true}"; echo next
  done | together
}
together() { sed '$d' | curl --no-progress-meter --parallel --parallel-max 8 -K -; }
settled() { sqlite3 -readonly "$BRUME_HOME/brume.db" "SELECT count(*) FROM due JOIN instance USING (id) WHERE kind = 'instance' AND outcome = 'settled' AND seen_power = 'RUNNING'"; }
reach() { # reach FROM TO: leaves seconds, passes
  local start=$EPOCHREALTIME before
  counts; before=$passes
  want "$1" "$2"
  wanted=$(since "$start")
  while counts; [ "$machines" -lt "$2" ]; do
    sleep 0.1
    [ "$(since "$start" | cut -d . -f 1)" -lt 900 ] || fail "Only $machines of $2 machines were made within 15 minutes."
  done
  while [ "$(settled)" -lt "$2" ]; do sleep 0.2; done
  seconds=$(since "$start")
  counts; passes=$((passes - before))
}
size() { du -ch --apparent-size "$BRUME_HOME"/brume.db* | tail -n 1 | cut -f 1; }

machine_line
post /sites '{"name": "fake", "driver": "fake", "settings": {"subnet": "10.64.0.0/15"}}' | curl -K -

load=$(load_now)
reach 0 "$first"
heading "$first instances, by $((first / nodes)) services of $nodes nodes (load before: $load)" ""
row "wanted over HTTP, s" "$wanted"
row "created and settled, s" "$seconds"
row "instances per second" "$(ratio "$first" "$seconds")"
row "reconciles (all kinds)" "$passes"
row "reconciles per second" "$(ratio "$passes" "$seconds")"
row "database" "$(size)"
row "director, with the cloud in it, MB resident" "$(rss_mb "$DIRECTOR")"

# the alternative: nothing but commits, each safe on disk
for _ in 1 2 3; do
  rm -f "$work"/plain.db*
  { echo "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; CREATE TABLE t (id INTEGER PRIMARY KEY, text TEXT);"
    for ((i = 0; i < 2000; i++)); do echo "INSERT INTO t (text) VALUES ('$i');"; done; } >"$work/plain.sql"
  start=$EPOCHREALTIME
  sqlite3 "$work/plain.db" <"$work/plain.sql" >/dev/null
  ratio 2000 "$(since "$start")"; echo
done >"$work/commits"
commits=$(median <"$work/commits")
row "SQLite alone: commits per second, one after the other" "$commits"
row "reconciles per such commit" "$(ratio "$(ratio "$passes" "$seconds")" "$commits")"

reach "$first" "$second"
heading "on to $second" ""
row "created and settled, s" "$seconds"
row "reconciles per second" "$(ratio "$passes" "$seconds")"
row "database" "$(size)"

# the list: pages of 5,000, whose cursors are learnt first, over one connection as clients do it
after='' pages=()
while :; do
  pages+=("/instances?limit=5000$after")
  after=$(get "${pages[-1]}" | jq -r '.next // empty')
  [ -n "$after" ] || break
  after="&after=$after"
done
list() { local page; for page in "${pages[@]}"; do api "$page"; echo next; done | sed '$d' | curl -K -; }
by_sqlite() { sqlite3 -readonly -json "$BRUME_HOME/brume.db" "SELECT i.*, s.name AS site FROM instance i JOIN site s ON s.id = i.site_id ORDER BY i.id"; }
cli_command
by_brume() { "${CLI[@]}" instance list; }
by_jq() { list | jq -r '.items[] | [.name, .site, .power, .address, .life, .generation, .id] | @tsv' | column -t; }
[ "$(list | jq -s 'map(.items | length) | add')" = "$second" ] || fail "The list is not whole."
bytes=$(list | wc -c)
load=$(load_now)
for ((i = 0; i < rounds; i++)); do
  timed list >>"$work/t.list"
  timed by_sqlite >>"$work/t.sqlite"
  timed by_brume >>"$work/t.brume"
  timed by_jq >>"$work/t.jq"
done
heading "all $second instances, medians of $rounds rounds (load before: $load)" ""
l=$(median <"$work/t.list") s=$(median <"$work/t.sqlite") b=$(median <"$work/t.brume") j=$(median <"$work/t.jq")
row "bytes over HTTPS" "$bytes"
row "over HTTPS by curl, ${#pages[@]} pages, one connection, s" "$l"
row "the same rows as JSON by SQLite's own program, s" "$s"
row "ratio" "$(ratio "$l" "$s")"
row "brume instance list, the whole program, s" "$b"
row "the same table by curl and jq, s" "$j"
row "ratio" "$(ratio "$b" "$j")"
row "director, with the cloud in it, MB resident" "$(rss_mb "$DIRECTOR")"
exec 7>&-
