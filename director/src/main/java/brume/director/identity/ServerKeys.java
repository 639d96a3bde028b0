package brume.director.identity;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/**
 * The director's own TLS identity: made in memory at the start, made anew by the first handshake after two thirds of its life. The private key is never on disk.
 *
 * <p>Thread-safe.
 */
public final class ServerKeys extends X509ExtendedKeyManager {
    private static final Duration RENEW_AFTER = Authority.SERVER_LIFE.dividedBy(3).multipliedBy(2);
    private static final String KEY_TYPE = "EC";

    private final Authority authority;
    private final List<String> names;
    private final InstantSource clock;
    private Authority.ServerKey current;
    private Instant renewAt;
    private int count;

    /** {@code names} are all the host names and addresses that clients may call the director by. */
    public ServerKeys(Authority authority, List<String> names, InstantSource clock) {
        this.authority = Objects.requireNonNull(authority);
        this.names = List.copyOf(names);
        this.clock = Objects.requireNonNull(clock);
        this.current = authority.issueServer(this.names);
        this.renewAt = clock.instant().plus(RENEW_AFTER);
    }

    /** The name of the current key: a handshake that has chosen a key finishes with it or fails, and never mixes two. */
    private synchronized String alias() {
        if (clock.instant().isAfter(renewAt)) {
            current = authority.issueServer(names);
            renewAt = clock.instant().plus(RENEW_AFTER);
            count++;
        }
        return "server-" + count;
    }

    private synchronized Optional<Authority.ServerKey> key(@Nullable String alias) {
        return ("server-" + count).equals(alias) ? Optional.of(current) : Optional.empty();
    }

    @Override
    public @Nullable String chooseEngineServerAlias(String keyType, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
        return keyType.equals(KEY_TYPE) ? alias() : null;
    }

    @Override
    public @Nullable String chooseServerAlias(String keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return chooseEngineServerAlias(keyType, issuers, null);
    }

    @Override
    public String @Nullable [] getServerAliases(String keyType, Principal @Nullable [] issuers) {
        return keyType.equals(KEY_TYPE) ? new String[] {alias()} : null;
    }

    @Override
    public X509Certificate @Nullable [] getCertificateChain(@Nullable String alias) {
        return key(alias).map(key -> new X509Certificate[] {key.certificate(), authority.ca()}).orElse(null);
    }

    @Override
    public @Nullable PrivateKey getPrivateKey(@Nullable String alias) {
        return key(alias).map(Authority.ServerKey::key).orElse(null);
    }

    @Override
    public String @Nullable [] getClientAliases(String keyType, Principal @Nullable [] issuers) {
        return null;
    }

    @Override
    public @Nullable String chooseClientAlias(String @Nullable [] keyTypes, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return null;
    }
}
