package brume.core.problem;

import java.util.Objects;

/**
 * Where in a user's document a mistake stands.
 *
 * @param source what the user called the document, such as {@code manifest.json}
 * @param line 1-based, 0 when unknown
 * @param column 1-based, 0 when unknown
 * @param pointer JSON Pointer (RFC 6901) to the value, empty for the whole document or when unknown
 */
public record Place(String source, int line, int column, String pointer) {
    public Place {
        Objects.requireNonNull(source);
        Objects.requireNonNull(pointer);
    }

    public static Place field(String pointer) {
        return new Place("", 0, 0, pointer);
    }

    @Override
    public String toString() {
        String at = line > 0 ? source + ":" + line + ":" + column : source;
        if (pointer.isEmpty()) {
            return at;
        }
        return at.isEmpty() ? pointer : at + " (" + pointer + ")";
    }
}
