package brume.dist;

import static org.assertj.core.api.Assertions.assertThat;

import brume.testkit.contract.Patience;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** No row that was acknowledged is lost while nodes of a cluster fail in every way that they can, under writes, on real containers. */
@Tag("containers")
final class MysqlFailuresTest {
    private static final String APP = "Hardy";
    private static final String WHOLE = "3 of 3 MariaDB nodes serve, ";
    private static final Pattern WRITER = Pattern.compile("node (\\d+) takes the writes");
    private static final Pattern NODE = Pattern.compile("\"ordinal\"\\s*:\\s*(\\d+).*?\"instanceName\"\\s*:\\s*\"([^\"]+)\"", Pattern.DOTALL);
    private static final Pattern BALANCER = Pattern.compile("mysql\\.glb");

    @TempDir
    private Path folder = Path.of("");

    @AfterEach
    void remove() throws IOException, InterruptedException {
        user().brume("app", "delete", APP, "--yes");
    }

    @Test
    void acknowledgedRows_outliveNodesThatAreKilledFrozenAndCutOff_andTheLossOfAllAtOnce() throws IOException, InterruptedException {
        URI page = LedgerSite.deploy(user(), folder, APP, "\"StartupInstances\": {\"mysql\": 1, \"glb\": 1}");
        assertThat(UserSession.get(URI.create(page + "?durable"))).isEqualTo("1");
        Containers containers = Containers.of(user());
        Map<String, Duration> gaps = new TreeMap<>();

        LedgerLoad load = new LedgerLoad(page, 3);
        try (load) {
            user().must("node", "add", APP, "2", "mysql=2");
            gaps.put("grown from 1 to 3", load.longestGap());
            containers.killMariadb(writer());
            goesOn(load);
            settled();
            gaps.put("writer killed", load.longestGap());

            String frozen = writer();
            containers.freeze(frozen);
            goesOn(load);
            noticed();
            containers.unfreeze(frozen);
            settled();
            gaps.put("writer frozen", load.longestGap());

            String cut = writer();
            containers.network(cut, "down");
            goesOn(load);
            noticed();
            containers.network(cut, "up");
            settled();
            gaps.put("writer cut off", load.longestGap());

            for (String container : databases().values()) {
                containers.killMariadb(container);
            }
            goesOn(load);
            settled();
            gaps.put("all killed", load.longestGap());
            user().must("node", "remove", APP, "2", "mysql=2");
            gaps.put("shrunk from 3 to 1", load.longestGap());
        }

        List<String> entries = UserSession.get(URI.create(page + "?entries")).lines().toList();
        assertThat(entries).doesNotHaveDuplicates().containsAll(load.acknowledged());
        assertThat(load.acknowledged()).hasSizeGreaterThan(100);
        System.out.println("mysql under failures: " + load.acknowledged().size() + " rows acknowledged, none lost; not acknowledged: " + load.unacknowledged() + "; longest gaps: " + gaps);
    }

    /** Rows are acknowledged again. */
    private static void goesOn(LedgerLoad load) {
        int now = load.acknowledged().size();
        Patience.real(Duration.ofMinutes(3)).until("writes go on", () -> load.acknowledged().size() > now + 20);
    }

    private void noticed() {
        Patience.real(Duration.ofMinutes(2)).until("the director misses a node", () -> !show().contains(WHOLE));
    }

    private void settled() {
        Patience.real(Duration.ofMinutes(4)).until("all nodes serve", () -> show().contains(WHOLE));
    }

    /** The container that takes the writes. */
    private String writer() {
        String ordinal = Patience.real(Duration.ofMinutes(4)).untilPresent("one takes the writes", () -> WRITER.matcher(show()).results().map(found -> found.group(1)).findFirst());
        return databases().getOrDefault(Integer.parseInt(ordinal), "");
    }

    /** Containers of MariaDB by ordinal. */
    private Map<Integer, String> databases() {
        Map<Integer, String> found = new TreeMap<>();
        Matcher node = NODE.matcher(show());
        while (node.find()) {
            if (!BALANCER.matcher(node.group()).find()) {
                found.put(Integer.parseInt(node.group(1)), node.group(2));
            }
        }
        assertThat(found).isNotEmpty();
        return found;
    }

    private String show() {
        try {
            return user().must("service", "show", APP, "2", "-o", "json");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private UserSession user() {
        return new UserSession(folder);
    }
}
