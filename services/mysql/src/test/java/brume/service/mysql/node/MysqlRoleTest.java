package brume.service.mysql.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import brume.core.agent.ContentRef;
import brume.core.agent.RoleConfig;
import brume.core.agent.RoleState;
import brume.core.role.NodeSystem.Result;
import brume.core.role.NodeSystem.UnitState;
import brume.core.role.RoleException;
import brume.core.role.RoleLook;
import brume.service.mysql.Duty;
import brume.service.mysql.Json;
import brume.service.mysql.MysqlFacts;
import brume.service.mysql.MysqlOrders;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MysqlRoleTest {
    private static final String UUID = "11111111-2222-3333-4444-555555555555";
    private static final String DUMP = "d".repeat(64);

    private String load = "";
    private final ScriptedMachine machine = new ScriptedMachine();
    private final MysqlRole role = new MysqlRole();
    private String password = "app-password";

    @Test
    void firstNode_makesItsDataAndStartsAlone_thenTheDatabase() throws RoleException {
        bring(Duty.ALONE, "", "");
        assertThat(machine.diary).containsExactly("duty = alone 0", "install", "start");
        assertThat(machine.statements).anyMatch(s -> s.startsWith("CREATE DATABASE IF NOT EXISTS `shop`"));
        assertThat(look().state()).isEqualTo(RoleState.RUNNING);
        assertThat(facts().seeded()).isTrue();
    }

    @Test
    void bringingAgain_changesNothing() throws RoleException {
        bring(Duty.ALONE, "", "");
        machine.diary.clear();
        bring(Duty.ALONE, UUID, "");
        assertThat(machine.diary).isEmpty();
    }

    @Test
    void emptyVolume_doesNotBecomeANewDatabaseInPlaceOfAKnownCluster() throws RoleException {
        assertThatThrownBy(() -> bring(Duty.ALONE, UUID, "")).isInstanceOf(RoleException.class).hasMessageContaining("does not hold the data of cluster " + UUID);
        assertThat(machine.diary).containsExactly("duty = alone 0");
        assertThat(facts().data()).isFalse();
        assertThat(facts().has(Duty.Kind.ALONE)).isTrue();
    }

    @Test
    void dataOfAnUnfinishedTransfer_doesNotCount() throws RoleException {
        machine.files.put(Layout.GRASTATE, "uuid: " + UUID + "\nseqno: 5\nsafe_to_bootstrap: 0\n");
        machine.files.put(Layout.DATA.resolve("sst_in_progress"), "");
        assertThatThrownBy(() -> bring(Duty.bootstrap(1), UUID, "")).isInstanceOf(RoleException.class);
        assertThat(machine.diary).doesNotContain("start");
    }

    @Test
    void hold_answersItsRoundOnlyWhenStoppedAndMeasured() throws RoleException {
        machine.units.put(Layout.SERVER_UNIT, UnitState.ACTIVE);
        machine.primary = false;
        machine.files.put(Layout.GRASTATE, "uuid: " + UUID + "\nseqno: -1\nsafe_to_bootstrap: 0\n");
        machine.recovered = UUID + ":4711\n";
        bring(Duty.hold(3), UUID, "");
        assertThat(machine.diary).containsExactly("duty = hold 0", "stop", "find position", "position = " + UUID + ":4711", "duty = hold 3");
        assertThat(facts().seqno()).isEqualTo(4711);
        assertThat(look().state()).isEqualTo(RoleState.STARTING);
    }

    @Test
    void hold_ofANodeThatFoundTheOthers_isNotObeyed() throws RoleException {
        machine.units.put(Layout.SERVER_UNIT, UnitState.ACTIVE);
        bring(Duty.hold(3), UUID, "");
        assertThat(machine.diary).isEmpty();
        assertThat(facts().primary()).isTrue();
    }

    @Test
    void roundThatWasUsedUp_isNotStartedAgain() throws RoleException {
        machine.files.put(Layout.DUTY, "spent 3\n");
        assertThatThrownBy(() -> bring(Duty.bootstrap(3), UUID, "")).isInstanceOf(RoleException.class).hasMessageContaining("used up");
        assertThat(machine.diary).isEmpty();
        assertThat(facts().has(Duty.Kind.SPENT)).isTrue();
    }

    @Test
    void onlyNodeThatLostItsComponent_makesItsOwn() throws RoleException {
        machine.units.put(Layout.SERVER_UNIT, UnitState.ACTIVE);
        machine.files.put(Layout.DUTY, "alone 0\n");
        machine.primary = false;
        assertThat(look().state()).isEqualTo(RoleState.STARTING);
        machine.now = machine.now.plus(Duration.ofSeconds(11));
        assertThat(look().state()).as("asks to be brought again").isEqualTo(RoleState.FAILED);
        bring(Duty.ALONE, UUID, "");
        assertThat(machine.optionsSet).containsExactly("SET GLOBAL wsrep_provider_pc_bootstrap = ON;");
        assertThat(machine.statements).isEmpty();
        assertThat(machine.diary).isEmpty();
    }

    @Test
    void memberThatStrays_startsAnew_onlyWhenOthersWork() throws RoleException {
        machine.units.put(Layout.SERVER_UNIT, UnitState.ACTIVE);
        machine.files.put(Layout.DUTY, "member 0\n");
        machine.primary = false;
        assertThat(look().state()).isEqualTo(RoleState.STARTING);
        machine.now = machine.now.plus(Duration.ofSeconds(31));
        assertThat(look().state()).as("asks to be brought again").isEqualTo(RoleState.FAILED);
        bring(Duty.MEMBER, UUID, "");
        assertThat(machine.diary).isEmpty();
        machine.peerPrimary = true;
        bring(Duty.MEMBER, UUID, "");
        assertThat(machine.diary).containsExactly("stop", "start");
    }

    @Test
    void memberThatTakesOverWhatItMissed_isLeftToIt_howeverLongItTakes() throws RoleException {
        bring(Duty.MEMBER, UUID, "");
        machine.primary = false;
        machine.receives = true;
        machine.peerPrimary = true;
        machine.diary.clear();
        look();
        machine.now = machine.now.plus(Duration.ofMinutes(10));
        assertThat(look().state()).isEqualTo(RoleState.STARTING);
        assertThat(look().detail()).isEqualTo("takes over what it missed");
        bring(Duty.MEMBER, UUID, "");
        assertThat(machine.diary).doesNotContain("stop");
    }

    @Test
    void memberThatSyncsLate_isBroughtAgainForTheRest() throws RoleException {
        machine.synced = false;
        bring(Duty.MEMBER, UUID, "");
        assertThat(look().state()).isEqualTo(RoleState.STARTING);
        machine.synced = true;
        assertThat(look().state()).isEqualTo(RoleState.FAILED);
        bring(Duty.MEMBER, UUID, "");
        assertThat(look().state()).isEqualTo(RoleState.RUNNING);
    }

    @Test
    void serverThatDoesNotStart_isTold() {
        machine.afterStart = UnitState.FAILED;
        assertThatThrownBy(() -> bring(Duty.MEMBER, UUID, "")).isInstanceOf(RoleException.class).hasMessageContaining("the disk is full");
    }

    @Test
    void leaver_stopsAndStaysStopped() throws RoleException {
        machine.units.put(Layout.SERVER_UNIT, UnitState.ACTIVE);
        bring(Duty.LEAVE, UUID, "");
        assertThat(machine.diary).containsExactly("stop", "duty = leave 0");
    }

    @Test
    void dump_isLoadedOnce() throws RoleException {
        bring(Duty.ALONE, "", DUMP);
        bring(Duty.ALONE, "", DUMP);
        bring(Duty.ALONE, UUID, "e".repeat(64));
        assertThat(machine.diary.stream().filter("load dump"::equals)).hasSize(1);
        assertThat(machine.statements).anyMatch(s -> s.equals("DROP USER IF EXISTS 'brume_loader'@'localhost';"));
        assertThat(machine.statements).noneMatch(s -> s.startsWith("DROP DATABASE"));
    }

    @Test
    void loadThatWasCutShort_beginsAgainWithAnEmptyDatabase() throws RoleException {
        machine.load = new Result(137, "", "Killed\n");
        assertThatThrownBy(() -> bring(Duty.ALONE, "", DUMP)).isInstanceOf(RoleException.class).hasMessageContaining("begins again");
        assertThat(facts().seeded()).isFalse();
        machine.load = new Result(0, "", "");
        bring(Duty.ALONE, "", DUMP);
        assertThat(machine.statements).contains("DROP DATABASE IF EXISTS `shop`;");
        assertThat(facts().seeded()).isTrue();
    }

    @Test
    void dumpThatMariaDbRefuses_isNotTriedAgain_butAnotherOneIs() throws RoleException {
        machine.load = new Result(1, "", "ERROR 1044 (42000) at line 12: Access denied for user to database 'other'\n");
        assertThatThrownBy(() -> bring(Duty.ALONE, "", DUMP)).isInstanceOf(RoleException.class).hasMessageContaining("at line 12");
        assertThatThrownBy(() -> bring(Duty.ALONE, "", DUMP)).isInstanceOf(RoleException.class).hasMessageContaining("at line 12");
        assertThat(machine.diary.stream().filter("load dump"::equals)).hasSize(1);
        machine.load = new Result(0, "", "");
        bring(Duty.ALONE, "", "e".repeat(64));
        assertThat(facts().seeded()).isTrue();
    }

    @Test
    void lostConnectionWhileLoading_isNoRefusal() {
        machine.load = new Result(1, "", "ERROR 2013 (HY000) at line 12: Lost connection to server during query\n");
        assertThatThrownBy(() -> bring(Duty.ALONE, "", DUMP)).isInstanceOf(RoleException.class).hasMessageContaining("begins again");
    }

    @Test
    void newPassword_isTakenWithoutARestart_andByTheWriterOnly() throws RoleException {
        bring(Duty.ALONE, "", "");
        machine.diary.clear();
        machine.statements.clear();
        machine.passwords.put("mysqldb", "app-password");

        password = "it's \\ another";
        bring(Duty.ALONE, UUID, "");

        assertThat(machine.diary).isEmpty();
        assertThat(machine.statements)
                .contains("ALTER USER 'mysqldb'@'%' IDENTIFIED BY 'it''s \\\\ another';")
                .noneMatch(s -> s.contains("app-password"));
        machine.statements.clear();
        machine.passwords.put("mysqldb", password);
        bring(Duty.ALONE, UUID, "");
        assertThat(machine.statements).as("once").noneMatch(s -> s.contains("USER"));
    }

    @Test
    void noPasswordIsEverAnArgument_orInAFileForAll() throws RoleException {
        bring(Duty.ALONE, "", "");
        machine.files.forEach((file, text) -> {
            if (text.contains("sst-password") || text.contains("monitor-password") || text.contains("app-password")) {
                assertThat(file).isIn(Layout.SERVER_CONFIG, Layout.MONITOR_CONFIG);
            }
        });
    }

    private void bring(Duty duty, String cluster, String dump) throws RoleException {
        MysqlOrders orders = new MysqlOrders(
                duty.toString(),
                0,
                true,
                false,
                cluster,
                "group",
                "mysql-1",
                List.of("10.0.0.12"),
                List.of("mysql-2"),
                "rsync",
                "shop",
                "mysqldb",
                password,
                "sst-password",
                "monitor-password",
                dump,
                load,
                Map.of());
        List<ContentRef> content = new ArrayList<>(dump.isEmpty() ? List.of() : List.of(new ContentRef("dump", dump, 1)));
        if (!load.isEmpty()) {
            content.add(new ContentRef(load, "b".repeat(64), 4711));
        }
        role.bring(new RoleConfig("mysql.mysql", Json.write(orders), content), machine);
    }

    private RoleLook look() {
        return role.look(machine);
    }

    private MysqlFacts facts() {
        return MysqlFacts.of(look().facts()).orElseThrow();
    }
}
