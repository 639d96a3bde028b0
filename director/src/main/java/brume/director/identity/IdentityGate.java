package brume.director.identity;

import brume.core.id.InstanceId;
import brume.director.db.Database;
import brume.director.http.AgentCaller;
import brume.director.http.Gate;
import brume.director.http.UserCaller;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Knows callers by tokens and certificates. Asks the database each time, so that what was taken back is refused from the next request on. Thread-safe. */
public final class IdentityGate implements Gate {
    private static final Pattern INSTANCE = Pattern.compile(Pattern.quote(Authority.INSTANCE_URN) + "([0-9a-f-]{36}):([0-9]{1,18})");
    private static final int URI_NAME = 6; // RFC 5280, section 4.2.1.6: uniformResourceIdentifier [6]

    private final Tokens tokens;
    private final CertificateStore certificates;
    private final Database database;
    private final InstantSource clock;

    public IdentityGate(Tokens tokens, CertificateStore certificates, Database database, InstantSource clock) {
        this.tokens = Objects.requireNonNull(tokens);
        this.certificates = Objects.requireNonNull(certificates);
        this.database = Objects.requireNonNull(database);
        this.clock = Objects.requireNonNull(clock);
    }

    @Override
    public Optional<UserCaller> user(String bearer) {
        return tokens.find(bearer).map(TokenStore.Found::caller);
    }

    @Override
    public Optional<AgentCaller> agent(X509Certificate certificate) {
        String serial = Authority.serial(certificate);
        if (!database.read(tx -> certificates.valid(tx, serial, clock.instant()))) {
            return Optional.empty();
        }
        return name(certificate).map(INSTANCE::matcher).filter(Matcher::matches).map(match -> new AgentCaller(
                InstanceId.parse(match.group(1)),
                Long.parseLong(match.group(2)),
                serial,
                SigningRequest.digest(certificate.getPublicKey().getEncoded())));
    }

    private static Optional<String> name(X509Certificate certificate) {
        try {
            Collection<List<?>> names = Optional.ofNullable(certificate.getSubjectAlternativeNames()).orElse(List.of());
            return names.stream().filter(n -> n.getFirst().equals(URI_NAME)).map(n -> String.valueOf(n.get(1))).findFirst();
        } catch (CertificateParsingException e) {
            return Optional.empty();
        }
    }
}
