#!/bin/bash
# Answers one HTTP request on standard input and output: 200 when this MariaDB takes statements, 503 otherwise. The body starts with
# "primary" when the node is in the primary component, whatever else it does. The request is read and not looked at.
while read -r -t 2 line && [ -n "${line%$'\r'}" ]; do :; done
status=$(timeout 2 mariadb --defaults-file=/etc/brume/mysql/monitor.cnf --connect-timeout=1 -N -B \
    -e "SHOW GLOBAL STATUS WHERE Variable_name IN ('wsrep_cluster_status', 'wsrep_local_state', 'wsrep_ready')" 2>/dev/null | tr '\t\n' '= ')
component=other
[[ $status == *"wsrep_cluster_status=Primary "* ]] && component=primary
code='503 Service Unavailable'
if [ $component = primary ] && [[ $status == *"wsrep_ready=ON "* ]]; then
    # 4 is synced, 2 lends its data to a joining node
    [[ $status == *"wsrep_local_state=4 "* || $status == *"wsrep_local_state=2 "* ]] && code='200 OK'
fi
body="$component $status"
printf 'HTTP/1.0 %s\r\nContent-Type: text/plain\r\nContent-Length: %d\r\nConnection: close\r\n\r\n%s' "$code" "${#body}" "$body"
