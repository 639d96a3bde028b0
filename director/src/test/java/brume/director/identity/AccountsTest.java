package brume.director.identity;

import static org.assertj.core.api.Assertions.assertThat;

import brume.core.id.TimeOrderedIds;
import brume.director.db.Database;
import brume.director.db.OnBothEngines;
import brume.director.db.TestDatabases;
import brume.director.db.generated.Tables;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@OnBothEngines
final class AccountsTest {
    @TempDir
    Path home;

    private final SecureRandom random = new SecureRandom();
    private final InstantSource clock = InstantSource.system();
    private final AccountStore store = new AccountStore();
    private Database database;
    private Accounts accounts;
    private Tokens tokens;

    @BeforeEach
    void open() {
        database = TestDatabases.open();
        TimeOrderedIds ids = new TimeOrderedIds(clock, random);
        accounts = new Accounts(database, store, ids, clock, random);
        tokens = new Tokens(database, new TokenStore(), ids, clock, random);
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void firstAdministrator_isToldOnce_afterItIsOnDisk() {
        List<String> said = new ArrayList<>();
        accounts.makeFirst(line -> {
            int kept = database.read(tx -> tx.fetchCount(Tables.ACCOUNT));
            said.add(kept + " " + line);
        });
        accounts.makeFirst(said::add);

        assertThat(said).hasSize(1);
        assertThat(said.getFirst()).matches("1 first administrator: admin [A-Za-z0-9]{20}");
        String everything = database.read(tx -> tx.fetch(Tables.ACCOUNT).formatCSV());
        assertThat(everything).doesNotContain(said.getFirst().substring(said.getFirst().lastIndexOf(' ') + 1));
    }

    @Test
    void localToken_staysWhileItWorks_andIsReplacedWhenLost() throws IOException {
        accounts.makeFirst(line -> {});
        LocalAccess access = new LocalAccess(home, database, store, tokens);
        access.prepare("https://127.0.0.1:1");
        String first = Files.readString(home.resolve("token"));
        access.prepare("https://127.0.0.1:2");

        assertThat(Files.readString(home.resolve("token"))).isEqualTo(first);
        assertThat(Files.readString(home.resolve("cli.json"))).contains("https://127.0.0.1:2");

        Files.delete(home.resolve("token"));
        access.prepare("https://127.0.0.1:2");
        String second = Files.readString(home.resolve("token"));
        assertThat(second).isNotEqualTo(first);
        assertThat(tokens.find(first.strip()).isPresent()).as("it may be another director's, where there are others").isEqualTo(!database.sole());
        assertThat(tokens.find(second.strip())).isPresent();
        String everything = database.read(tx -> tx.fetch(Tables.TOKEN).formatCSV());
        assertThat(everything).doesNotContain(second.strip());
    }
}
