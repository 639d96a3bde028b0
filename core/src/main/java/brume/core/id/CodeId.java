package brume.core.id;

import java.util.Objects;
import java.util.UUID;

/** Identity of a code version of a service. */
public record CodeId(UUID value) implements Comparable<CodeId> {
    public CodeId {
        Objects.requireNonNull(value);
    }

    /** Reads the text form; throws {@link IllegalArgumentException} when it is no UUID. */
    public static CodeId parse(String text) {
        return new CodeId(UUID.fromString(text));
    }

    @Override
    public int compareTo(CodeId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
