package brume.director.secret;

import brume.core.id.ServiceId;
import brume.core.service.SecretDef;
import brume.core.service.SecretRef;
import brume.director.db.Database;
import brume.director.identity.Vault;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import org.jooq.DSLContext;

/** Makes, changes, names and reveals the secrets of services. Thread-safe. */
public final class Secrets {
    private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    private final SecretStore store;
    private final Vault vault;
    private final RandomGenerator random;
    private final InstantSource clock;

    /** @param random cryptographically strong in production */
    public Secrets(Database database, Vault vault, RandomGenerator random, InstantSource clock) {
        this.store = new SecretStore(database);
        this.vault = Objects.requireNonNull(vault);
        this.random = Objects.requireNonNull(random);
        this.clock = Objects.requireNonNull(clock);
    }

    /** Gives a secret a random value, and tells it. */
    public String make(DSLContext tx, ServiceId service, SecretDef def) {
        StringBuilder value = new StringBuilder(def.length());
        for (int i = 0; i < def.length(); i++) {
            value.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        set(tx, service, def.name(), value.toString(), false);
        return value.toString();
    }

    /** Gives a secret a value of the user's; whatever names the secret changes with the version. The value before is kept until the next change, for nodes that are not there yet. */
    public void set(DSLContext tx, ServiceId service, String name, String value) {
        set(tx, service, name, value, true);
    }

    /** Whether a user chose the present value. */
    public boolean given(DSLContext tx, ServiceId service, String name) {
        return store.given(tx, service, name);
    }

    /** Whether this is the present value. */
    public boolean holds(DSLContext tx, ServiceId service, String name, String value) {
        return Optional.ofNullable(store.newest(tx, service).get(name))
                .flatMap(ref -> store.sealed(tx, ref).map(sealed -> vault.open(ref, sealed)))
                .filter(present -> MessageDigest.isEqual(present.getBytes(StandardCharsets.UTF_8), value.getBytes(StandardCharsets.UTF_8)))
                .isPresent();
    }

    private void set(DSLContext tx, ServiceId service, String name, String value, boolean given) {
        int version = Optional.ofNullable(store.newest(tx, service).get(name)).map(r -> r.version() + 1).orElse(1);
        SecretRef ref = new SecretRef(service, name, version);
        store.want(tx, ref, vault.seal(ref, value), given, clock.instant());
        store.wantGoneBefore(tx, ref, version - 1);
    }

    public void forget(DSLContext tx, ServiceId service) {
        store.wantGone(tx, service);
    }

    /** The newest version of every secret of a service, by name. */
    public Map<String, SecretRef> of(ServiceId service) {
        return store.newest(service);
    }

    /** Every value that a secret of the service has, or had lately. */
    public List<String> values(ServiceId service) {
        return store.all(service).entrySet().stream().map(kept -> vault.open(kept.getKey(), kept.getValue())).toList();
    }

    /** Puts the value of every placeholder of {@code json} in its place, escaped as the inside of a JSON string. A placeholder of a secret that is no more becomes empty. */
    public String reveal(String json) {
        Matcher matcher = SecretRef.PLACEHOLDER.matcher(json);
        StringBuilder revealed = new StringBuilder(json.length());
        while (matcher.find()) {
            SecretRef ref = SecretRef.of(matcher);
            String value = store.sealed(ref).map(sealed -> vault.open(ref, sealed)).orElse("");
            matcher.appendReplacement(revealed, Matcher.quoteReplacement(escaped(value)));
        }
        return matcher.appendTail(revealed).toString();
    }

    private static String escaped(String value) {
        return new String(JsonStringEncoder.getInstance().quoteAsString(value));
    }
}
