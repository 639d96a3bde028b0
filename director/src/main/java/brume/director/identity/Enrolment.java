package brume.director.identity;

import brume.core.id.InstanceId;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Enrolment tokens: what a machine shows once to become an instance's agent. A token is a message authentication code over the instance and the generation of its machine, so
 * the director keeps none, makes the same one again after a restart, and a token of an earlier machine is worthless. That a token is used once only is the node's own rule.
 *
 * <p>Thread-safe.
 */
public final class Enrolment {
    private static final int KEY_BYTES = 32;
    private static final String ALGORITHM = "HmacSHA256";

    private final SecretKeySpec key;

    private Enrolment(byte[] key) {
        this.key = new SecretKeySpec(key, ALGORITHM);
    }

    /** Reads the key file; makes it at random when there is none. */
    public static Enrolment open(Path keyFile, SecureRandom random) {
        return new Enrolment(PrivateFile.readOrMake(keyFile, () -> RandomText.bytes(random, KEY_BYTES)));
    }

    String fingerprint() {
        return Fingerprint.of("enrolment", key.getEncoded());
    }

    public String token(InstanceId instance, long generation) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(code(instance, generation));
    }

    /** Whether it is the token of this machine; takes the same time however much of it is right. */
    public boolean verify(InstanceId instance, long generation, String token) {
        byte[] wanted = token(instance, generation).getBytes(StandardCharsets.US_ASCII);
        return MessageDigest.isEqual(wanted, token.getBytes(StandardCharsets.UTF_8));
    }

    private byte[] code(InstanceId instance, long generation) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return mac.doFinal(("enrol " + instance + " " + generation).getBytes(StandardCharsets.US_ASCII));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has HMAC with SHA-256", e);
        }
    }
}
