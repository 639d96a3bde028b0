package brume.director.identity;

import brume.director.db.Database;
import brume.director.http.Json;
import brume.director.http.Scope;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;

/**
 * Access for whoever may read the state directory, which is root: an administrator's token in a file, and where the command line finds everything. Who can read the directory
 * owns the director anyway.
 */
public final class LocalAccess {
    private final Path home;
    private final Database database;
    private final AccountStore accounts;
    private final Tokens tokens;

    public LocalAccess(Path home, Database database, AccountStore accounts, Tokens tokens) {
        this.home = Objects.requireNonNull(home);
        this.database = Objects.requireNonNull(database);
        this.accounts = Objects.requireNonNull(accounts);
        this.tokens = Objects.requireNonNull(tokens);
    }

    /** What {@code cli.json} says. */
    record Context(String url, String caFile, String tokenFile) {}

    /** Makes {@code token} when there is none that works, and writes {@code cli.json}. {@code url} is the API door's, as seen on this machine. */
    public void prepare(String url) throws IOException {
        Path tokenFile = home.resolve("token");
        if (current(tokenFile).isEmpty()) {
            Account account = database.read(accounts::firstAdministrator).orElseThrow(() -> new IllegalStateException("there is no administrator"));
            if (database.sole()) {
                tokens.removeNamed(account.id(), Tokens.LOCAL, Optional.empty()); // else it may be another director's, and expires
            }
            Tokens.Made made = tokens.make(account.id(), Tokens.LOCAL, Scope.ADMIN, Tokens.LOCAL_LIFE);
            PrivateFile.write(tokenFile, (made.secret() + "\n").getBytes(StandardCharsets.US_ASCII));
        }
        Context context = new Context(url, home.resolve("ca").resolve("ca.pem").toString(), tokenFile.toString());
        Path file = home.resolve("cli.json");
        byte[] text = Json.bytes(context);
        if (!Files.exists(file) || !Arrays.equals(Files.readAllBytes(file), text)) { // a start on a full disk need not write
            PrivateFile.write(file, text);
        }
    }

    private Optional<TokenStore.Found> current(Path tokenFile) throws IOException {
        return Files.exists(tokenFile) ? tokens.find(Files.readString(tokenFile).strip()) : Optional.empty();
    }
}
