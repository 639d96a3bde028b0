package brume.director.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import brume.core.id.InstanceId;
import brume.core.id.ServiceId;
import brume.core.service.SecretRef;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SecretsTest {
    private static final ServiceId SERVICE = new ServiceId(UUID.fromString("01900000-0000-7000-8000-00000000000b"));
    private static final SecretRef PASSWORD = new SecretRef(SERVICE, "password", 1);

    @TempDir
    Path home;

    private final SecureRandom random = new SecureRandom();

    @Test
    void sealedSecret_opensAfterARestart_andIsNeverTheSameTextTwice() throws IOException {
        Path key = home.resolve("secrets/vault.key");
        Vault vault = Vault.open(key, random);
        String sealed = vault.seal(PASSWORD, "pässword");

        assertThat(sealed).doesNotContain("pässword").isNotEqualTo(vault.seal(PASSWORD, "pässword"));
        assertThat(Vault.open(key, random).open(PASSWORD, sealed)).isEqualTo("pässword");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key))).isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(home.resolve("secrets")))).isEqualTo("rwx------");
    }

    @Test
    void sealedSecret_opensNowhereElse() {
        Vault vault = Vault.open(home.resolve("vault.key"), random);
        String sealed = vault.seal(PASSWORD, "x");
        char last = sealed.charAt(10);
        String changed = sealed.substring(0, 10) + (last == 'A' ? 'B' : 'A') + sealed.substring(11);

        assertThatThrownBy(() -> vault.open(new SecretRef(SERVICE, "password", 2), sealed)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> vault.open(new SecretRef(SERVICE, "other", 1), sealed)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> vault.open(PASSWORD, changed)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> Vault.open(home.resolve("other.key"), random).open(PASSWORD, sealed)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void enrolmentToken_isOfOneMachineOnly_andTheSameAfterARestart() {
        Path key = home.resolve("enrolment.key");
        InstanceId instance = new InstanceId(UUID.fromString("01900000-0000-7000-8000-00000000000c"));
        String token = Enrolment.open(key, random).token(instance, 1);
        Enrolment again = Enrolment.open(key, random);

        assertThat(again.verify(instance, 1, token)).isTrue();
        assertThat(again.verify(instance, 2, token)).isFalse();
        assertThat(again.verify(new InstanceId(UUID.fromString("01900000-0000-7000-8000-00000000000d")), 1, token)).isFalse();
        assertThat(again.verify(instance, 1, "")).isFalse();
        assertThat(Enrolment.open(home.resolve("another.key"), random).verify(instance, 1, token)).isFalse();
    }

    @Test
    void throttle_doublesTheWait_forgetsASuccess_andForgivesInTime() {
        AtomicLong seconds = new AtomicLong();
        LoginThrottle throttle = new LoginThrottle(() -> Instant.ofEpochSecond(seconds.get()));
        for (int i = 0; i < 4; i++) {
            throttle.failed("admin", "10.0.0.1");
        }
        assertThat(throttle.wait("admin", "10.0.0.1")).isEmpty();
        throttle.failed("admin", "10.0.0.1");
        assertThat(throttle.wait("admin", "10.0.0.1")).contains(Duration.ofSeconds(1));
        throttle.failed("admin", "10.0.0.1");
        assertThat(throttle.wait("admin", "10.0.0.1")).contains(Duration.ofSeconds(2));
        assertThat(throttle.wait("admin", "10.0.0.2")).isEmpty(); // the owner, elsewhere
        for (int i = 0; i < 50; i++) {
            throttle.failed("admin", "10.0.0.1");
        }
        assertThat(throttle.wait("other", "10.0.0.1")).contains(Duration.ofMinutes(5)); // whoever it is from there

        throttle.succeeded("admin", "10.0.0.1");
        seconds.addAndGet(3_601);
        throttle.failed("admin", "10.0.0.1");
        assertThat(throttle.wait("admin", "10.0.0.1")).isEmpty();
    }

    @Test
    void throttle_staysSmall() {
        LoginThrottle throttle = new LoginThrottle(() -> Instant.EPOCH);
        for (int i = 0; i < 30_000; i++) {
            throttle.failed("a" + i, "10.0.0." + i);
        }
        assertThat(throttle.size()).isLessThanOrEqualTo(10_000);
    }

    /** Made by the program of the algorithm's authors (Debian's package argon2). */
    @Test
    void passwordHash_ofAnotherProgram_isUnderstood() {
        String hash = "$argon2id$v=19$m=19456,t=2,p=1$c2FsdHlzYWx0eXNhbHR5cw$oOBeK0TR4VtoWwIN4LbvKL2u5o66uGKhw/GbwRkL8UE";

        assertThat(PasswordHash.parse(hash)).hasToString(hash);
        assertThat(new Passwords(random).verify("correct horse", hash)).isTrue();
        assertThat(new Passwords(random).verify("correct horsf", hash)).isFalse();
    }

    @Test
    void passwordHash_saysItsCost() {
        Passwords passwords = new Passwords(random);
        String hash = passwords.hash("correct horse");

        assertThat(hash).startsWith("$argon2id$v=19$m=19456,t=2,p=1$");
        assertThat(passwords.verify("correct horse", hash)).isTrue();
        assertThat(passwords.verify("battery staple", hash)).isFalse();
        assertThat(passwords.hash("correct horse")).isNotEqualTo(hash);
    }
}
