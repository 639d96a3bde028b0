package brume.director.event;

import brume.director.engine.Kind;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;

/**
 * Something that changed.
 *
 * @param seq place in the list, and the token to resume after
 * @param what stable, kebab-case, such as {@code power}, {@code blocked}, {@code alarm}
 * @param text one sentence for people
 */
public record Event(long seq, Instant at, Kind kind, UUID id, String what, String text) {
    public Event {
        Objects.requireNonNull(at);
        Objects.requireNonNull(kind);
        Objects.requireNonNull(id);
        Objects.requireNonNull(what);
        Objects.requireNonNull(text);
    }
}
