package brume.director;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;

/**
 * What the director is told at its start: the file {@code director.properties} in its home. The launcher writes it; people may edit it.
 *
 * @param deployment name of this installation, the tag of everything it makes
 * @param agent address that agents dial: the host's side of the nutshell's network
 * @param nutshell the site on the director's own machine, if there is one
 * @param image alias of the services image
 */
public record Settings(Path home, String deployment, Endpoint api, Endpoint agent, Optional<Nutshell> nutshell, String image) {

    /** Where to listen; port 0 means any free one. */
    public record Endpoint(String address, int port) {
        public String url(int boundPort) {
            return "https://" + address + ":" + boundPort;
        }
    }

    /** The container daemon on this machine. */
    public record Nutshell(String socket, String project, String network, String subnet, String pool) {}

    /** Reads the file, or throws {@link IllegalArgumentException} whose text lists every mistake. */
    public static Settings read(Path home) {
        Path file = home.resolve("director.properties");
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            properties.load(reader);
        } catch (NoSuchFileException e) {
            throw new IllegalArgumentException("There is no " + file + ": 'brume up' makes it.", e);
        } catch (IOException e) {
            throw new IllegalArgumentException(file + " cannot be read: " + e.getMessage(), e);
        }
        return new Parser(home, file, properties).settings();
    }

    private static final class Parser {
        private final Path home;
        private final Path file;
        private final Properties properties;
        private final List<String> mistakes = new ArrayList<>();

        Parser(Path home, Path file, Properties properties) {
            this.home = home;
            this.file = file;
            this.properties = properties;
        }

        Settings settings() {
            String deployment = text("deployment", "brume");
            if (!deployment.matches("[a-z][a-z0-9-]{0,30}")) {
                mistakes.add("deployment is 1 to 31 lower-case letters, digits and dashes, and begins with a letter");
            }
            Endpoint api = new Endpoint(text("api.address", "127.0.0.1"), port("api.port", 7443));
            Endpoint agent = new Endpoint(text("agent.address", "127.0.0.1"), port("agent.port", 7444));
            Optional<Nutshell> nutshell = find("incus.socket")
                    .map(socket -> new Nutshell(socket, needed("incus.project"), needed("incus.network"), needed("incus.subnet"), needed("incus.pool")));
            String image = text("image", "services");
            if (!mistakes.isEmpty()) {
                throw new IllegalArgumentException(file + ": " + String.join("; ", mistakes) + ".");
            }
            return new Settings(home, deployment, api, agent, nutshell, image);
        }

        private Optional<String> find(String key) {
            return Optional.ofNullable(properties.getProperty(key)).map(String::strip).filter(v -> !v.isEmpty());
        }

        private String text(String key, String otherwise) {
            return find(key).orElse(otherwise);
        }

        private String needed(String key) {
            Optional<String> value = find(key);
            if (value.isEmpty()) {
                mistakes.add(key + " is missing");
            }
            return value.orElse("");
        }

        private int port(String key, int otherwise) {
            String text = text(key, Integer.toString(otherwise));
            if (!text.matches("[0-9]{1,5}") || Integer.parseInt(text) > 65_535) {
                mistakes.add(key + " is a port number, not '" + text + "'");
                return otherwise;
            }
            return Integer.parseInt(text);
        }
    }
}
