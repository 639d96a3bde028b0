package brume.director;

import brume.director.db.PostgresAddress;
import brume.director.log.LogTerms;
import brume.director.revision.Prices;
import brume.director.revision.RevisionStore;
import java.io.IOException;
import java.io.Reader;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What the director is told at its start: the file {@code director.properties} in its home. The launcher writes it; people may edit it.
 *
 * @param deployment name of this installation, the tag of everything it makes
 * @param agent address that agents dial: the host's side of the nutshell's network
 * @param nutshell the site on the director's own machine, if there is one
 * @param image alias of the services image
 * @param company what this director shares with others
 * @param fetchPrivate whether manifests may name URLs of this machine and of private networks
 * @param revisions of what is wanted that are kept for every application
 * @param prices of machines
 * @param logs how much of them is kept
 */
public record Settings(
        Path home, String deployment, Endpoint api, Endpoint agent, Optional<Nutshell> nutshell, String image, Company company, boolean fetchPrivate, int revisions, Prices prices, LogTerms logs) {

    /** Where to listen; port 0 means any free one. */
    public record Endpoint(String address, int port) {
        public String url(int boundPort) {
            return "https://" + address + ":" + boundPort;
        }
    }

    /** The container daemon on this machine. */
    public record Nutshell(String socket, String project, String network, String subnet, String pool) {}

    /**
     * What several directors of one deployment have in common.
     *
     * @param database empty for a database of this director alone, in its home
     * @param blobs the folder of blobs, which all of them see
     * @param agentUrls of every director, as agents dial them; empty for this one's alone
     */
    public record Company(Optional<PostgresAddress> database, Path blobs, List<URI> agentUrls) {
        public Company {
            Objects.requireNonNull(database);
            Objects.requireNonNull(blobs);
            agentUrls = List.copyOf(agentUrls);
        }

        /** A director by itself. */
        public static Company none(Path home) {
            return new Company(Optional.empty(), home.resolve("blobs"), List.of());
        }
    }

    /** Addresses of directors that agents may dial, this one's own where no others are known. */
    List<String> agentUrls() {
        return company.agentUrls().isEmpty() ? List.of(agent.url(agent.port())) : company.agentUrls().stream().map(URI::toString).toList();
    }

    /** Names that this director answers to, for its certificate. */
    List<String> names() {
        Stream<String> others = company.agentUrls().stream().map(URI::getHost);
        return Stream.concat(Stream.of("localhost", "127.0.0.1", api.address(), agent.address()), others).distinct().toList();
    }

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
            Company company = new Company(database(), find("blobs").map(Path::of).orElse(home.resolve("blobs")), agentUrls());
            boolean fetchPrivate = truth("fetch.private");
            int revisions = number("history.revisions", RevisionStore.KEPT);
            Prices prices = prices();
            LogTerms logs = logs();
            if (!mistakes.isEmpty()) {
                throw new IllegalArgumentException(file + ": " + String.join("; ", mistakes) + ".");
            }
            return new Settings(home, deployment, api, agent, nutshell, image, company, fetchPrivate, revisions, prices, logs);
        }

        private Optional<PostgresAddress> database() {
            try {
                return find("database").map(url -> PostgresAddress.parse(
                        url,
                        text("database.user", System.getProperty("user.name")),
                        text("database.schema", "public"),
                        find("database.passwordFile").map(home::resolve),
                        find("database.caFile").map(home::resolve)));
            } catch (IllegalArgumentException e) {
                mistakes.add(e.getMessage());
                return Optional.empty();
            }
        }

        private List<URI> agentUrls() {
            List<URI> urls = new ArrayList<>();
            Pattern.compile("[^\\s,]+").matcher(text("agent.urls", "")).results().map(MatchResult::group).forEach(text -> {
                if (text.matches("https://[A-Za-z0-9.-]+(:[0-9]{1,5})?")) {
                    urls.add(URI.create(text));
                } else {
                    mistakes.add("agent.urls lists https://HOST:PORT of every director, not '" + text + "'");
                }
            });
            return urls;
        }

        private Optional<String> find(String key) {
            return Optional.ofNullable(properties.getProperty(key)).map(String::strip).filter(v -> !v.isEmpty());
        }

        private String text(String key, String otherwise) {
            return find(key).orElse(otherwise);
        }

        private boolean truth(String key) {
            String text = text(key, "false");
            if (!text.matches("true|false")) {
                mistakes.add(key + " is true or false, not '" + text + "'");
            }
            return text.equals("true");
        }

        /** {@code price.machine} for all machines, {@code price.2x4} for those with 2 processors and 4 GiB. */
        private Prices prices() {
            Map<String, BigDecimal> flavors = new TreeMap<>();
            for (String key : properties.stringPropertyNames()) {
                if (key.startsWith("price.")) {
                    price(key).ifPresent(price -> flavors.put(key.substring("price.".length()), price));
                }
            }
            BigDecimal machine = Optional.ofNullable(flavors.remove("machine")).orElse(Prices.DEFAULT.machine());
            return new Prices(machine, flavors);
        }

        private Optional<BigDecimal> price(String key) {
            Optional<String> text = find(key);
            if (!key.matches("price\\.(machine|[1-9][0-9]{0,3}x[1-9][0-9]{0,4})")) {
                mistakes.add(key + " is neither price.machine nor price.PROCESSORSxGIBIBYTES");
                return Optional.empty();
            }
            if (text.filter(t -> t.matches("[0-9]{1,6}(\\.[0-9]{1,6})?")).isEmpty()) {
                mistakes.add(key + " is a number of credits per hour, not '" + text.orElse("") + "'");
                return Optional.empty();
            }
            return text.map(BigDecimal::new);
        }

        private int number(String key, int otherwise) {
            String text = text(key, Integer.toString(otherwise));
            if (!text.matches("[1-9][0-9]{0,5}")) {
                mistakes.add(key + " is a number from 1 to 999999, not '" + text + "'");
                return otherwise;
            }
            return Integer.parseInt(text);
        }

        private LogTerms logs() {
            LogTerms usual = LogTerms.DEFAULT;
            return new LogTerms(
                    (long) number("logs.roleMegabytes", (int) (usual.roleBytesMax() >> 20)) << 20,
                    (long) number("logs.allMegabytes", (int) (usual.allBytesMax() >> 20)) << 20,
                    Duration.ofDays(number("logs.days", (int) usual.keptAfterGone().toDays())));
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
