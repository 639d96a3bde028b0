package brume.director.http;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Sends events to one listener (WHATWG HTML, section 9.2, server-sent events) until it goes away, cannot keep up or the director closes. Reads on from the listener's own
 * position, so nothing is held for it and nothing is skipped; the {@code id} of each event is where to resume.
 */
final class EventWriter {
    private static final String HEARTBEAT = ":\n\n";

    private final Edge edge;

    EventWriter(Edge edge) {
        this.edge = edge;
    }

    void write(Reply.Body.Events events, HttpServletResponse response) throws IOException, InterruptedException {
        response.setContentType("text/event-stream");
        OutputStream out = response.getOutputStream();
        out.write(HEARTBEAT.getBytes(StandardCharsets.UTF_8));
        out.flush();
        long position = events.after();
        try (Bell.Listener listener = edge.bell().listenToAll()) {
            while (!edge.bell().closed()) {
                List<EventFeed.Item> batch = events.feed().read(position, Limits.EVENT_BATCH);
                if (!batch.isEmpty() && batch.getFirst().position() != position + 1) {
                    return; // what it has not read is no longer kept; it finds out when it resumes
                }
                if (!batch.isEmpty()) {
                    send(batch, out);
                    position = batch.getLast().position();
                } else if (!listener.await(Limits.HEARTBEAT)) {
                    out.write(HEARTBEAT.getBytes(StandardCharsets.UTF_8));
                    out.flush();
                }
            }
        }
    }

    private void send(List<EventFeed.Item> batch, OutputStream out) throws IOException {
        StringBuilder text = new StringBuilder();
        for (EventFeed.Item item : batch) {
            text.append("id: ").append(item.position()).append('\n');
            text.append("event: ").append(item.name()).append('\n');
            text.append("data: ").append(new String(Json.bytes(item.data()), StandardCharsets.UTF_8)).append("\n\n");
        }
        Instant before = edge.clock().instant();
        out.write(text.toString().getBytes(StandardCharsets.UTF_8));
        out.flush();
        if (Duration.between(before, edge.clock().instant()).compareTo(Limits.EVENT_BATCH_LONGEST) > 0) {
            throw new IOException("the listener cannot keep up");
        }
    }
}
