package brume.director.http;

import brume.director.event.Event;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;

/**
 * Something that changed.
 *
 * @param seq where to resume
 * @param kind of the thing, such as {@code app}
 * @param what stable, kebab-case
 * @param text one sentence for people
 */
public record EventView(long seq, Instant at, String kind, UUID id, String what, String text) {
    public EventView {
        Objects.requireNonNull(at);
        Objects.requireNonNull(kind);
        Objects.requireNonNull(id);
        Objects.requireNonNull(what);
        Objects.requireNonNull(text);
    }

    static EventView of(Event event) {
        return new EventView(event.seq(), event.at(), event.kind().name(), event.id(), event.what(), event.text());
    }
}
