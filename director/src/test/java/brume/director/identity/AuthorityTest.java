package brume.director.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import brume.core.id.InstanceId;
import brume.director.db.Database;
import brume.director.db.OnBothEngines;
import brume.director.db.TestDatabases;
import brume.director.http.AgentKey;
import brume.director.http.Refusal;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@OnBothEngines
final class AuthorityTest {
    private static final InstanceId INSTANCE = new InstanceId(UUID.fromString("01900000-0000-7000-8000-00000000000a"));

    @TempDir
    Path home;

    private final SecureRandom random = new SecureRandom();
    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-03-01T00:00:00Z"));
    private final InstantSource clock = () -> Objects.requireNonNull(now.get());
    private final CertificateStore store = new CertificateStore();

    private Authority open() {
        return Authority.open(home, "test", store, clock, random);
    }

    private static X509Certificate read(String pem) throws GeneralSecurityException {
        return (X509Certificate)
                CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)));
    }

    @Test
    void authority_isMadeOnce() {
        assertThat(open().caPem()).isEqualTo(open().caPem());
    }

    @Test
    void twoDeploymentsOfOneName_tagWhatTheyMakeDifferently() {
        Authority other = Authority.open(home.resolve("other"), "test", store, clock, random);
        assertThat(open().owner("test")).isEqualTo(open().owner("test")).matches("test-[0-9a-f]{8}").isNotEqualTo(other.owner("test"));
    }

    @Test
    void agentCertificate_saysWhatTheDirectorSays_notWhatTheRequestAsksFor() throws Exception {
        AgentKey key = AgentKey.make();
        try (Database database = TestDatabases.open()) {
            Authority authority = open();
            Authority.Issued issued = database.write(tx -> authority.issue(tx, INSTANCE, 3, SigningRequest.parse(key.csrPem())));

            X509Certificate certificate = read(issued.certificatePem());
            certificate.verify(authority.ca().getPublicKey());
            assertThat(certificate.getSubjectX500Principal().getName()).isEqualTo("CN=" + INSTANCE);
            assertThat(certificate.getSubjectAlternativeNames()).containsExactly(List.of(6, "urn:brume:instance:" + INSTANCE + ":3"));
            assertThat(certificate.getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.2"); // TLS clients, RFC 5280 section 4.2.1.12
            assertThat(certificate.getBasicConstraints()).isEqualTo(-1);
            assertThat(certificate.getNotAfter().toInstant()).isEqualTo(clock.instant().plus(Authority.AGENT_LIFE));
            assertThat(certificate.getSerialNumber().bitLength()).isGreaterThan(64);
            assertThat(certificate.getPublicKey()).isEqualTo(key.pair().getPublic());
            assertThat(issued.keyDigest()).isEqualTo(SigningRequest.digest(key.pair().getPublic().getEncoded()));
        }
    }

    @Test
    void onlyRecordedUnrevokedUnexpiredSerials_areValid() {
        try (Database database = TestDatabases.open()) {
            Authority authority = open();
            Authority.Issued first = database.write(tx -> authority.issue(tx, INSTANCE, 1, SigningRequest.parse(AgentKey.make().csrPem())));
            assertThat(valid(database, first.serial())).isTrue();
            assertThat(valid(database, "abc")).isFalse();

            database.write(tx -> {
                authority.revoke(tx, INSTANCE);
                return true;
            });
            assertThat(valid(database, first.serial())).isFalse();

            Authority.Issued second = database.write(tx -> authority.issue(tx, INSTANCE, 2, SigningRequest.parse(AgentKey.make().csrPem())));
            assertThat(valid(database, second.serial())).isTrue();
            now.set(clock.instant().plus(Authority.AGENT_LIFE));
            assertThat(valid(database, second.serial())).isFalse();
        }
    }

    private boolean valid(Database database, String serial) {
        return database.read(tx -> store.valid(tx, serial, clock.instant()));
    }

    @Test
    void requestWithoutProofOrWithAnotherKind_isRefused() {
        AgentKey key = AgentKey.make();
        String forged = key.csrPem(AgentKey.make().pair().getPrivate());

        assertThatThrownBy(() -> SigningRequest.parse(forged)).isInstanceOf(Refusal.class).hasMessageContaining("not signed");
        assertThatThrownBy(() -> SigningRequest.parse(AgentKey.make("EC", "secp384r1").csrPem())).isInstanceOf(Refusal.class).hasMessageContaining("P-256");
        assertThatThrownBy(() -> SigningRequest.parse(AgentKey.make("Ed25519", "").csrPem())).isInstanceOf(Refusal.class).hasMessageContaining("P-256");
        for (String text : List.of("", "x", open().caPem(), "-----BEGIN CERTIFICATE REQUEST-----\nAAAA\n-----END CERTIFICATE REQUEST-----", "x".repeat(9_000))) {
            assertThatThrownBy(() -> SigningRequest.parse(text)).isInstanceOf(Refusal.class);
        }
    }

    @Test
    void serverCertificate_isRenewedByTheFirstHandshakeThatNeedsIt() throws Exception {
        ServerKeys keys = new ServerKeys(open(), List.of("localhost", "127.0.0.1", "::1"), clock);
        X509Certificate before = shown(keys);
        assertThat(before.getSubjectAlternativeNames()).extracting(name -> String.valueOf(name.get(1))).containsExactly("localhost", "127.0.0.1", "0:0:0:0:0:0:0:1");

        now.set(clock.instant().plus(Duration.ofDays(59)));
        assertThat(shown(keys)).isEqualTo(before);
        now.set(clock.instant().plus(Duration.ofDays(2)));
        X509Certificate after = shown(keys);

        assertThat(after).isNotEqualTo(before);
        assertThat(after.getNotAfter().toInstant()).isEqualTo(clock.instant().plus(Authority.SERVER_LIFE));
        assertThat(keys.chooseEngineServerAlias("RSA", null, null)).isNull();
    }

    private static X509Certificate shown(ServerKeys keys) {
        String alias = keys.chooseEngineServerAlias("EC", null, null);
        assertThat(keys.getPrivateKey(alias)).isNotNull();
        return Objects.requireNonNull(keys.getCertificateChain(alias))[0];
    }
}
