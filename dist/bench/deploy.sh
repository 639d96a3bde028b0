#!/bin/bash
# deploy.sh [RUNS]: how long users wait for containers, on the deployment that runs here (BRUME_HOME, BRUME_NAME as for ./brume).
# Per run, one after the other, so that all see the same machine:
#   by hand     the daemon's own client makes the very container that Brume makes for a one-node PHP application (image, limits,
#               address, files and units as found in one of Brume's), and starts its units, until its page answers
#   deploy      `brume app deploy` of that application, until its page answers, and until the command has ended
#   backends    the second backend (two machines, because backends then leave the packed one) and the third (one machine),
#               each until a page comes from a new machine
# Prints medians, where the time of a deployment goes, and two ratios: of the whole, and of the container alone (from the
# director's acceptance of the request, and from the call of the client, until the container's system starts).
set -euo pipefail
root=$(cd "$(dirname "$(readlink -f "$0")")/../.." && pwd)
runs=${1:-5}
. "$root/dist/bench/bench.sh"
bench_launcher
[ -n "$(director_pid)" ] || fail "No director runs for BRUME_HOME=$BRUME_HOME." "Start it: $root/brume up"
project=$(property incus.project) image=$(property image)
brume=$root/brume
work=$(mktemp -d)
tidy() {
  daemon delete -f brume-bench >/dev/null 2>&1 || true
  "$brume" app delete Bench --yes >/dev/null 2>&1 || true
  rm -rf "$work"
}
trap tidy EXIT
daemon() { incus --project "$project" "$@" </dev/null; }

mkdir "$work/app"
echo '<?php echo gethostname(), "\n";' >"$work/app/index.php"
tar -C "$work/app" -czf "$work/app.tar.gz" .
echo '{"Application": "Bench", "Services": [{"Type": "php", "Start": 1, "Archive": "app.tar.gz"}]}' >"$work/manifest.json"

note() { echo "$2 $3" | awk '{printf "%.3f\n", $2 - $1}' >>"$work/$1"; }   # note WHAT FROM UNTIL
until_ok() { # until_ok COMMAND…: tries for a minute
  local i
  for i in $(seq 3000); do if "$@" 2>/dev/null; then return 0; fi; sleep 0.01; done
  echo "gave up: $*" >&2
  return 1
}
# The machines that were made since the benchmark began: other applications may run beside.
machines() { incus query "/1.0/instances?project=$project&recursion=1"; }
others=$(machines | jq '[.[].name]')
ours() { machines | jq -er --argjson others "$others" '[.[] | select(.name as $n | $others | index($n) | not) | select(.config["user.brume.instance"])] | sort_by(.created_at) | .[] | [.name, .devices.eth0["ipv4.address"]] | @tsv'; }
page() { curl -sf --max-time 1 "http://$address/"; }
page_elsewhere() { local from; from=$(page) && ! grep -qxF "$from" "$work/known"; }

system_start() { daemon exec "$1" -- journalctl --no-pager -o short-unix | awk '/Journal started/ {print $1; exit}'; }

# The moments of a deployment, from the new machine's journal.
moments() { # moments MACHINE FROM
  daemon exec "$1" -- journalctl --no-pager -o short-unix | awk -v from="$2" '
    function at(what) { if (!(what in seen)) { seen[what] = 1; printf "%s\t%.3f\n", what, $1 - from } }
    /Journal started/ { at("its system starts") }
    /Started brume-agent.service/ { at("its agent starts") }
    /enrolled as/ { at("the agent is enrolled") }
    / config [0-9]+, fence/ { at("it has its configuration") }
    /role php.backend brought/ { at("php-fpm serves") }
    /role php.web brought/ { at("nginx serves") }
    /role php.proxy brought/ { at("HAProxy serves") }' |
    while IFS=$'\t' read -r what at; do echo "$at" >>"$work/moment $what"; [ "$run" != 1 ] || echo "$what" >>"$work/moments"; done
}

