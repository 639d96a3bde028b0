package brume.director.identity;

import java.security.SecureRandom;
import java.util.Base64;

/** Secrets at random. */
public final class RandomText {
    private static final String LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    private RandomText() {}

    /** {@code length} characters of [A-Za-z0-9]; each carries 5.95 bits. */
    public static String letters(SecureRandom random, int length) {
        StringBuilder text = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            text.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
        }
        return text.toString();
    }

    /** {@code bytes} random bytes in URL-safe Base64 without padding. */
    static String base64(SecureRandom random, int bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes(random, bytes));
    }

    static byte[] bytes(SecureRandom random, int count) {
        byte[] bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }
}
