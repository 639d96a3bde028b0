#!/bin/bash
# scale.sh [TRACE.csv [PLOT.svg [say]]]: the rule of autoscaling on a recorded trace (seconds,requests_per_second), beside plain thresholds and fixed sizes: ten-second samples slower than 700 ms against
# what the machines cost, as a table and a plot. The service is simulated: backends of five workers, 300 ms of work a request, a machine takes a minute to come. `say` prints
# every change with its reason. Without arguments: both traces of dist/bench/traces.
set -euo pipefail
root=$(cd "$(dirname "$(readlink -f "$0")")/../.." && pwd)
export BRUME_NAME=scale BRUME_HOME=/nonexistent
. "$root/dist/bench/bench.sh"
bench_launcher
trial() { "$JDK/bin/java" -cp "$(class_path director):$root/dist/target/test-classes" brume.dist.bench.ScaleTrial "$@"; }
if [ $# -gt 0 ]; then
  trial "$1" "${2:-${1%.csv}.svg}" ${3:+say}
else
  for trace in diurnal flash; do
    heading "$trace" ""
    trial "$root/dist/bench/traces/$trace.csv" "$root/docs/autoscaling-$trace.svg"
  done
fi
