package brume.director.db;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Where a PostgreSQL database is, and as whom to use it. Holds no secret: the password is in a file, or the server knows the user by the operating system's account (peer
 * authentication over a UNIX socket; PostgreSQL 15 manual, section 21.9).
 *
 * @param host name or address of the server, or the folder of its UNIX socket when it begins with a slash
 * @param schema the deployment's own schema in the database; made when it is not there
 * @param passwordFile holds the password and nothing else
 * @param caFile certificates (PEM) that the server's must come from; otherwise those that Java trusts
 */
public record PostgresAddress(
        String host, int port, String database, String user, String schema, Optional<Path> passwordFile, Optional<Path> caFile) {

    /** Debian's place for the server's sockets. */
    private static final String SOCKETS = "/var/run/postgresql";

    private static final int PORT = 5432;
    private static final Set<String> OWN_MACHINE = Set.of("localhost", "127.0.0.1", "[::1]");

    public PostgresAddress {
        Objects.requireNonNull(host);
        Objects.requireNonNull(database);
        Objects.requireNonNull(user);
        Objects.requireNonNull(passwordFile);
        Objects.requireNonNull(caFile);
        if (!schema.matches("[a-z_][a-z0-9_]{0,62}")) {
            throw new IllegalArgumentException("a schema is 1 to 63 lower-case letters, digits and underscores, and begins with no digit");
        }
    }

    /**
     * Reads {@code postgresql://HOST[:PORT]/DATABASE}, or {@code postgresql:///DATABASE[?host=FOLDER]} for a UNIX socket.
     *
     * @throws IllegalArgumentException with a sentence for whoever wrote it
     */
    public static PostgresAddress parse(String url, String user, String schema, Optional<Path> passwordFile, Optional<Path> caFile) {
        URI uri = uri(url);
        String path = Objects.requireNonNullElse(uri.getPath(), "");
        if (!"postgresql".equals(uri.getScheme()) || !path.matches("/[^/]+")) {
            throw new IllegalArgumentException("a database is postgresql://HOST[:PORT]/NAME, or postgresql:///NAME[?host=FOLDER] for a UNIX socket");
        }
        if (uri.getUserInfo() != null) {
            throw new IllegalArgumentException("the database's address holds no user and no password: use database.user and database.passwordFile");
        }
        Optional<String> query = Optional.ofNullable(uri.getQuery());
        if (query.isPresent() && !query.get().matches("host=/[^&]*")) {
            throw new IllegalArgumentException("the database's address knows no parameter but host=/FOLDER");
        }
        String host = Optional.ofNullable(uri.getHost()).orElseGet(() -> query.map(q -> q.substring("host=".length())).orElse(SOCKETS));
        int port = uri.getPort() < 0 ? PORT : uri.getPort();
        return new PostgresAddress(host, port, path.substring(1), user, schema, passwordFile, caFile);
    }

    private static URI uri(String url) {
        try {
            return new URI(url);
        } catch (URISyntaxException e) {
            // The text is not repeated: it may hold a password by mistake.
            throw new IllegalArgumentException("the database's address is not a URL", e);
        }
    }

    /** File of the server's UNIX socket, if that is the way (PostgreSQL 15 manual, section 20.3.1). */
    Optional<Path> socket() {
        return host.startsWith("/") ? Optional.of(Path.of(host, ".s.PGSQL." + port)) : Optional.empty();
    }

    /** Whether bytes leave this machine, so that they need to be encrypted. */
    boolean remote() {
        return socket().isEmpty() && !OWN_MACHINE.contains(host);
    }

    /** For people: says which database, and not as whom. */
    @Override
    public String toString() {
        return "postgresql " + host + ":" + port + "/" + database + " schema " + schema;
    }
}
