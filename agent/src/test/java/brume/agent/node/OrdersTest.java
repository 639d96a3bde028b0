package brume.agent.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import brume.core.agent.NodeConfig;
import brume.core.agent.RoleConfig;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class OrdersTest {
    @TempDir
    private Path folder;

    private static NodeConfig config(long generation, long fence, String... roles) {
        return new NodeConfig(generation, fence, Stream.of(roles).map(name -> new RoleConfig(name, "{}", List.of())).toList());
    }

    @Test
    void nothingIsObeyed_withoutAFence() throws Exception {
        Orders orders = new Orders(folder);
        assertThat(orders.offer(config(5, 0))).isEqualTo(Orders.Answer.NOT_GRANTED);
        assertThat(orders.current()).isEmpty();
    }

    @Test
    void higherFence_isTaken_evenWithALowerGeneration() throws Exception {
        Orders orders = new Orders(folder);
        assertThat(orders.offer(config(5, 1))).isEqualTo(Orders.Answer.TAKEN);
        assertThat(orders.offer(config(1, 2))).isEqualTo(Orders.Answer.TAKEN);
        assertThat(orders.offer(config(9, 1))).isEqualTo(Orders.Answer.NOT_GRANTED);
    }

    @Test
    void sameFence_wantsAHigherGeneration() throws Exception {
        Orders orders = new Orders(folder);
        orders.offer(config(5, 1));
        assertThat(orders.offer(config(5, 1))).isEqualTo(Orders.Answer.NOT_NEWER);
        assertThat(orders.offer(config(4, 1))).isEqualTo(Orders.Answer.NOT_NEWER);
        assertThat(orders.offer(config(6, 1))).isEqualTo(Orders.Answer.TAKEN);
    }

    @Test
    void fenceAndConfig_outliveTheProcess() throws Exception {
        new Orders(folder).offer(config(5, 3, "a"));
        assertThat(new Orders(folder).current()).contains(config(5, 3, "a"));
        assertThat(new Orders(folder).offer(config(6, 2))).isEqualTo(Orders.Answer.NOT_GRANTED);
    }

    @Test
    void revokedFence_isNeverObeyedAgain() throws Exception {
        Orders orders = new Orders(folder);
        orders.offer(config(5, 3, "a"));
        assertThat(orders.revoke(3)).isTrue();
        assertThat(orders.revoke(3)).isFalse();
        assertThat(new Orders(folder).current()).isEmpty();
        assertThat(new Orders(folder).offer(config(9, 3))).isEqualTo(Orders.Answer.NOT_GRANTED);
        assertThat(new Orders(folder).offer(config(1, 4))).isEqualTo(Orders.Answer.TAKEN);
    }

    @Test
    void revocationOfAnEarlierFence_leavesTheNewerConfig() throws Exception {
        Orders orders = new Orders(folder);
        orders.offer(config(5, 4));
        assertThat(orders.revoke(3)).isFalse();
        assertThat(orders.current()).contains(config(5, 4));
    }

    @Test
    void roles_arePresent_untilTheyEnded() throws Exception {
        Orders orders = new Orders(folder);
        orders.offer(config(1, 1, "a", "b"));
        orders.offer(config(2, 1, "b"));
        orders.ended("b"); // wanted again meanwhile
        assertThat(orders.present()).containsExactly("a", "b");
        orders.ended("a");
        assertThat(new Orders(folder).present()).containsExactly("b");
    }

    @Test
    void unwritableDisk_isNotPassedOver() throws Exception {
        Orders orders = new Orders(folder);
        Files.delete(folder);
        assertThatThrownBy(() -> orders.offer(config(1, 1))).isInstanceOf(UncheckedIOException.class);
        assertThat(orders.current()).as("what is not on disk is not obeyed").isEmpty();
        Files.createDirectory(folder);
    }
}
