package brume.service.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import brume.core.agent.ContentRef;
import brume.core.agent.RoleConfig;
import brume.core.service.NodePlan;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What the planner says in the situations that matter, as text. */
class MysqlPlannerTest {
    private final World world = new World();

    @Test
    void newService_firstNodeStartsAlone_addressToldOnlyWhenItServes() {
        assertThat(world.settle()).isEqualTo(
                """
                1 mysql.mysql alone 0 writer
                moving: 0 of 1 MariaDB node serves; makes node 1
                --
                1 mysql.mysql alone 0 writer
                applications use 10.0.0.11
                ready: 1 of 1 MariaDB node serves, node 1 takes the writes
                """);
    }

    @Test
    void exports_nameTheSecretWithoutHoldingIt() {
        world.settle();
        assertThat(world.plan.exports())
                .containsEntry("MYSQL_HOST", "10.0.0.11")
                .containsEntry("MYSQL_PORT", "3306")
                .containsEntry("MYSQL_DATABASE", "brume")
                .containsEntry("MYSQL_USER", "mysqldb")
                .containsEntry("MYSQL_PASSWORD", "{{secret:" + World.SERVICE + ":password:1}}")
                .hasSize(6);
    }

    @Test
    void threeFromTheStart_othersWaitUntilTheFirstMayNoLongerStartByItself() {
        world.counts.put("mysql", 3);
        assertThat(world.settle()).isEqualTo(
                """
                1 mysql.mysql alone 0 writer
                2 mysql.mysql hold 0
                3 mysql.mysql hold 0
                moving: 0 of 3 MariaDB nodes serve; makes nodes 1, 2, 3
                --
                1 mysql.mysql member 0 writer
                2 mysql.mysql hold 0
                3 mysql.mysql hold 0
                applications use 10.0.0.11
                moving: 1 of 3 MariaDB nodes serve; node 2: as the model says; node 3: as the model says
                --
                1 mysql.mysql member 0 writer
                2 mysql.mysql member 0
                3 mysql.mysql hold 0
                applications use 10.0.0.11
                moving: 1 of 3 MariaDB nodes serve; node 2: as the model says; node 3: as the model says
                --
                1 mysql.mysql member 0 writer
                2 mysql.mysql member 0
                3 mysql.mysql member 0
                applications use 10.0.0.11
                moving: 2 of 3 MariaDB nodes serve; node 3: as the model says
                --
                1 mysql.mysql member 0 writer
                2 mysql.mysql member 0
                3 mysql.mysql member 0
                applications use 10.0.0.11
                ready: 3 of 3 MariaDB nodes serve, node 1 takes the writes
                """);
    }

    @Test
    void threeToOne_leaveOneByOne_theLastMayStartByItself() {
        world.counts.put("mysql", 3);
        world.settle();
        world.counts.put("mysql", 1);
        assertThat(world.settle()).isEqualTo(
                """
                1 mysql.mysql member 0 writer
                2 mysql.mysql member 0 leaving
                3 mysql.mysql member 0 leaving
                applications use 10.0.0.11
                moving: 1 of 1 MariaDB node serves; takes out nodes 2, 3
                --
                1 mysql.mysql member 0 writer
                2 mysql.mysql member 0 leaving
                3 mysql.mysql leave 0 leaving
                applications use 10.0.0.11
                moving: 1 of 1 MariaDB node serves; takes out nodes 2, 3
                --
                1 mysql.mysql member 0 writer
                2 mysql.mysql leave 0 leaving
                applications use 10.0.0.11
                moving: 1 of 1 MariaDB node serves; takes out nodes 2, 3
                --
                1 mysql.mysql alone 0 writer
                applications use 10.0.0.11
                moving: 1 of 1 MariaDB node serves; takes out node 2
                --
                1 mysql.mysql alone 0 writer
                applications use 10.0.0.11
                ready: 1 of 1 MariaDB node serves, node 1 takes the writes
                """);
    }

    @Test
    void balancer_leadsToSyncedNodesOnly_andLosesALeaverBeforeItStops() {
        world.counts.put("mysql", 2);
        world.counts.put("glb", 1);
        world.settle();
        assertThat(world.text()).isEqualTo(
                """
                1 mysql.mysql member 0 writer
                2 mysql.mysql member 0
                3 mysql.glb [mysql-1, mysql-2] entry
                applications use 10.0.0.13
                ready: 2 of 2 MariaDB nodes serve, node 1 takes the writes
                """);
        world.counts.put("mysql", 1);
        world.direct();
        world.direct();
        assertThat(world.text()).as("the balancer still leads to node 2").isEqualTo(
                """
                1 mysql.mysql member 0 writer
                2 mysql.mysql member 0 leaving
                3 mysql.glb [mysql-1] entry
                applications use 10.0.0.13
                moving: 1 of 1 MariaDB node serves; takes out node 2; the load balancers follow
                """);
        World.Node balancer = node(3);
        world.obey(balancer);
        world.report(balancer);
        world.direct();
        assertThat(world.text()).contains("2 mysql.mysql leave 0 leaving");
    }

