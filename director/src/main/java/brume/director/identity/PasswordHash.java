package brume.director.identity;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/**
 * An Argon2id hash (RFC 9106) with what it was made by. As text in the PHC string format: {@code $argon2id$v=19$m=19456,t=2,p=1$SALT$HASH}. Working it out takes {@code memoryKib}
 * of memory for a moment, which is not kept.
 *
 * @param salt Base64 without padding
 * @param hash Base64 without padding
 */
record PasswordHash(int memoryKib, int passes, int lanes, String salt, String hash) {
    private static final Pattern PHC =
            Pattern.compile("\\$argon2id\\$v=19\\$m=(\\d{1,8}),t=(\\d{1,3}),p=(\\d{1,3})\\$([A-Za-z0-9+/]+)\\$([A-Za-z0-9+/]+)");

    PasswordHash {
        Objects.requireNonNull(salt);
        Objects.requireNonNull(hash);
    }

    static PasswordHash parse(String text) {
        Matcher m = PHC.matcher(text);
        if (!m.matches()) {
            throw new IllegalArgumentException("not an Argon2id hash of version 19");
        }
        return new PasswordHash(Integer.parseInt(m.group(1)), Integer.parseInt(m.group(2)), Integer.parseInt(m.group(3)), m.group(4), m.group(5));
    }

    /** The same salt and costs with the hash of {@code password}, of as many bytes as this one's. */
    PasswordHash of(String password) {
        byte[] made = new byte[bytes(hash).length];
        Argon2BytesGenerator generator = new Argon2BytesGenerator();
        generator.init(new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                .withVersion(Argon2Parameters.ARGON2_VERSION_13)
                .withMemoryAsKB(memoryKib)
                .withIterations(passes)
                .withParallelism(lanes)
                .withSalt(bytes(salt))
                .build());
        int _ = generator.generateBytes(password.getBytes(StandardCharsets.UTF_8), made);
        return new PasswordHash(memoryKib, passes, lanes, salt, text(made));
    }

    /** Takes as long whatever the answer is. */
    boolean matches(String password) {
        return MessageDigest.isEqual(bytes(of(password).hash()), bytes(hash));
    }

    static String text(byte[] bytes) {
        return Base64.getEncoder().withoutPadding().encodeToString(bytes);
    }

    private static byte[] bytes(String text) {
        return Base64.getDecoder().decode(text);
    }

    @Override
    public String toString() {
        return "$argon2id$v=19$m=" + memoryKib + ",t=" + passes + ",p=" + lanes + "$" + salt + "$" + hash;
    }
}
