package brume.service.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import brume.core.service.Progress;
import brume.core.service.Removal;
import org.junit.jupiter.api.Test;

/** What users change by hand: very nodes that shall go, and passwords. */
class MysqlChangesTest {
    private final World world = new World();

    @Test
    void namedWriter_handsOverAndLeaves_theOthersStay() {
        world.counts.put("mysql", 3);
        world.settle();
        world.remove(1);
        assertThat(world.settle()).isEqualTo(
                """
                1 mysql.mysql member 0 leaving
                2 mysql.mysql member 0 writer
                3 mysql.mysql member 0
                applications use 10.0.0.12
                moving: 2 of 2 MariaDB nodes serve; takes out node 1
                --
                1 mysql.mysql leave 0 leaving
                2 mysql.mysql member 0 writer
                3 mysql.mysql member 0
                applications use 10.0.0.12
                moving: 2 of 2 MariaDB nodes serve; takes out node 1
                --
                2 mysql.mysql member 0 writer
                3 mysql.mysql member 0
                applications use 10.0.0.12
                moving: 2 of 2 MariaDB nodes serve; takes out node 1
                --
                2 mysql.mysql member 0 writer
                3 mysql.mysql member 0
                applications use 10.0.0.12
                ready: 2 of 2 MariaDB nodes serve, node 2 takes the writes
                """);
    }

    @Test
    void nodeThatIsWantedWhileANamedOneLeaves_isANewOne() {
        world.counts.put("mysql", 2);
        world.settle();
        world.remove(2);
        world.counts.put("mysql", 2);
        world.settle();
        assertThat(world.nodes.keySet()).containsExactly(1, 3);
    }

    @Test
    void onlyDatabase_andBalancersThatLeaveAnyway_areNotCountedTwice() {
        world.counts.put("glb", 2);
        world.settle();
        assertThat(new MysqlService().remove(world.counts, world.view().members(), 1)).isInstanceOf(Removal.Refused.class);
        world.remove(3);
        world.remove(3);
        assertThat(world.counts).containsEntry("glb", 1);
        world.settle();
        assertThat(world.nodes.keySet()).containsExactly(1, 2);
    }

    @Test
    void newPassword_isNewOrdersForEveryNode_andANewExport() {
        world.counts.put("mysql", 2);
        world.settle();
        world.passwordVersion = 2;
        world.direct();
        assertThat(world.plan.exports()).containsEntry("MYSQL_PASSWORD", "{{secret:" + World.SERVICE + ":password:2}}");
        assertThat(world.nodes.values()).allSatisfy(n -> assertThat(n.wanted.getFirst().settings()).contains(":password:2}}").doesNotContain(":password:1}}"));
        world.direct();
        assertThat(world.plan.progress()).as("until the nodes have them").isInstanceOf(Progress.Moving.class);
        world.settle();
        assertThat(world.plan.progress()).isInstanceOf(Progress.Ready.class);
    }
}
