/**
 * Node half of the {@code mysql} service: {@code mysql.mysql} brings a MariaDB with Galera to its orders, {@code mysql.glb} a HAProxy.
 *
 * <p><b>On the volume</b> ({@code /var/lib/mysql}): {@code data} is MariaDB's own, {@code brume/duty} is the {@link brume.service.mysql.Duty} that the node holds, {@code brume/position}
 * the position found after a crash. The duty lies beside the data because it must survive what the data survives, and not inside because a state transfer replaces the data.
 *
 * <p><b>Units.</b> {@code brume-mysql.service} starts by the script {@code start}, which reads the duty: so a crash is healed by systemd without the agent, and still no cluster is started
 * that was not ordered. {@code brume-mysql-health.socket} answers the balancers' checks on port 9200 without the agent. Debian's {@code mariadb.service} and {@code mariadb.socket}
 * are kept out, for they take port 3306. None of the units is enabled: after a boot the agent starts what the orders say.
 *
 * <p><b>Accounts.</b> root comes in by the UNIX socket only. {@code mysqldb} has the application's database. {@code brume_sst} lends data to joining nodes, {@code brume_monitor} reads
 * the status. Passwords go through standard input, the environment or files that only root and mysql can read, never through arguments.
 *
 * <p><b>Birth.</b> The writer makes the database, the accounts, and loads the dump, and writes down how far it is in {@code brume_meta.birth}, which replicates like everything else. DDL
 * cannot be rolled back, so a load that was cut short is recognised by that table and begins again with an empty database; nobody else can have written to it, because applications
 * get the address and the password only after the birth is done.
 */
@NullMarked
package brume.service.mysql.node;

import org.jspecify.annotations.NullMarked;
