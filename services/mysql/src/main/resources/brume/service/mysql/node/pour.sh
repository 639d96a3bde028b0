#!/bin/bash
# pour.sh DATABASE: has MariaDB do the statements of a dump, plain or compressed, from standard input. MYSQL_PWD is the loader's password.
# Ends with another code than 0 when the dump cannot be read to its end or a statement fails.
set -o pipefail
# Old dumps have tables of engines that do not replicate. A line that begins so is the end of a table's definition, because mysqldump
# writes no line breaks into values.
zcat -f | LC_ALL=C sed -E 's/^\) ENGINE=(MyISAM|Aria)\b/) ENGINE=InnoDB/' \
    | mariadb --no-defaults --socket=/run/brume-mysql/mysqld.sock --user=brume_loader --default-character-set=utf8mb4 --max-allowed-packet=64M "$1"
