#!/bin/bash
# database.sh [SECONDS] [ROUNDS]: passes per second of one director's engine on SQLite and on PostgreSQL, and of two directors (processes) on one
# PostgreSQL, on the same disk, all as safe as a director's own (every commit is on disk). A pass is a claim shared with others, one read, one write
# and the end. Rounds take turns. Needs Debian's package postgresql; starts a server of its own in a temporary folder.
set -euo pipefail
root=$(cd "$(dirname "$(readlink -f "$0")")/../.." && pwd)
seconds=${1:-10} rounds=${2:-3}
work=$(mktemp -d "${TMPDIR:-/var/tmp}/brume-race.XXXXXX")
export BRUME_NAME=race BRUME_HOME=$work/home
. "$root/dist/bench/bench.sh"
bench_launcher
[ -d "$root/dist/target/test-classes/brume/dist/bench" ] || fail "The benchmark is not built." "Run: mvn -q -B -DskipTests package"
programs=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -n 1)
[ -x "$programs/initdb" ] || fail "PostgreSQL is not installed." "Run: apt-get install postgresql"
as_server() { if [ "$(id -u)" = 0 ]; then setpriv --reuid=postgres --regid=postgres --init-groups "$@"; else "$@"; fi; }
SERVER=
tidy() {
  [ -z "$SERVER" ] || kill -QUIT "$SERVER" 2>/dev/null || true
  while [ -n "$SERVER" ] && kill -0 "$SERVER" 2>/dev/null; do sleep 0.1; done
  rm -rf "$work"
}
trap tidy EXIT

mkdir "$work/pg" && chmod 755 "$work"
[ "$(id -u)" != 0 ] || chown postgres: "$work/pg"
as_server "$programs/initdb" -D "$work/pg/data" -U postgres -A trust -E UTF8 --locale=C.UTF-8 >/dev/null
as_server "$programs/postgres" -D "$work/pg/data" -k "$work/pg" -h '' >"$work/log" 2>&1 &
until "$programs/pg_isready" -q -h "$work/pg"; do sleep 0.1; done
SERVER=$(head -n 1 "$work/pg/data/postmaster.pid") # the server's own, not its starter's

race() { # race NAME DATABASE: passes per second
  # shellcheck disable=SC2086  # words
  "$JDK/bin/java" "${DIRECTOR_OPTIONS[@]}" ${BRUME_DIRECTOR_OPTIONS:-} -cp "$(class_path director):$root/dist/target/test-classes" \
    brume.dist.bench.PassRace "$2" postgres "$seconds" "$1" 2>>"$work/java.log"
}
postgres="postgresql:///postgres?host=$work/pg"
fresh() { rm -f "$work"/race.db*; "$programs/psql" -q -h "$work/pg" -U postgres -c 'DROP SCHEMA IF EXISTS race CASCADE' >/dev/null 2>&1; }

machine_line
load=$(load_now)
for ((i = 0; i < rounds; i++)); do
  fresh
  race one "$work/race.db" >>"$work/sqlite"
  race one "$postgres" >>"$work/postgresql"
  fresh
  race one "$postgres" >"$work/one" & other=$!
  race two "$postgres" >"$work/two"
  wait "$other"
  awk "{ s += \$1 } END { print s }" "$work/one" "$work/two" >>"$work/both"
done
s=$(median <"$work/sqlite") p=$(median <"$work/postgresql") b=$(median <"$work/both")
heading "passes per second, medians of $rounds rounds of $seconds s (load before: $load)" ""
row "SQLite, one director" "$s"
row "PostgreSQL over a UNIX socket, one director" "$p"
row "ratio to SQLite" "$(ratio "$p" "$s")"
row "PostgreSQL, two directors together" "$b"
row "ratio to one" "$(ratio "$b" "$p")"
