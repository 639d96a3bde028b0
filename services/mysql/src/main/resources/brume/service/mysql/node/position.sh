#!/bin/bash
# Prints the position UUID:SEQNO of the data of a MariaDB that is down; nothing when there is no data that can be relied on.
# Run as the user mysql.
set -eu
data=/var/lib/mysql/data

[ -f "$data/grastate.dat" ] || exit 0
# a state transfer that did not end
[ ! -e "$data/sst_in_progress" ] || exit 0
uuid=$(sed -n 's/^uuid: *//p' "$data/grastate.dat")
seqno=$(sed -n 's/^seqno: *//p' "$data/grastate.dat")
case $uuid in
    ''|00000000-0000-0000-0000-000000000000) exit 0 ;;
esac
if [ "$seqno" -ge 0 ]; then
    # left in good order
    echo "$uuid:$seqno"
    exit 0
fi
# after a crash only the storage engine knows
dir=$(mktemp -d /tmp/brume-position.XXXXXX)
trap 'rm -rf "$dir"' EXIT
/usr/sbin/mariadbd --defaults-file=/etc/brume/mysql/my.cnf --wsrep-recover --disable-log-error --skip-networking \
    --socket="$dir/socket" --pid-file="$dir/pid" > "$dir/log" 2>&1 || {
    grep -F '[ERROR]' "$dir/log" >&2
    exit 1
}
sed -n 's/.*WSREP: Recovered position: *\([0-9a-f-]*:[0-9-]*\).*/\1/p' "$dir/log" | tail -n 1
