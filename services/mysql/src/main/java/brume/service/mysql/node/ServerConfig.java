package brume.service.mysql.node;

import brume.service.mysql.MysqlOrders;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Texts of the files of a MariaDB node. Pure. */
final class ServerConfig {
    // Failure detector: a member is suspected after 1 s and out after 3 s, so that a killed one holds the others up for about 2 s instead of Galera's 6.
    private static final String FAILURE_DETECTOR = "evs.keepalive_period=PT0.3S;evs.inactive_check_period=PT0.3S;evs.suspect_timeout=PT1S;evs.inactive_timeout=PT3S";
    // write sets kept for members that come back; more makes a full transfer rarer
    private static final String WRITE_SET_CACHE = "gcache.size=64M";

    /** What is set unless the user says otherwise; MariaDB's own values for everything else. */
    static final Map<String, String> DEFAULTS = Map.of(
            "character_set_server", "utf8mb4",
            "innodb_buffer_pool_size", "128M",
            "max_allowed_packet", "64M",
            "max_connections", "200");

    private ServerConfig() {}

    /** The variables as they shall be: {@link #DEFAULTS} below the user's. */
    static Map<String, String> variables(MysqlOrders orders) {
        Map<String, String> variables = new TreeMap<>(DEFAULTS);
        variables.putAll(orders.variables());
        return variables;
    }

    static String server(MysqlOrders orders, String address) {
        List<String> members = new ArrayList<>();
        // never empty: a bare gcomm:// would start a cluster
        members.add(address);
        members.addAll(orders.peers());
        StringBuilder text = new StringBuilder();
        text.append(
                """
                # Written by the Brume agent; changes are overwritten.
                [mariadbd]
                user = mysql
                datadir = /var/lib/mysql/data
                socket = /run/brume-mysql/mysqld.sock
                pid-file = /run/brume-mysql/mysqld.pid
                bind-address = %1$s
                port = 3306
                skip-name-resolve
                performance_schema = OFF
                innodb_log_file_size = 48M
                innodb_flush_log_at_trx_commit = 1
                innodb_autoinc_lock_mode = 2
                binlog_format = ROW
                default_storage_engine = InnoDB
                """
                        .formatted(address));
        variables(orders).forEach((name, value) -> text.append(name).append(" = ").append(value).append('\n'));
        text.append(
                """

                wsrep_on = ON
                # tables of other engines than InnoDB would not replicate: they are refused instead
                wsrep_mode = STRICT_REPLICATION
                # one thread alone, which waits for the disk at each commit, would never catch up with a writer's many
                wsrep_slave_threads = 4
                wsrep_provider = /usr/lib/galera/libgalera_smm.so
                wsrep_cluster_name = %2$s
                wsrep_cluster_address = gcomm://%3$s
                wsrep_node_name = %4$s
                wsrep_node_address = %1$s
                wsrep_node_incoming_address = %1$s:3306
                wsrep_sst_method = %5$s
                wsrep_sst_donor = %6$s
                wsrep_sst_auth = %7$s:%8$s
                wsrep_provider_options = "%9$s;%10$s;pc.recovery=FALSE;gmcast.listen_addr=tcp://%1$s:4567;ist.recv_addr=%1$s:4568"
                """
                        .formatted(
                                address,
                                orders.group(),
                                String.join(",", members),
                                orders.name(),
                                orders.transfer(),
                                String.join("", orders.donors().stream().map(d -> d + ",").toList()),
                                Accounts.SST,
                                orders.sstPassword(),
                                WRITE_SET_CACHE,
                                FAILURE_DETECTOR));
        return text.toString();
    }

    /** For programs that root runs. */
    static String rootClient() {
        return """
                [client]
                socket = /run/brume-mysql/mysqld.sock
                user = root
                """;
    }

    /** For the health check, which runs as the user mysql. */
    static String monitorClient(MysqlOrders orders) {
        return """
                [client]
                socket = /run/brume-mysql/mysqld.sock
                user = %s
                password = %s
                """
                .formatted(Accounts.MONITOR, orders.monitorPassword());
    }

    static String serverUnit() {
        return """
                [Unit]
                Description=MariaDB of the mysql service
                After=network.target
                StartLimitIntervalSec=120
                StartLimitBurst=5

                [Service]
                Type=notify
                User=mysql
                Group=mysql
                RuntimeDirectory=brume-mysql
                RuntimeDirectoryMode=0755
                ExecStart=/etc/brume/mysql/start
                KillSignal=SIGTERM
                SendSIGKILL=no
                # a state transfer or the flushing of a large buffer pool takes its time
                TimeoutStartSec=infinity
                TimeoutStopSec=900
                Restart=on-failure
                RestartSec=2
                RestartPreventExitStatus=78
                UMask=007
                LimitNOFILE=32768
                TasksMax=99%
                ProtectSystem=full
                ProtectHome=yes
                """;
    }

    static String healthSocket(String address) {
        return """
                [Unit]
                Description=Health of the MariaDB of the mysql service

                [Socket]
                ListenStream=%s:%d
                FreeBind=yes
                Accept=yes
                MaxConnections=64
                """
                .formatted(address, Layout.HEALTH_PORT);
    }

    static String healthUnit() {
        return """
                [Unit]
                Description=Health of the MariaDB of the mysql service
                CollectMode=inactive-or-failed

                [Service]
                User=mysql
                Group=mysql
                ExecStart=-/etc/brume/mysql/health
                StandardInput=socket
                StandardOutput=socket
                StandardError=null
                TimeoutStartSec=5
                RuntimeMaxSec=5
                LogLevelMax=warning
                """;
    }

    /** A script of this package. */
    static String script(String name) {
        try (InputStream in = ServerConfig.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("the script " + name + " belongs to this package");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the script " + name, e);
        }
    }
}
