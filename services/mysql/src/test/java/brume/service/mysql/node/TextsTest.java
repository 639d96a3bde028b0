package brume.service.mysql.node;

import static org.assertj.core.api.Assertions.assertThat;

import brume.core.service.LoadProgress;
import brume.service.mysql.Duty;
import brume.service.mysql.GlbOrders;
import brume.service.mysql.LoadFact;
import brume.service.mysql.MysqlOrders;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Texts that the node half writes, and those that it reads. */
class TextsTest {
    private static final String UUID = "11111111-2222-3333-4444-555555555555";

    @Test
    void serverConfig() {
        assertThat(ServerConfig.server(orders(), "10.0.0.11"))
                .isEqualTo(
                        """
                        # Written by the Brume agent; changes are overwritten.
                        [mariadbd]
                        user = mysql
                        datadir = /var/lib/mysql/data
                        socket = /run/brume-mysql/mysqld.sock
                        pid-file = /run/brume-mysql/mysqld.pid
                        bind-address = 10.0.0.11
                        port = 3306
                        skip-name-resolve
                        performance_schema = OFF
                        innodb_log_file_size = 48M
                        innodb_flush_log_at_trx_commit = 1
                        innodb_autoinc_lock_mode = 2
                        binlog_format = ROW
                        default_storage_engine = InnoDB
                        character_set_server = utf8mb4
                        innodb_buffer_pool_size = 128M
                        max_allowed_packet = 64M
                        max_connections = 300

                        wsrep_on = ON
                        # tables of other engines than InnoDB would not replicate: they are refused instead
                        wsrep_mode = STRICT_REPLICATION
                        # one thread alone, which waits for the disk at each commit, would never catch up with a writer's many
                        wsrep_slave_threads = 4
                        wsrep_provider = /usr/lib/galera/libgalera_smm.so
                        wsrep_cluster_name = group
                        wsrep_cluster_address = gcomm://10.0.0.11,10.0.0.12,10.0.0.13
                        wsrep_node_name = mysql-1
                        wsrep_node_address = 10.0.0.11
                        wsrep_node_incoming_address = 10.0.0.11:3306
                        wsrep_sst_method = rsync
                        wsrep_sst_donor = mysql-3,
                        wsrep_sst_auth = brume_sst:sst-password
                        wsrep_provider_options = "gcache.size=64M;evs.keepalive_period=PT0.3S;evs.inactive_check_period=PT0.3S;evs.suspect_timeout=PT1S;evs.inactive_timeout=PT3S;pc.recovery=FALSE;gmcast.listen_addr=tcp://10.0.0.11:4567;ist.recv_addr=10.0.0.11:4568"
                        """);
    }

    @Test
    void balancerConfig_firstServerTakesAll_othersStandBy() {
        GlbOrders orders = new GlbOrders(List.of(new GlbOrders.Server("mysql-2", "10.0.0.12"), new GlbOrders.Server("mysql-1", "10.0.0.11")), false, true, false);
        assertThat(GlbConfig.haproxy(orders, "10.0.0.13").lines().dropWhile(l -> !l.startsWith("listen")).toList())
                .containsExactly(
                        "listen mysql",
                        "    bind 10.0.0.13:3306",
                        "    option httpchk GET /",
                        "    http-check expect status 200",
                        "    default-server check port 9200 inter 1s fastinter 300ms downinter 1s fall 2 rise 2 observe layer4 error-limit 2 on-error mark-down on-marked-down shutdown-sessions",
                        "    server mysql-2 10.0.0.12:3306 on-marked-up shutdown-backup-sessions",
                        "    server mysql-1 10.0.0.11:3306 backup");
    }

    @Test
    void applicationAccount_holdsItsOwnDatabaseOnly_underscoresTakenLiterally() {
        assertThat(Accounts.application("mysqldb", "it's\\here", "my_shop"))
                .isEqualTo(
                        """
                        CREATE USER IF NOT EXISTS 'mysqldb'@'%' IDENTIFIED BY 'it''s\\\\here';
                        ALTER USER 'mysqldb'@'%' IDENTIFIED BY 'it''s\\\\here';
                        GRANT ALL PRIVILEGES ON `my\\_shop`.* TO 'mysqldb'@'%';
                        GRANT ALL PRIVILEGES ON `brume\\_check\\_%`.* TO 'mysqldb'@'%';
                        """);
    }

