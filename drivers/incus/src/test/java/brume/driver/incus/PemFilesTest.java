package brume.driver.incus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.ECPrivateKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PemFilesTest {
    @TempDir
    private Path folder;

    @Test
    void pkcs8Keys_areRead() throws Exception {
        for (KeyPair pair : new KeyPair[] {ec(), rsa()}) {
            Path file = TestPems.pem(folder.resolve("k.pem"), "PRIVATE KEY", pair.getPrivate().getEncoded());

            assertThat(PemFiles.key(file)).isEqualTo(pair.getPrivate());
        }
    }

    /** What {@code openssl ecparam -genkey} and the clients of both products write: parameters first, then the key (RFC 5915). */
    @Test
    void olderFormOfAnEllipticKey_isRead() throws Exception {
        ECPrivateKey key = (ECPrivateKey) ec().getPrivate();
        byte[] der = sec1(key.getS());
        Path file = TestPems.pem(folder.resolve("k.pem"), "EC PRIVATE KEY", der);
        Files.writeString(file, "-----BEGIN EC PARAMETERS-----\nBggqhkjOPQMBBw==\n-----END EC PARAMETERS-----\n" + Files.readString(file));

        assertThat(((ECPrivateKey) PemFiles.key(file)).getS()).isEqualTo(key.getS());
    }

    @Test
    void olderFormOfAnRsaKey_isRead() throws Exception {
        KeyPair pair = rsa();
        byte[] pkcs8 = pair.getPrivate().getEncoded();
        // The older form is what PKCS#8 wraps; with 2048 bits it begins after 26 bytes of wrapping.
        Path file = TestPems.pem(folder.resolve("k.pem"), "RSA PRIVATE KEY", Arrays.copyOfRange(pkcs8, 26, pkcs8.length));

        assertThat(PemFiles.key(file)).isEqualTo(pair.getPrivate());
    }

    @Test
    void encryptedKey_isRefused() throws Exception {
        Path file = TestPems.pem(folder.resolve("k.pem"), "ENCRYPTED PRIVATE KEY", ec().getPrivate().getEncoded());

        assertThatThrownBy(() -> PemFiles.key(file)).isInstanceOf(GeneralSecurityException.class);
    }

    @Test
    void rubbish_isRefused() throws IOException {
        Path file = TestPems.pem(folder.resolve("k.pem"), "EC PRIVATE KEY", new byte[] {0x30, 0x02, 0x05, 0x00});

        assertThatThrownBy(() -> PemFiles.key(file)).isInstanceOf(GeneralSecurityException.class);
        assertThatThrownBy(() -> PemFiles.certificates(file)).isInstanceOf(GeneralSecurityException.class);
    }

    private static KeyPair ec() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        return generator.generateKeyPair();
    }

    private static KeyPair rsa() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        return generator.generateKeyPair();
    }

    /** SEQUENCE { INTEGER 1, OCTET STRING secret, [0] { OID prime256v1 } }. */
    private static byte[] sec1(BigInteger secret) {
        byte[] number = secret.toByteArray();
        byte[] fixed = new byte[32];
        int length = Math.min(32, number.length);
        System.arraycopy(number, number.length - length, fixed, 32 - length, length);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(HexFormat.of().parseHex("30310201010420"));
        out.writeBytes(fixed);
        out.writeBytes(HexFormat.of().parseHex("a00a06082a8648ce3d030107"));
        return out.toByteArray();
    }
}
