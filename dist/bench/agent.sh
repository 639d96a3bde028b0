#!/bin/bash
# agent.sh [ROUNDS]: what the agent costs in a container, on the deployment that runs here (BRUME_HOME, BRUME_NAME as for ./brume). Deploys an application
# of one php node and one database node, of a java node too where the image has Tomcat, and in each starts the agent again and again, by turns with the image's
# cache of classes and without it:
#   start    from the start of the process (systemd's time of the unit's start) until the director has taken its first report (its line in the journal)
#   memory   resident and private dirty, after it rested for 20 s with its roles
# Beside, from the same machines: the other programs at rest (the first process of the container, php-fpm, MariaDB, Tomcat).
set -euo pipefail
root=$(cd "$(dirname "$(readlink -f "$0")")/../.." && pwd)
rounds=${1:-5}
. "$root/dist/bench/bench.sh"
bench_launcher
[ -n "$(director_pid)" ] || fail "No director runs for BRUME_HOME=$BRUME_HOME." "Start it: $root/brume up"
project=$(property incus.project)
work=$(mktemp -d)
tidy() { "$root/brume" app delete "Agent bench" --yes >/dev/null 2>&1 || true; rm -rf "$work"; }
trap tidy EXIT
mkdir "$work/app"
echo '<?php echo "hello";' >"$work/app/index.php"
tar -C "$work/app" -czf "$work/app.tar.gz" .
types=(php mysql) java=
if grep -qw java "$IMAGE_CHOICE" 2>/dev/null; then
  types+=(java)
  java=', {"Type": "java", "Start": 1, "Archive": "app.war"}'
  mkdir "$work/war"
  echo hello >"$work/war/index.html"
  "$JDK/bin/jar" --create --file "$work/app.war" -C "$work/war" .
fi
echo '{"Application": "Agent bench", "Services": [{"Type": "php", "Start": 1, "Archive": "app.tar.gz"}, {"Type": "mysql", "Start": 1}'"$java"']}' >"$work/manifest.json"
"$root/brume" app deploy "$work/manifest.json" >/dev/null 2>&1
machine() { "$root/brume" instance list -o json | jq -r --arg type "-$1" '[.[] | select(.life == "alive" and (.name | contains($type)))] | last.name'; }
in_machine() { incus --project "$project" exec "$1" -- "${@:2}" </dev/null; }

one_start() { # one_start MACHINE: seconds
  in_machine "$1" sh -c '
    systemctl restart brume-agent
    pid=$(systemctl show --property=MainPID --value brume-agent)
    for _ in $(seq 300); do
      took=$(journalctl --unit=brume-agent --output=short-unix --no-pager _PID=$pid | awk "/first report accepted/ { print \$1; exit }")
      [ -z "$took" ] || break
      sleep 0.1
    done
    began=$(date --date="$(systemctl show --timestamp=us --property=ExecMainStartTimestamp --value brume-agent)" +%s.%N)
    awk -v began="$began" -v took="$took" "BEGIN { printf \"%.3f\\n\", took - began }"'
}
of_process() { # of_process MACHINE PID: MB resident, MB private dirty
  in_machine "$1" awk '/^Rss:/ { r += $2 } /^Private_Dirty:/ { d += $2 } END { printf "%.1f %.1f\n", r / 1024, d / 1024 }' "/proc/$2/smaps_rollup"
}
agent_pid() { in_machine "$1" systemctl show --property=MainPID --value brume-agent; }

machine_line
for type in "${types[@]}"; do
  there=$(machine "$type")
  for ((i = 0; i < rounds; i++)); do
    one_start "$there" >>"$work/$type.with"
    sleep 20
    of_process "$there" "$(agent_pid "$there")" >>"$work/$type.memory"
    in_machine "$there" mv /opt/brume/agent/agent.aot /opt/brume/agent/agent.aot.away
    one_start "$there" >>"$work/$type.without"
    sleep 20
    of_process "$there" "$(agent_pid "$there")" >>"$work/$type.memory.without"
    in_machine "$there" mv /opt/brume/agent/agent.aot.away /opt/brume/agent/agent.aot
  done
  in_machine "$there" systemctl restart brume-agent
  with=$(median <"$work/$type.with") without=$(median <"$work/$type.without")
  heading "agent of a $type node, medians of $rounds rounds (load now: $(load_now))" ""
  row "start to first report without the cache, s" "$without"
  row "start to first report, s" "$with"
  row "ratio" "$(ratio "$with" "$without")"
  for what in memory.without memory; do
    row "at rest${what#memory}, MB resident / private dirty" "$(cut -d ' ' -f 1 "$work/$type.$what" | median) / $(cut -d ' ' -f 2 "$work/$type.$what" | median)"
  done
  row "the container's first process, MB resident / private dirty" "$(of_process "$there" 1 | sed 's, , / ,')"
  case $type in php) program=php-fpm ;; mysql) program=mariadbd ;; java) program=org.apache.catalina ;; esac
  row "$program (its oldest process), MB resident / private dirty" "$(of_process "$there" "$(in_machine "$there" pgrep -of "$program")" | sed 's, , / ,')"
done
