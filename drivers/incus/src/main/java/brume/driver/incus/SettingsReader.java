package brume.driver.incus;

import brume.core.driver.SiteSettings;
import brume.core.problem.Place;
import brume.core.problem.Problem;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Reads a site's settings and collects every mistake, each at the JSON Pointer of its key within the settings.
 *
 * <p>{@code socket}, or {@code url} with {@code certificate}, {@code key} and {@code serverCertificate}; {@code project} (default {@code default});
 * {@code network}; {@code pool}; {@code profile} (optional); {@code flavor} (optional: {@code incus} or {@code lxd}). With neither {@code socket} nor
 * {@code url}, the socket of the Incus package is meant.
 */
final class SettingsReader {
    static final String DEFAULT_SOCKET = "/var/lib/incus/unix.socket";
    private static final String DEFAULT_PROJECT = "default";

    private static final Set<String> TLS_KEYS = Set.of("certificate", "key", "serverCertificate");
    private static final Set<String> KEYS =
            Set.of("socket", "url", "certificate", "key", "serverCertificate", "project", "network", "pool", "profile", "flavor");

    /** The names that both products take for projects, networks, pools and profiles and that need no escaping in a path. */
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,62}");

    private static final Pattern FINGERPRINT = Pattern.compile("[0-9a-f]{64}");

    /** A longer path does not fit the kernel's socket address (unix(7)). */
    private static final int SOCKET_PATH_BYTES_MAX = 107;

    private final SiteSettings settings;
    private final List<Problem> problems = new ArrayList<>();

    SettingsReader(SiteSettings settings) {
        this.settings = settings;
    }

    List<Problem> problems() {
        return List.copyOf(problems);
    }

    /** Empty when there is a problem. */
    Optional<IncusSettings> read() {
        unknownKeys();
        Optional<Endpoint> endpoint = endpoint();
        Optional<String> project = name("project", Optional.of(DEFAULT_PROJECT));
        Optional<String> network = name("network", Optional.empty());
        Optional<String> pool = name("pool", Optional.empty());
        Optional<String> profile = settings.find("profile").flatMap(v -> name("profile", Optional.empty()));
        Optional<Product> flavor = flavor();
        if (!problems.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new IncusSettings(
                endpoint.orElseThrow(), project.orElseThrow(), network.orElseThrow(), pool.orElseThrow(), profile, flavor));
    }

    private void unknownKeys() {
        for (String key : new TreeSet<>(settings.values().keySet())) {
            if (!KEYS.contains(key)) {
                problem("unknown-setting", key, "There is no setting \"" + key + "\". The settings are " + String.join(", ", new TreeSet<>(KEYS)) + ".");
            }
        }
    }

    private Optional<Endpoint> endpoint() {
        Optional<String> url = settings.find("url");
        if (url.isPresent()) {
            if (settings.find("socket").isPresent()) {
                problem("bad-setting", "socket", "A site is reached by \"socket\" or by \"url\", not by both.");
            }
            return https(url.get());
        }
        for (String key : new TreeSet<>(TLS_KEYS)) {
            if (settings.find(key).isPresent()) {
                problem("bad-setting", key, "\"" + key + "\" belongs to \"url\", which is not given.");
            }
        }
        return socket(settings.value("socket", DEFAULT_SOCKET));
    }

    private Optional<Endpoint> socket(String text) {
        if (!text.startsWith("/")) {
            problem("bad-setting", "socket", "The socket's path is absolute, such as " + DEFAULT_SOCKET + ".");
            return Optional.empty();
        }
        if (text.getBytes(java.nio.charset.StandardCharsets.UTF_8).length > SOCKET_PATH_BYTES_MAX) {
            problem("bad-setting", "socket", "The socket's path is longer than " + SOCKET_PATH_BYTES_MAX + " bytes.");
            return Optional.empty();
        }
        return Optional.of(new Endpoint.Socket(Path.of(text)));
    }

    private Optional<Endpoint> https(String text) {
        Optional<URI> url = url(text);
        Optional<Path> certificate = file("certificate", PemFiles::certificates);
        Optional<Path> key = file("key", PemFiles::key);
        Optional<Endpoint.Pin> pin = pin();
        if (url.isEmpty() || certificate.isEmpty() || key.isEmpty() || pin.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Endpoint.Https(url.get(), certificate.get(), key.get(), pin.get()));
    }

    private Optional<URI> url(String text) {
        try {
            URI url = new URI(text.endsWith("/") ? text.substring(0, text.length() - 1) : text);
            if ("https".equals(url.getScheme()) && url.getHost() != null && url.getUserInfo() == null && url.getRawPath().isEmpty()
                    && url.getRawQuery() == null && url.getRawFragment() == null) {
                return Optional.of(url);
            }
        } catch (URISyntaxException e) {
            // told below
        }
        problem("bad-setting", "url", "The URL has the form https://HOST:8443 and nothing after it.");
        return Optional.empty();
    }

    private Optional<Endpoint.Pin> pin() {
        String digits = settings.value("serverCertificate", "").replace(":", "").toLowerCase(Locale.ROOT);
        if (FINGERPRINT.matcher(digits).matches()) {
            return Optional.of(new Endpoint.Pin.Fingerprint(digits));
        }
        return file("serverCertificate", PemFiles::certificates).map(Endpoint.Pin.File::new);
    }

    private Optional<Path> file(String key, Check check) {
        Optional<String> text = settings.find(key);
        if (text.isEmpty()) {
            problem("missing-setting", key, "\"" + key + "\" is needed with \"url\": the path of a PEM file"
                    + (key.equals("serverCertificate") ? ", or the SHA-256 fingerprint of the server's certificate." : "."));
            return Optional.empty();
        }
        Path path = Path.of(text.get());
        if (!path.isAbsolute() || !Files.isReadable(path)) {
            problem("bad-setting", key, "\"" + key + "\" is not the absolute path of a readable file: " + text.get());
            return Optional.empty();
        }
        try {
            check.read(path);
            return Optional.of(path);
        } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
            problem("bad-setting", key, "The file of \"" + key + "\" is not in the expected PEM form: " + text.get());
            return Optional.empty();
        }
    }

    private Optional<String> name(String key, Optional<String> otherwise) {
        Optional<String> text = settings.find(key).or(() -> otherwise);
        if (text.isEmpty()) {
            problem("missing-setting", key, "\"" + key + "\" is needed: the name of a " + key + " of the daemon.");
        } else if (!NAME.matcher(text.get()).matches()) {
            problem("bad-setting", key, "\"" + key + "\" is not the name of a " + key + ": letters, digits, dots, hyphens and underscores, at most 63.");
            return Optional.empty();
        }
        return text;
    }

    private Optional<Product> flavor() {
        Optional<String> text = settings.find("flavor");
        if (text.isEmpty()) {
            return Optional.empty();
        }
        for (Product product : Product.values()) {
            if (product.word().equals(text.get())) {
                return Optional.of(product);
            }
        }
        problem("bad-setting", "flavor", "\"flavor\" is incus or lxd; leave it out to have it found.");
        return Optional.empty();
    }

    private void problem(String code, String key, String text) {
        String pointer = "/" + key.replace("~", "~0").replace("/", "~1");
        problems.add(Problem.at(code, text, Place.field(pointer)));
    }

    @FunctionalInterface
    private interface Check {
        Object read(Path file) throws IOException, GeneralSecurityException;
    }
}
