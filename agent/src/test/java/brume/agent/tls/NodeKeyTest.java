package brume.agent.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class NodeKeyTest {
    private final Instant now = Instant.now();
    private final NodeKey key = NodeKey.make(new SecureRandom());

    @Test
    void certificateRequest_isSignedByItsKey() throws Exception {
        assertThat(TestAuthority.keyOf(key.certificateRequest("some-machine"))).isEqualTo(key.publicKey());
    }

    @Test
    void certificateRequest_isWhatOpensslCallsOne(@TempDir Path folder) throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/openssl")), "openssl is on the machine");
        Path csr = Files.writeString(folder.resolve("csr.pem"), key.certificateRequest("01900000-0000-7000-8000-000000000001"));
        Process openssl = new ProcessBuilder("openssl", "req", "-in", csr.toString(), "-verify", "-noout", "-subject", "-text").redirectErrorStream(true).start();
        String says = new String(openssl.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        assertThat(openssl.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(openssl.exitValue()).as(says).isZero();
        assertThat(says)
                .contains("verify OK")
                .contains("CN = 01900000-0000-7000-8000-000000000001")
                .contains("Version: 1 (0x0)")
                .contains("prime256v1")
                .contains("ecdsa-with-SHA256");
    }

    @Test
    void keptKey_isTheSameKey() throws Exception {
        NodeKey again = NodeKey.read(key.text());
        assertThat(again.publicKey()).isEqualTo(key.publicKey());
        assertThat(TestAuthority.keyOf(again.certificateRequest("x"))).isEqualTo(key.publicKey());
    }

    @Test
    void damagedKey_isRefused() {
        assertThatThrownBy(() -> NodeKey.read("nonsense")).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> NodeKey.read(key.text().replace("-----BEGIN PRIVATE KEY-----\n", "-----BEGIN PRIVATE KEY-----\nAAAA"))).isInstanceOf(IOException.class);
    }

    @Test
    void certificateOfAnotherKey_isRefused() throws Exception {
        TestAuthority authority = new TestAuthority("ca", now);
        NodeKey other = NodeKey.make(new SecureRandom());
        String certificate = authority.issue(other.publicKey(), "other", now, now.plusSeconds(60));
        assertThatThrownBy(() -> Credentials.of(key, certificate)).hasMessageContaining("another key");
    }

    @Test
    void certificate_isRenewedAtTwoThirdsOfItsLife() throws Exception {
        Instant from = Instant.ofEpochSecond(now.getEpochSecond());
        String certificate = new TestAuthority("ca", now).issue(key.publicKey(), "me", from, from.plusSeconds(900));
        assertThat(Credentials.of(key, certificate).renewAt()).isEqualTo(from.plusSeconds(600));
        assertThat(Credentials.of(key, certificate).endsAt()).isEqualTo(from.plusSeconds(900));
    }

    @Test
    void longObjectIdentifiers_areEncodedInBase128() {
        assertThat(Der.oid("1.2.840.113549")).containsExactly(0x06, 0x06, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d); // X.690, 8.19
    }
}
