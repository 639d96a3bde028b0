package brume.director.revision;

import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Bytes that a service has: a code version, dump or script.
 *
 * @param digest SHA-256, lower-case hexadecimal
 * @param filename what people call it: one name, without folders
 */
public record Content(String digest, String filename) {
    private static final Pattern TEXT = Pattern.compile("sha256:([0-9a-f]{64})/(.+)");

    public Content {
        Objects.requireNonNull(digest);
        String plain = filename.replace('\\', '/').replaceAll("\\p{Cntrl}", "_");
        String last = plain.substring(plain.lastIndexOf('/') + 1);
        filename = last.isBlank() || last.matches("\\.+") ? "archive" : last;
    }

    /** As manifests name it: {@code sha256:DIGEST/FILENAME}. */
    public String text() {
        return "sha256:" + digest + "/" + filename;
    }

    /** Reads {@link #text()}. */
    public static Optional<Content> parse(String text) {
        Matcher matcher = TEXT.matcher(text);
        return matcher.matches() ? Optional.of(new Content(matcher.group(1), matcher.group(2))) : Optional.empty();
    }

    /** For people, who tell digests by their beginning. */
    public String brief() {
        return filename + " (" + digest.substring(0, 12) + ")";
    }
}
