#!/bin/bash
# load.sh ID FILE DATABASE BYTES: loads a dump, plain or compressed, into a database that serves, and writes down in brume_meta.loads how
# far it is and how it ended. MYSQL_PWD is the loader's password. Run once by systemd.
set -u
id=$1 file=$2 database=$3 bytes=$4
root=(mariadb --defaults-file=/etc/brume/mysql/root.cnf --batch)
dir=$(mktemp -d /tmp/brume-load.XXXXXX)
trap 'rm -rf "$dir"' EXIT

# say STATE DONE: the detail comes from the file "detail", as hexadecimal digits so that nothing in it has a meaning in SQL
say() {
    local detail
    detail=$(head -c 900 "$dir/detail" 2>/dev/null | od -An -v -tx1 | tr -d ' \n')
    printf "UPDATE brume_meta.loads SET state = '%s', done = %d, detail = CONVERT(X'%s' USING utf8mb4), at = CURRENT_TIMESTAMP WHERE id = '%s';\n" "$1" "$2" "$detail" "$id" \
        | timeout 20 "${root[@]}" >/dev/null 2>&1
}

exec 3<"$file"
/etc/brume/mysql/pour "$database" <&3 >/dev/null 2>"$dir/errors" &
load=$!
# the file is read through one description, whose position all its copies share
while kill -0 "$load" 2>/dev/null; do
    say LOADING "$(sed -n 's/^pos:[[:space:]]*//p' /proc/$$/fdinfo/3)"
    sleep 2
done
wait "$load"
code=$?

printf "DROP USER IF EXISTS 'brume_loader'@'localhost';\n" | timeout 20 "${root[@]}" >/dev/null 2>&1
if [ "$code" = 0 ]; then
    state=DONE
else
    # the client prints the failed statement too, which may hold anything: only its line with the error is told
    grep -m 1 '^ERROR ' "$dir/errors" | tr -d '\n' >"$dir/detail"
    [ -s "$dir/detail" ] || printf "the load ended with exit code $code" >"$dir/detail"
    state=FAILED bytes=$(sed -n 's/^pos:[[:space:]]*//p' /proc/$$/fdinfo/3)
fi
# the cluster may be between two primary components just now
for _ in $(seq 20); do
    say "$state" "$bytes" && break
    sleep 3
done