    @Test
    void allRebooted_nobodyStartsBeforeAllPositionsAreKnown_thenTheNewestStarts() {
        world.counts.put("mysql", 3);
        world.settle();
        world.write();
        world.down(node(1), true);
        world.write();
        world.down(node(2), true);
        world.down(node(3), true);
        world.boot(node(1));
        world.boot(node(2));
        assertThat(world.settle()).isEqualTo(
                """
                1 mysql.mysql member 0 writer
                2 mysql.mysql member 0
                3 mysql.mysql member 0
                applications use 10.0.0.11
                moving: no node is in a working cluster; waits for nodes 1, 2, 3 to report (remove a node that is lost for good)
                --
                1 mysql.mysql member 0 writer
                2 mysql.mysql member 0
                3 mysql.mysql member 0
                applications use 10.0.0.11
                moving: no node is in a working cluster; waits for node 3 to report (remove a node that is lost for good)
                """);
        world.boot(node(3));
        assertThat(world.settle()).isEqualTo(
                """
                1 mysql.mysql member 0 writer
                2 mysql.mysql member 0
                3 mysql.mysql member 0
                applications use 10.0.0.11
                moving: no node is in a working cluster; waits for node 3 to report (remove a node that is lost for good)
                --
                1 mysql.mysql hold 1 writer
                2 mysql.mysql hold 1
                3 mysql.mysql hold 1
                applications use 10.0.0.11
                moving: no node is in a working cluster; all nodes stop and tell their positions (round 1)
                --
                1 mysql.mysql hold 1 writer
                2 mysql.mysql bootstrap 1
                3 mysql.mysql hold 1
                applications use 10.0.0.11
                moving: node 2 has the newest data (position 2) and starts the cluster
                --
                1 mysql.mysql hold 1
                2 mysql.mysql member 0 writer
                3 mysql.mysql hold 1
                applications use 10.0.0.12
                moving: 1 of 3 MariaDB nodes serve; node 1: as the model says; node 3: as the model says
                --
                1 mysql.mysql member 0
                2 mysql.mysql member 0 writer
                3 mysql.mysql hold 1
                applications use 10.0.0.12
                moving: 1 of 3 MariaDB nodes serve; node 1: as the model says; node 3: as the model says
                --
                1 mysql.mysql member 0
                2 mysql.mysql member 0 writer
                3 mysql.mysql member 0
                applications use 10.0.0.12
                moving: 2 of 3 MariaDB nodes serve; node 3: as the model says
                --
                1 mysql.mysql member 0
                2 mysql.mysql member 0 writer
                3 mysql.mysql member 0
                applications use 10.0.0.12
                ready: 3 of 3 MariaDB nodes serve, node 2 takes the writes
                """);
    }

    @Test
    void startThatFailed_isNeverRepeated_aNewRoundBegins() {
        world.counts.put("mysql", 2);
        world.settle();
        world.down(node(1), true);
        world.down(node(2), true);
        world.boot(node(1));
        world.boot(node(2));
        while (!world.text().contains("bootstrap 1")) {
            step();
        }
        World.Node starter = node(1);
        world.obey(starter);
        world.crash(starter);
        world.report(starter);
        world.direct();
        assertThat(world.text()).isEqualTo(
                """
                1 mysql.mysql hold 2 writer
                2 mysql.mysql hold 2
                applications use 10.0.0.11
                moving: node 1 did not keep the cluster up (as the model says); all nodes stop and tell their positions (round 2)
                """);
        world.settle();
        assertThat(world.text()).contains("ready: 2 of 2");
    }

    @Test
    void cutOffMembers_areGivenTimeToFindEachOther() {
        world.counts.put("mysql", 2);
        world.settle();
        world.primaries().forEach(world::lose);
        step();
        step();
        assertThat(world.text()).contains("gives nodes 1, 2 10 s to find the others again");
        world.now = world.now.plus(Duration.ofSeconds(11));
        world.direct();
        assertThat(world.text()).contains("round 1");
    }

    @Test
    void writerLost_anotherTakesOver_andStaysWhenItComesBack() {
        world.counts.put("mysql", 3);
        world.settle();
        world.down(node(1), false);
        world.settle();
        assertThat(world.text()).isEqualTo(
                """
                1 mysql.mysql member 0
                2 mysql.mysql member 0 writer
                3 mysql.mysql member 0
                applications use 10.0.0.12
                moving: 2 of 3 MariaDB nodes serve; node 1: no report
                """);
        world.boot(node(1));
        world.settle();
        assertThat(world.text()).contains("ready: 3 of 3 MariaDB nodes serve, node 2 takes the writes");
    }

