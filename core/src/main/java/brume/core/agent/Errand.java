package brume.core.agent;

import java.util.Objects;

/**
 * Something that a node shall do at once, at most once, and whose answer somebody waits for. Nothing of it is kept: what shall be so later too belongs in {@link NodeConfig}.
 *
 * @param id text form of a UUID
 * @param kind {@code SERVICE.VERB}, such as {@code mysql.dump}; its node half is found by this name
 * @param arguments JSON text whose shape only the two halves know; no secrets
 * @param secondsMax longest that it may take
 */
public record Errand(String id, String kind, String arguments, long secondsMax) {
    public Errand {
        Objects.requireNonNull(id);
        Objects.requireNonNull(kind);
        Objects.requireNonNull(arguments);
        if (secondsMax < 1) {
            throw new IllegalArgumentException("an errand takes a while: " + secondsMax);
        }
    }
}
