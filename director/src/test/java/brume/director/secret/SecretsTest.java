package brume.director.secret;

import static org.assertj.core.api.Assertions.assertThat;

import brume.core.id.ServiceId;
import brume.core.service.SecretDef;
import brume.core.service.SecretRef;
import brume.director.db.Database;
import brume.director.db.OnBothEngines;
import brume.director.db.TestDatabases;
import brume.director.identity.Vault;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@OnBothEngines
final class SecretsTest {
    private static final ServiceId SERVICE = new ServiceId(new UUID(7, 7));

    @TempDir
    Path home;

    @Test
    void valueStandsOnlyInTheRevealedText_andIsEscapedForJson() {
        try (Database database = TestDatabases.open()) {
            Secrets secrets = secrets(database);
            write(database, secrets, "password", "a\"b\\c$1");
            SecretRef ref = Optional.ofNullable(secrets.of(SERVICE).get("password")).orElseThrow();
            String settings = "{\"password\":\"" + ref.placeholder() + "\"}";

            assertThat(secrets.reveal(settings)).isEqualTo("{\"password\":\"a\\\"b\\\\c$1\"}");
            assertThat(database.<String>read(tx -> tx.fetch("SELECT * FROM secret").formatCSV())).doesNotContain("a\"b");
        }
    }

    @Test
    void changedSecret_isANewVersion_soThatWhatNamesItChangesToo() {
        try (Database database = TestDatabases.open()) {
            Secrets secrets = secrets(database);
            write(database, secrets, "password", "first");
            SecretRef first = Optional.ofNullable(secrets.of(SERVICE).get("password")).orElseThrow();
            write(database, secrets, "password", "second");
            SecretRef second = Optional.ofNullable(secrets.of(SERVICE).get("password")).orElseThrow();

            assertThat(second.placeholder()).isNotEqualTo(first.placeholder());
            assertThat(secrets.reveal(first.placeholder() + " " + second.placeholder())).isEqualTo("first second");
        }
    }

    @Test
    void madeSecrets_haveTheirLength_andDiffer() {
        try (Database database = TestDatabases.open()) {
            Secrets secrets = secrets(database);
            database.write(tx -> {
                secrets.make(tx, SERVICE, new SecretDef("one", 32));
                secrets.make(tx, SERVICE, new SecretDef("two", 32));
                return null;
            });
            String one = secrets.reveal(Optional.ofNullable(secrets.of(SERVICE).get("one")).orElseThrow().placeholder());
            String two = secrets.reveal(Optional.ofNullable(secrets.of(SERVICE).get("two")).orElseThrow().placeholder());

            assertThat(one).hasSize(32).matches("[A-Za-z0-9]+").isNotEqualTo(two);
        }
    }

    private Secrets secrets(Database database) {
        SecureRandom random = new SecureRandom();
        return new Secrets(database, Vault.open(home.resolve("vault.key"), random), random, InstantSource.system());
    }

    private static void write(Database database, Secrets secrets, String name, String value) {
        database.write(tx -> {
            secrets.set(tx, SERVICE, name, value);
            return null;
        });
    }
}
