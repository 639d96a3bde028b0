#!/bin/bash
# Starts MariaDB by the duty that stands on the volume. Run by systemd as the user mysql, also after a crash, so everything that must not
# happen twice is used up here.
set -eu
state=/var/lib/mysql/brume
data=/var/lib/mysql/data

read -r kind round < "$state/duty"
new=
case $kind in
    alone)
        new=--wsrep-new-cluster
        ;;
    member)
        # Who finds nobody would try for half a minute again and again, and its position would not stand still meanwhile.
        found=
        for peer in $(cat /etc/brume/mysql/peers); do
            if [[ $(curl --silent --max-time 2 "http://$peer:9200/") == primary* ]]; then
                found=1
                break
            fi
        done
        if [ -z "$found" ]; then
            echo "none of the other nodes ($(echo $(cat /etc/brume/mysql/peers))) is in a working cluster: refused to start" >&2
            exit 78
        fi
        ;;
    bootstrap)
        # the point of no return: one start per round
        printf 'spent %s\n' "$round" > "$state/duty.new"
        sync "$state/duty.new"
        mv "$state/duty.new" "$state/duty"
        sync "$state"
        new=--wsrep-new-cluster
        ;;
    *)
        echo "the duty \"$kind $round\" forbids to start: refused" >&2
        exit 78
        ;;
esac

position=$(/etc/brume/mysql/position)
rm -f "$state/position"
if [ -n "$new" ] && [ -f "$data/grastate.dat" ]; then
    sed -i 's/^safe_to_bootstrap:.*/safe_to_bootstrap: 1/' "$data/grastate.dat"
fi
exec /usr/sbin/mariadbd --defaults-file=/etc/brume/mysql/my.cnf $new ${position:+--wsrep-start-position="$position"}
