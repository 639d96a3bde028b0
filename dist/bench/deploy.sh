#!/bin/bash
# deploy.sh [RUNS]: how long users wait for containers, on the deployment that runs here (BRUME_HOME, BRUME_NAME as for ./brume).
# Per run, one after the other, so that both see the same machine:
#   container   the daemon's own client makes and starts a container from the same image, until its address answers
#   deploy      `brume app deploy` of a one-node PHP application, until its page answers
#   backend     one backend more, until a page comes from it
# Prints the medians and what the director and the services add to the bare container.
set -euo pipefail
runs=${1:-5}
root=$(cd "$(dirname "$(readlink -f "$0")")/../.." && pwd)
home=${BRUME_HOME:-/var/lib/brume}
property() { sed -n "s/^$1=//p" "$home/director.properties"; }
project=$(property incus.project) network=$(property incus.network) pool=$(property incus.pool) image=$(property image)
address=$(property incus.subnet); address=${address%.*}.249
work=$(mktemp -d)
tidy() {
  incus --project "$project" delete -f brume-bench >/dev/null 2>&1 || true
  "$root/brume" app delete Bench --yes >/dev/null 2>&1 || true
  rm -rf "$work"
}
trap tidy EXIT

mkdir "$work/app"
echo '<?php echo "hello from ", gethostname(), "\n";' >"$work/app/index.php"
tar -C "$work/app" -czf "$work/app.tar.gz" .
echo '{"Application": "Bench", "Services": [{"Type": "php", "Start": 1, "Archive": "app.tar.gz"}]}' >"$work/manifest.json"

now() { date +%s.%N; }
since() { echo "$1 $(now)" | awk '{printf "%.2f", $2 - $1}'; }
until_ok() { # until_ok COMMAND…: tries every 20 ms for a minute
  local i
  for i in $(seq 3000); do if "$@" >/dev/null 2>&1; then return 0; fi; sleep 0.02; done
  echo "gave up: $*" >&2
  return 1
}
refused_or_open() { # an address answers when a connection to a closed port is refused at once
  local rc=0
  timeout 0.3 bash -c "exec 3<>/dev/tcp/$1/9" 2>/dev/null || rc=$?
  [ "$rc" != 124 ] && ping -c 1 -W 1 "$1" >/dev/null
}
median() { sort -n "$1" | awk '{v[NR] = $1} END {print (NR % 2) ? v[(NR + 1) / 2] : (v[NR / 2] + v[NR / 2 + 1]) / 2}'; }

for _ in $(seq "$runs"); do
  start=$(now)
  incus --project "$project" init "$image" brume-bench --no-profiles --storage "$pool" --network "$network" >/dev/null </dev/null
  incus --project "$project" config device set brume-bench eth0 ipv4.address "$address"
  incus --project "$project" start brume-bench
  until_ok refused_or_open "$address"
  since "$start" >>"$work/container"; echo >>"$work/container"
  incus --project "$project" delete -f brume-bench

  start=$(now)
  "$root/brume" --no-wait app deploy "$work/manifest.json" >/dev/null
  url=
  while [ -z "$url" ]; do url=$("$root/brume" app show Bench -o json | jq -r '.url // empty'); done
  until_ok curl -sf --max-time 1 "$url"
  since "$start" >>"$work/deploy"; echo >>"$work/deploy"
  "$root/brume" service show Bench 1 >/dev/null

  start=$(now)
  "$root/brume" node add Bench 1 backend=1 >/dev/null 2>&1
  since "$start" >>"$work/backend"; echo >>"$work/backend"
  curl -sf "$url" >/dev/null
  "$root/brume" app delete Bench --yes >/dev/null 2>&1
done

c=$(median "$work/container") d=$(median "$work/deploy") b=$(median "$work/backend")
printf '%-42s %8s\n' "median of $runs runs" seconds \
  "container by the daemon's own client" "$c" "deploy to first page" "$d" "one backend more, until it is settled" "$b"
awk -v c="$c" -v d="$d" 'BEGIN {printf "%-42s %8.1f\n", "deploy beside the bare container, ratio", d / c}'
