# bench.sh: what the benchmarks share. Sourced by them, with `root` set to the repository.
#
# Rules: one run gives a figure and the figure of a stated alternative, medians of several rounds that take turns, and the load
# of the machine beside them. Nothing here passes or fails.

bench_launcher() { # the launcher's own parts: where the jars are, with which options they run
  BRUME_ROOT=$root
  LAUNCHER=$root/dist/launcher
  local part
  for part in say settings preflight jdk java director; do . "$LAUNCHER/$part.sh"; done
  jdk_find
  [ -n "$JDK" ] && [ -d "$BUILT/lib/director" ] || fail "Brume is not built." "Run: $root/brume up, or mvn -q -B -DskipTests package"
}

now() { echo "$EPOCHREALTIME"; }
since() { awk -v a="$1" -v b="$EPOCHREALTIME" 'BEGIN { printf "%.3f", b - a }'; }
timed() { local start=$EPOCHREALTIME; "$@" >/dev/null; since "$start"; echo; } # timed COMMAND…: its seconds
median() { sort -n | awk '{ v[NR] = $1 } END { print (NR % 2) ? v[(NR + 1) / 2] : (v[NR / 2] + v[NR / 2 + 1]) / 2 }'; }
ratio() { awk -v a="$1" -v b="$2" 'BEGIN { printf "%.2f", a / b }'; }
heading() { printf '\n%-62s %12s\n' "$1" "$2"; }
row() { printf '%-62s %12s\n' "$1" "$2"; }
load_now() { cut -d ' ' -f 1 /proc/loadavg; }
machine_line() {
  echo "$(nproc) cores ($(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -n 1)), $(awk '/MemTotal/ { printf "%.0f", $2 / 1048576 }' /proc/meminfo) GiB, Linux $(uname -r), load $(load_now)"
}

# memory PID: resident and private dirty memory, in MB
rss_mb() { awk '/^Rss:/ { s += $2 } END { printf "%.1f", s / 1024 }' "/proc/$1/smaps_rollup"; }
private_mb() { awk '/^Private_Dirty:/ { s += $2 } END { printf "%.1f", s / 1024 }' "/proc/$1/smaps_rollup"; }
