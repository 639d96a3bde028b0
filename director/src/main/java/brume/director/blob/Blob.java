package brume.director.blob;

import java.util.regex.Pattern;

/**
 * A blob that is kept.
 *
 * @param digest SHA-256, lower-case hexadecimal
 * @param size in bytes
 */
public record Blob(String digest, long size) {
    private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{64}");

    public Blob {
        if (!isDigest(digest)) {
            throw new IllegalArgumentException("not a SHA-256 in lower-case hexadecimal: " + digest);
        }
    }

    public static boolean isDigest(String text) {
        return DIGEST.matcher(text).matches();
    }
}