deploy() {
  local start
  start=$(now)
  "$brume" app deploy "$work/manifest.json" >"$work/out" 2>&1 &
  until_ok ours >"$work/machines"
  read -r machine address <"$work/machines"
  note "machine" "$start" "$(now)"
  until_ok page >/dev/null
  note deploy "$start" "$(now)"
  wait $! || { cat "$work/out"; return 1; }
  note deploy-ends "$start" "$(now)"
  note container "$(date -d "$("$brume" app show Bench -o json | jq -r .createdAt)" +%s.%N)" "$(system_start "$machine")"
  moments "$machine" "$start"
}

# What is on a machine of Brume's after its agent has done everything.
copy_machine() {
  copied=$address
  daemon config show "$machine" | sed -n '/^  limits\.[a-z.]*: /p' | sed 's/^ *//; s/: /=/; s/"//g' >"$work/limits"
  network=$(daemon config device get "$machine" eth0 network) mac=$(daemon config device get "$machine" eth0 hwaddr)
  disk=$(daemon config device get "$machine" root size) pool=$(daemon config device get "$machine" root pool)
  daemon exec "$machine" -- sh -c 'cd / && tar -c etc/brume-php etc/systemd/system/brume-php* srv/brume var/lib/brume-php-sessions' >"$work/files.tar"
}

put_files() {
  incus --project "$project" exec brume-bench -- sh -c \
    'tar -C / -x && mkdir -p /run/brume-php && systemctl --no-block start brume-php-fpm@1 brume-php-nginx brume-php-haproxy' <"$work/files.tar"
}

# The image's agent is told to stay out of it, by the init's command line, because nobody who works by hand has one.
by_hand() {
  local start limits=() address=$copied
  start=$(now)
  while read -r limit; do limits+=(-c "$limit"); done <"$work/limits"
  daemon init "$image" brume-bench --no-profiles --storage "$pool" --network "$network" "${limits[@]}" -d root,size="$disk" \
    -d eth0,ipv4.address="$address" -d eth0,hwaddr="$mac" -c raw.lxc='lxc.init.cmd=/sbin/init systemd.mask=brume-agent.service' >/dev/null
  daemon start brume-bench
  until_ok put_files >/dev/null
  until_ok page >/dev/null
  note by-hand "$start" "$(now)"
  note container-by-hand "$start" "$(system_start brume-bench)"
  daemon delete -f brume-bench
}

add_backend() { # add_backend WHAT
  local start
  ours | cut -f 1 >"$work/known"
  start=$(now)
  "$brume" node add Bench 1 backend=1 >"$work/out" 2>&1 &
  until_ok page_elsewhere
  note "$1" "$start" "$(now)"
  wait $! || { cat "$work/out"; return 1; }
  note "$1-ends" "$start" "$(now)"
}

run=0
deploy
copy_machine
"$brume" app delete Bench --yes >/dev/null 2>&1
rm -f "$work"/deploy* "$work"/container* "$work/machine" "$work"/moment*
for run in $(seq "$runs"); do
  by_hand
  deploy
  add_backend second
  add_backend third
  "$brume" app delete Bench --yes >/dev/null 2>&1
done

figure() { row "$1" "$(printf %.2f "$(median <"$work/$2")")"; }
machine_line
heading "median of $runs runs" seconds
figure "by the daemon's own client, to the page" by-hand
figure "brume app deploy, to the page" deploy
figure "brume app deploy, until it has ended" deploy-ends
figure "second backend (two machines), to a page from it" second
figure "third backend (one machine), to a page from it" third
figure "third backend, until the command has ended" third-ends
figure "container by the daemon's own client, system starts" container-by-hand
figure "container by the director, system starts" container
row "  ratio of the containers" "$(ratio "$(median <"$work/container")" "$(median <"$work/container-by-hand")")"
row "  ratio of the whole deployments" "$(ratio "$(median <"$work/deploy")" "$(median <"$work/by-hand")")"
echo "where the time of a deployment goes, seconds from its start:"
figure "  the machine is asked for" machine
while read -r what; do figure "  $what" "moment $what"; done <"$work/moments"
