package brume.director.identity;

import static brume.director.db.generated.Tables.KEYRING;

import brume.director.db.Database;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jooq.DSLContext;

/** Table {@code keyring}: which keys the directors of this database have. Thread-safe. */
public final class KeyringStore {
    private final Database database;
    private final InstantSource clock;

    public KeyringStore(Database database, InstantSource clock) {
        this.database = Objects.requireNonNull(database);
        this.clock = Objects.requireNonNull(clock);
    }

    /**
     * Writes the keys of the first director down, and refuses another one's that differ: certificates, tokens and sealed secrets of the one would mean nothing to the other.
     *
     * @throws IllegalStateException with a sentence for whoever starts the director
     */
    public void require(Authority authority, Vault vault, Enrolment enrolment) {
        Map<String, String> keys =
                Map.of("authority", authority.fingerprint(), "vault", vault.fingerprint(), "enrolment", enrolment.fingerprint());
        List<String> wrong = database.write(
                tx -> keys.entrySet().stream().filter(key -> !fits(tx, key.getKey(), key.getValue())).map(Map.Entry::getKey).sorted().toList());
        if (!wrong.isEmpty()) {
            throw new IllegalStateException("the keys of this home are not those of the directors that use the database (" + String.join(", ", wrong)
                    + "): copy the folders ca and secrets from another director's home");
        }
    }

    private boolean fits(DSLContext tx, String name, String fingerprint) {
        Optional<String> known =
                tx.select(KEYRING.FINGERPRINT).from(KEYRING).where(KEYRING.NAME.eq(name)).fetchOptional(KEYRING.FINGERPRINT);
        if (known.isEmpty()) {
            tx.insertInto(KEYRING)
                    .set(KEYRING.NAME, name)
                    .set(KEYRING.FINGERPRINT, fingerprint)
                    .set(KEYRING.CREATED_AT, clock.instant())
                    .execute();
        }
        return known.map(fingerprint::equals).orElse(true);
    }
}