    @Test
    void statusOfASyncedNode() {
        Status status = Status.parse(List.of(
                "wsrep_local_state\t4",
                "wsrep_cluster_state_uuid\t" + UUID,
                "wsrep_cluster_status\tPrimary",
                "wsrep_incoming_addresses\t10.0.0.12:3306,10.0.0.11:3306,AUTO",
                "wsrep_ready\tON",
                "birth\tdone"));
        assertThat(status).isEqualTo(new Status(true, true, 4, true, UUID, List.of("10.0.0.11", "10.0.0.12"), true, Optional.empty()));
    }

    @Test
    void statusOfASilentServer() {
        assertThat(Status.parse(List.of()).answers()).isFalse();
    }

    @Test
    void savedStateAfterAGoodEnd() {
        assertThat(Grastate.parse("# GALERA saved state\nversion: 2.1\nuuid:    " + UUID + "\nseqno:   19362\nsafe_to_bootstrap: 1\n"))
                .isEqualTo(new Grastate(UUID, 19362, true));
    }

    @Test
    void savedStateAfterACrash_takesThePositionFoundOtherwise_ofTheSameHistoryOnly() {
        Grastate crashed = Grastate.parse("uuid: " + UUID + "\nseqno: -1\nsafe_to_bootstrap: 0\n");
        assertThat(crashed.seqno()).isEqualTo(-1);
        assertThat(crashed.at(UUID + ":77").seqno()).isEqualTo(77);
        assertThat(crashed.at("99999999-2222-3333-4444-555555555555:77").seqno()).isEqualTo(-1);
        assertThat(crashed.at("").seqno()).isEqualTo(-1);
    }

    @Test
    void zeroUuid_isNoData() {
        assertThat(Grastate.parse("uuid: 00000000-0000-0000-0000-000000000000\nseqno: -1\n").uuid()).isEmpty();
    }

    @Test
    void serversAsHaproxyTellsThem() {
        assertThat(GlbRole.parse(List.of(
                        "# pxname,svname,qcur,qmax,scur,smax,slim,stot,bin,bout,dreq,dresp,ereq,econ,eresp,wretr,wredis,status,weight",
                        "mysql,mysql-1,0,0,3,5,,20,0,0,,0,,0,0,0,0,UP,1",
                        "mysql,mysql-2,0,0,0,0,,0,0,0,,0,,0,0,0,0,DOWN 1/2,1")))
                .containsExactly(new GlbRole.Stat("mysql-1", true, 3), new GlbRole.Stat("mysql-2", false, 0));
    }

    @Test
    void balancerOfManyWriters_leadsToAll_insteadOfKeepingSomeInReserve() {
        GlbOrders orders = new GlbOrders(List.of(new GlbOrders.Server("mysql-1", "10.0.0.11"), new GlbOrders.Server("mysql-2", "10.0.0.12")), true, true, false);
        assertThat(GlbConfig.haproxy(orders, "10.0.0.9")).contains("balance leastconn", "server mysql-2 10.0.0.12:3306\n").doesNotContain(" backup\n");
    }

    @Test
    void loadThatFellSilent_hasFailed_andItsProgressIsRounded() {
        assertThat(Load.parse("0f\tLOADING\t12345\t100000\t0\t")).contains(new LoadProgress("0f", LoadProgress.State.LOADING, 12_000, 100_000, ""));
        assertThat(Load.parse("0f\tLOADING\t12345\t100000\t1\t").orElseThrow().state()).isEqualTo(LoadProgress.State.FAILED);
        LoadProgress failed = Load.parse("0f\tFAILED\t0\t7\t1\tERROR 1064 (42000) at line 3: near 'x'").orElseThrow();
        assertThat(failed.detail()).isEqualTo("ERROR 1064 (42000) at line 3: near 'x'");
        assertThat(LoadFact.parse(LoadFact.text(failed))).contains(failed);
    }

    private static MysqlOrders orders() {
        return orders(List.of("10.0.0.12", "10.0.0.13"));
    }

    private static MysqlOrders orders(List<String> peers) {
        return new MysqlOrders(
                Duty.MEMBER.toString(),
                0,
                true,
                false,
                UUID,
                "group",
                "mysql-1",
                peers,
                List.of("mysql-3"),
                "rsync",
                "shop",
                "mysqldb",
                "app-password",
                "sst-password",
                "monitor-password",
                "",
                "",
                Map.of("max_connections", "300"));
    }
}
