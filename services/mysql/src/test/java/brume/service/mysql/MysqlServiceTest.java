package brume.service.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import brume.core.agent.NodeLoad;
import brume.core.agent.NodeReport;
import brume.core.agent.RoleConfig;
import brume.core.agent.RoleReport;
import brume.core.agent.RoleState;
import brume.core.id.InstanceId;
import brume.core.problem.Problem;
import brume.core.service.Demand;
import brume.core.service.Member;
import brume.core.service.RoleDef;
import brume.core.service.ServiceSpec;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class MysqlServiceTest {
    private final MysqlService service = new MysqlService();

    @Test
    void mysqlIsTheDefaultRole() {
        assertThat(service.roles()).filteredOn(RoleDef::isDefault).extracting(RoleDef::name).containsExactly("mysql");
    }

    @Test
    void plainSettings_areFine() {
        assertThat(check(Map.of("mysql", 3, "glb", 1), "{}")).isEmpty();
        assertThat(check(Map.of(), "{\"database\":\"wiki\",\"volumeMiB\":4096,\"variables\":{\"max_connections\":300,\"sql_mode\":\"\"}}")).isEmpty();
    }

    @Test
    void everyMistakeIsFound_withItsPlace() {
        assertThat(check(
                        Map.of("mysql", 0, "slave", 1),
                        "{\"database\":\"mysql\",\"volumeMiB\":\"big\",\"variables\":{\"wsrep_on\":\"OFF\",\"max_connections\":\"many\"},\"colour\":1}"))
                .extracting(p -> p.place().orElseThrow().pointer())
                .containsExactlyInAnyOrder(
                        "/StartupInstances/mysql",
                        "/StartupInstances/slave",
                        "/Settings/database",
                        "/Settings/volumeMiB",
                        "/Settings/variables/wsrep_on",
                        "/Settings/variables/max_connections",
                        "/Settings/colour");
    }

    @Test
    void variablesThatBrumeNeeds_areRefusedWithTheReason_andUnknownOnesWithTheList() {
        assertThat(fault("innodb_flush_log_at_trx_commit", "0")).contains("every acknowledged write is on disk");
        assertThat(fault("wsrep_provider", "none")).contains("replication");
        assertThat(fault("bind_address", "*")).contains("find the server by it");
        assertThat(fault("innodb_page_size", "4k")).contains("at its start only");
        assertThat(fault("max_conections", "5")).contains("no variable max_conections", "max_connections");
    }

    @Test
    void valuesOfVariables_areHeldAgainstTheirBounds() {
        assertThat(fault("max_connections", "9")).contains("from 10 to 100000");
        assertThat(fault("innodb_buffer_pool_size", "4M")).contains("bytes");
        assertThat(fault("innodb_buffer_pool_size", "9999999999G")).contains("bytes");
        assertThat(fault("sql_mode", "STRICT_ALL_TABLES,LOOSE")).contains("words out of");
        assertThat(fault("character_set_server", "utf9")).contains("utf8mb4");
        assertThat(check(Map.of(), "{\"variables\":{\"innodb_buffer_pool_size\":\"1G\",\"long_query_time\":\"0.5\",\"collation_server\":\"utf8mb4_unicode_ci\","
                        + "\"sql_mode\":\"STRICT_ALL_TABLES,ANSI_QUOTES\",\"slow_query_log\":\"ON\"}}"))
                .isEmpty();
    }

    @Test
    void dump_comesFromASyncedNodeThatDoesNotWrite_elseFromTheWriter_elseFromNobody() {
        Member writer = member(1, true, MysqlFacts.SYNCED);
        assertThat(service.dump(List.of(writer, member(2, false, MysqlFacts.SYNCED)))).isEqualTo(new Demand.Ask(2, "mysql.dump", "{}"));
        assertThat(service.dump(List.of(writer, member(2, false, MysqlFacts.DONOR)))).isEqualTo(new Demand.Ask(1, "mysql.dump", "{}"));
        assertThat(service.dump(List.of(member(1, true, 1)))).isInstanceOf(Demand.Refused.class);
    }

    private static Member member(int ordinal, boolean writer, int state) {
        MysqlOrders orders = new MysqlOrders(
                "member 0", 0, writer, false, "", "g", "mysql-" + ordinal, List.of(), List.of(), "rsync", "brume", "mysqldb", "", "", "", "", "", Map.of());
        MysqlFacts facts = new MysqlFacts(
                Optional.of(Duty.MEMBER), MysqlFacts.Running.YES, true, state, true, true, "c", -1, false, true, 64, List.of(), Optional.empty());
        RoleConfig role = new RoleConfig(MysqlService.MYSQL_ROLE, Json.write(orders), List.of());
        RoleReport report = new RoleReport(MysqlService.MYSQL_ROLE, RoleState.RUNNING, 1, "", facts.toMap());
        return new Member(
                new InstanceId(new UUID(0, ordinal)), ordinal, Optional.empty(), List.of(role), 1,
                Optional.of(new NodeReport(1, 1, "test", "b", List.of(report), NodeLoad.UNKNOWN)));
    }

    private String fault(String name, String value) {
        return check(Map.of(), "{\"variables\":{\"" + name + "\":\"" + value + "\"}}").stream().map(Problem::text).findFirst().orElse("");
    }

    @Test
    void settingsThatAreNoObject_areOneMistake() {
        assertThat(check(Map.of(), "[1]")).singleElement().extracting(Problem::code).isEqualTo("mysql-settings");
    }

    @Test
    void factsSurviveTheWire() {
        MysqlFacts facts = new MysqlFacts(
                Optional.of(Duty.hold(3)),
                MysqlFacts.Running.NO,
                false,
                0,
                false,
                true,
                "11111111-2222-3333-4444-555555555555",
                4711,
                true,
                true,
                128,
                List.of("10.0.0.1", "10.0.0.2"),
                Optional.of(Instant.parse("2026-01-01T00:00:00Z")));
        assertThat(MysqlFacts.of(facts.toMap())).contains(facts);
        assertThat(MysqlFacts.of(Map.of())).isEmpty();
    }

    private List<Problem> check(Map<String, Integer> counts, String settings) {
        return service.check(new ServiceSpec(counts, settings));
    }
}
