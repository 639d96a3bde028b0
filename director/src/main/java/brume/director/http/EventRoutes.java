package brume.director.http;

import brume.director.event.Event;
import brume.director.event.EventStore;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** The stream of events. */
public final class EventRoutes {
    private static final Query<Long> AFTER =
            Query.number("after", 0, Long.MAX_VALUE, "Start behind this event; from now on when left out. A `Last-Event-ID` header goes before it.");

    private final EventStore store;

    public EventRoutes(EventStore store) {
        this.store = Objects.requireNonNull(store);
    }

    public List<Route> routes() {
        return List.of(Route.get("/events", Access.USER_READ, "Follow what changes")
                .describe("A listener that cannot keep up is disconnected; nothing is ever skipped. 410 when events behind the resume token are no longer kept.")
                .query(AFTER)
                .returnsEvents(EventView.class)
                .to(this::follow));
    }

    private Reply follow(Call call) {
        long newest = store.last();
        long after = lastEventId(call).or(() -> call.query(AFTER)).orElse(newest);
        List<Event> next = store.read(after, 1);
        if (after > newest || (!next.isEmpty() && next.getFirst().seq() != after + 1)) {
            throw Refusal.of(410, "events-gone", "Events behind " + after + " are no longer kept. Read the state anew and follow from now on.");
        }
        return Reply.events((position, limit) -> store.read(position, limit).stream().map(EventRoutes::item).toList(), after);
    }

    private static EventFeed.Item item(Event event) {
        return new EventFeed.Item(event.seq(), event.kind().name(), EventView.of(event));
    }

    private static Optional<Long> lastEventId(Call call) {
        Optional<String> header = call.header("Last-Event-ID");
        if (header.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(Long.parseLong(header.get().strip()));
        } catch (NumberFormatException e) {
            throw Refusal.of(400, "bad-event-id", "The Last-Event-ID is not one that this stream gave.");
        }
    }
}
