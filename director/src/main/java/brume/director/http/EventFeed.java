package brume.director.http;

import java.util.List;
import java.util.Objects;

/**
 * Where server-sent events come from. Reads are by position, so a listener is never skipped and the server holds nothing for it.
 *
 * <p>Thread-safe.
 */
public interface EventFeed {
    /** What a listener gets. Positions grow by one from event to event. {@code data} is written as JSON on one line; {@code position} is the resume token. */
    record Item(long position, String name, Object data) {
        public Item {
            Objects.requireNonNull(name);
            Objects.requireNonNull(data);
        }
    }

    /** Events after the position, oldest first, at most {@code limit}. */
    List<Item> read(long after, int limit);
}
