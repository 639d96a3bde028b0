package brume.dist;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** What there is of a deployment outside its database: machines and volumes in the container daemon, files in its home. Asks the daemon's own client. */
record Leftovers(UserSession user) {
    private static final ObjectMapper JSON = new ObjectMapper();

    private static String name() {
        return System.getenv().getOrDefault("BRUME_NAME", "test");
    }

    /** What the daemon's client says to words about the deployment's project. */
    String daemon(String... words) {
        UserSession.Said said = say(words);
        assertThat(said.exit()).as("%s: %s", List.of(words), said.text()).isZero();
        return said.text();
    }

    /** The same, and whether it worked. */
    boolean tried(String... words) {
        return say(words).exit() == 0;
    }

    private UserSession.Said say(String... words) {
        List<String> command = new ArrayList<>(List.of("incus", "--project", "brume-" + name()));
        command.addAll(List.of(words));
        try {
            return user.run(command);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private JsonNode list(String... words) {
        try {
            return Objects.requireNonNull(JSON.readTree(daemon(words)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Names of machines, with a mark behind those that do not run. */
    Set<String> machines() {
        Set<String> machines = new TreeSet<>();
        list("list", "--format=json").forEach(m -> machines.add(m.path("name").asText() + (m.path("status").asText().equals("Running") ? "" : " stopped")));
        return machines;
    }

    /** Names of volumes that were made for machines. */
    Set<String> volumes() {
        Set<String> volumes = new TreeSet<>();
        for (JsonNode volume : list("storage", "volume", "list", "brume", "--format=json")) {
            if (volume.path("type").asText().equals("custom")) {
                volumes.add(volume.path("name").asText());
            }
        }
        return volumes;
    }

    /** Networks whose names say that they are this deployment's. */
    Set<String> networks() {
        Set<String> networks = new TreeSet<>();
        for (JsonNode network : list("network", "list", "--format=json")) {
            if (network.path("managed").asBoolean()) { // the daemon shows bridges of others too
                networks.add(network.path("name").asText());
            }
        }
        networks.removeIf(network -> !network.matches("brume" + name() + "[0-9]+"));
        return networks;
    }

    /** Files of uploads. */
    static long uploads(Path home) {
        try (Stream<Path> all = Files.walk(home.resolve("blobs"))) {
            return all.filter(Files::isRegularFile).count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
