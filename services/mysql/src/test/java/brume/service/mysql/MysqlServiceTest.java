package brume.service.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import brume.core.problem.Problem;
import brume.core.service.RoleDef;
import brume.core.service.ServiceSpec;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
