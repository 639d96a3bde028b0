package brume.director.identity;

import brume.core.service.SecretRef;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Seals the secrets of services for the database: AES-256 in Galois/Counter Mode with a random 96-bit nonce (NIST SP 800-38D). What a secret belongs to is authenticated with
 * it, so that a sealed text moved to another row does not open. The key is a file of its own, so that a copy of the database alone gives nothing away.
 *
 * <p>Thread-safe.
 */
public final class Vault {
    private static final String FORM = "v1.";
    private static final int KEY_BYTES = 32;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;

    private final SecretKeySpec key;
    private final SecureRandom random;

    private Vault(byte[] key, SecureRandom random) {
        this.key = new SecretKeySpec(key, "AES");
        this.random = random;
    }

    /** Reads the key file; makes it at random when there is none. */
    public static Vault open(Path keyFile, SecureRandom random) {
        byte[] key = PrivateFile.readOrMake(keyFile, () -> RandomText.bytes(random, KEY_BYTES));
        if (key.length != KEY_BYTES) {
            throw new IllegalStateException("the vault's key file does not hold " + KEY_BYTES + " bytes: " + keyFile);
        }
        return new Vault(key, random);
    }

    String fingerprint() {
        return Fingerprint.of("vault", key.getEncoded());
    }

    /** The secret as text for a database column; different every time. */
    public String seal(SecretRef what, String secret) {
        byte[] nonce = RandomText.bytes(random, NONCE_BYTES);
        byte[] sealed = run(Cipher.ENCRYPT_MODE, what, nonce, secret.getBytes(StandardCharsets.UTF_8));
        byte[] both = Arrays.copyOf(nonce, nonce.length + sealed.length);
        System.arraycopy(sealed, 0, both, nonce.length, sealed.length);
        return FORM + Base64.getEncoder().encodeToString(both);
    }

    /** The secret again. Throws {@link IllegalStateException} when the text was sealed for something else, under another key, or was changed. */
    public String open(SecretRef what, String sealed) {
        if (!sealed.startsWith(FORM)) {
            throw new IllegalStateException("not sealed by this vault: " + describe(what));
        }
        byte[] both = Base64.getDecoder().decode(sealed.substring(FORM.length()));
        byte[] nonce = Arrays.copyOf(both, NONCE_BYTES);
        return new String(run(Cipher.DECRYPT_MODE, what, nonce, Arrays.copyOfRange(both, NONCE_BYTES, both.length)), StandardCharsets.UTF_8);
    }

    private byte[] run(int mode, SecretRef what, byte[] nonce, byte[] text) {
        try {
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
            cipher.updateAAD(describe(what).getBytes(StandardCharsets.UTF_8));
            return cipher.doFinal(text);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the secret does not open: " + describe(what), e);
        }
    }

    private static String describe(SecretRef what) {
        return what.service() + " " + what.name() + " " + what.version();
    }
}