    @Test
    void agentOfTheWriterAway_butItsServerInTheCluster_theWriterStays() {
        world.counts.put("mysql", 3);
        world.settle();
        node(1).connected = false;
        step();
        step();
        assertThat(world.text()).contains("1 mysql.mysql member 0 writer", "applications use 10.0.0.11");
    }

    @Test
    void survivorOfTwo_waitsForTheOther_untilTheUserRemovesIt() {
        world.counts.put("mysql", 2);
        world.settle();
        world.down(node(2), false);
        world.settle();
        assertThat(world.text()).contains("waits for node 2 to report (remove a node that is lost for good)");
        world.amputate(2);
        world.counts.put("mysql", 1);
        world.settle();
        assertThat(world.text()).isEqualTo(
                """
                1 mysql.mysql alone 0 writer
                applications use 10.0.0.11
                ready: 1 of 1 MariaDB node serves, node 1 takes the writes
                """);
    }

    @Test
    void withoutAWorkingCluster_onlyNodesWithoutDataLeave() {
        world.counts.put("mysql", 2);
        world.settle();
        world.down(node(1), true);
        world.down(node(2), true);
        world.counts.put("mysql", 1);
        world.direct();
        assertThat(world.plan.nodes()).extracting(NodePlan::ordinal).containsExactly(1, 2);
    }

    @Test
    void volumeLost_noEmptyDatabaseInItsPlace_untilTheUserSaysSo() {
        world.settle();
        World.Node node = node(1);
        world.down(node, false);
        node.uuid = "";
        node.seqno = -1;
        node.seeded = false;
        world.boot(node);
        world.settle();
        assertThat(world.text()).isEqualTo(
                """
                1 mysql.mysql alone 0 writer
                applications use 10.0.0.11
                stuck: mysql-data-lost: no node has the data of cluster 11111111-2222-3333-4444-555555555555 any more; bring a volume back, or set `forget` to that UUID to start again with an empty database
                """);
        world.settings = "{\"forget\":\"11111111-2222-3333-4444-555555555555\"}";
        world.step();
        assertThat(world.plan.exports()).isEmpty();
        world.settle();
        assertThat(world.text()).contains("ready: 1 of 1");
    }

    @Test
    void dump_goesToTheWriterOnly_andOnlyBeforeTheFirstService() {
        world.attachments = Map.of("dump", new ContentRef("dump", "a".repeat(64), 12));
        world.counts.put("mysql", 2);
        assertThat(world.settle()).contains("1 mysql.mysql alone 0 writer dump\n2 mysql.mysql hold 0\n");
        assertThat(world.text()).doesNotContain("dump");
    }

    @Test
    void nobodyJoins_beforeTheOnlyNodeHasReportedThatItStartsAloneNoMore() {
        world.settle();
        world.counts.put("mysql", 2);
        world.direct();
        world.boot(node(2));
        world.obey(node(2));
        world.report(node(2));
        world.direct();
        assertThat(world.text()).as("node 1 may still act by its old orders").contains("1 mysql.mysql member 0 writer\n2 mysql.mysql hold 0\n");
        world.obey(node(1));
        world.report(node(1));
        world.direct();
        assertThat(world.text()).contains("2 mysql.mysql member 0\n");
    }

    @Test
    void roundNumbers_areNeverUsedAgain() {
        world.counts.put("mysql", 2);
        world.settle();
        for (int round = 1; round <= 2; round++) {
            world.down(node(1), true);
            world.down(node(2), true);
            world.boot(node(1));
            world.boot(node(2));
            assertThat(world.settle()).contains("mysql.mysql bootstrap " + round + " writer\n", "ready: 2 of 2");
        }
    }

    @Test
    void peers_areTheAddressesOfTheOthers() {
        world.counts.put("mysql", 3);
        world.settle();
        List<List<String>> peers = world.plan.nodes().stream()
                .map(n -> n.roles().getFirst())
                .map(RoleConfig::settings)
                .map(s -> Json.read(s, MysqlOrders.class).orElseThrow().peers())
                .toList();
        assertThat(peers).containsExactly(List.of("10.0.0.12", "10.0.0.13"), List.of("10.0.0.11", "10.0.0.13"), List.of("10.0.0.11", "10.0.0.12"));
    }

    private World.Node node(int ordinal) {
        return Objects.requireNonNull(world.nodes.get(ordinal));
    }

    private void step() {
        world.step();
    }
}
