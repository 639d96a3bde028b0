package brume.core.agent;

import java.util.Objects;

/**
 * A blob that a role needs, fetched from {@code GET /agent/v1/content/DIGEST}.
 *
 * @param name what the role calls it, such as {@code code-0190…} or {@code dump}
 * @param digest SHA-256 of the bytes, lower-case hexadecimal
 * @param size in bytes
 */
public record ContentRef(String name, String digest, long size) {
    public ContentRef {
        Objects.requireNonNull(name);
        if (!digest.matches("[0-9a-f]{64}")) {
            throw new IllegalArgumentException("not a SHA-256 in lower-case hexadecimal: " + digest);
        }
        if (size < 0) {
            throw new IllegalArgumentException("a size is not negative: " + size);
        }
    }
}
