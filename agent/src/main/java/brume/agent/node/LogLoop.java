package brume.agent.node;

import brume.agent.base.Backoff;
import brume.agent.base.Log;
import brume.agent.base.Signal;
import brume.agent.http.Directors;
import brume.agent.http.Reply;
import brume.agent.http.Request;
import brume.core.role.Role;
import brume.json.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.TreeMap;
import java.util.zip.GZIPOutputStream;

/**
 * Ships the machine's journal to a director, for ever. Keeps nothing: the director says from where on, the journal itself is the buffer, and while no director takes lines none are read. A
 * batch whose answer was lost is sent again; directors leave out what they have.
 */
final class LogLoop {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    /** Lines that follow each other within this go together. */
    private static final Duration LINGER = Duration.ofMillis(400);

    /** Room for the longest line that is kept (16 KiB), however it is written in JSON. */
    private static final int BATCH_BYTES = 96 << 10;

    /** Of a longer line, its beginning: where and when it was. */
    private static final int BEGINNING_BYTES = 2 << 10;

    private final Directors directors;
    private final Journal journal;
    private final byte[] head;
    private final Backoff backoff;

    /**
     * What is sent to a director comes back as its answer: the cursor of the last entry that it has.
     *
     * @param cursor empty when it has none
     */
    private record Taken(String cursor) {}

    LogLoop(Directors directors, Journal journal, List<Role> roles, Backoff backoff) {
        this.directors = directors;
        this.journal = journal;
        this.backoff = backoff;
        TreeMap<String, String> units = new TreeMap<>();
        roles.forEach(role -> role.journal().forEach(unit -> units.put(unit, role.name())));
        this.head = (Json.write(units) + "\n").getBytes(StandardCharsets.UTF_8);
    }

    void run() {
        byte[] batch = new byte[BATCH_BYTES];
        try {
            while (true) {
                try {
                    ship(send(batch, 0), batch);
                } catch (IOException e) {
                    complain(String.valueOf(e.getMessage()));
                }
                Signal.pause(backoff.next());
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException("nobody interrupts this thread", e);
        }
    }

    /** Returns when the journal's reader has ended. */
    private void ship(String cursor, byte[] batch) throws IOException, InterruptedException {
        Process reader = journal.follow(cursor);
        try (InputStream in = reader.getInputStream()) {
            int held = 0;
            for (int count = in.read(batch); count >= 0; count = in.read(batch, held, batch.length - held)) {
                held += count;
                Signal.pause(LINGER);
                while (held < batch.length && in.available() > 0) {
                    held += Math.max(0, in.read(batch, held, batch.length - held));
                }
                if (held == batch.length && wholeLines(batch, held) == 0) {
                    held = cutLine(in, batch);
                }
                int whole = wholeLines(batch, held);
                if (whole > 0) {
                    deliver(batch, whole);
                    System.arraycopy(batch, whole, batch, 0, held - whole);
                    held -= whole;
                }
            }
        } finally {
            reader.destroyForcibly();
        }
    }

    private static int wholeLines(byte[] bytes, int length) {
        int end = length;
        while (end > 0 && bytes[end - 1] != '\n') {
            end--;
        }
        return end;
    }

    /** Leaves the beginning of a line that has no end in sight, and skips the rest of it. */
    private static int cutLine(InputStream in, byte[] batch) throws IOException {
        int rest = BATCH_BYTES - BEGINNING_BYTES; // a buffer of its own would rest nearly always
        int keep = BEGINNING_BYTES + 1;
        while (true) {
            int count = in.read(batch, keep, rest - 1);
            if (count < 0) {
                throw new IOException("the journal's reader ended within a line");
            }
            for (int i = keep; i < keep + count; i++) {
                if (batch[i] == '\n') {
                    batch[BEGINNING_BYTES] = '\n';
                    System.arraycopy(batch, i + 1, batch, keep, keep + count - i - 1);
                    return keep + keep + count - i - 1;
                }
            }
        }
    }

    private void deliver(byte[] batch, int length) throws InterruptedException {
        while (true) {
            try {
                var _ = send(batch, length);
                backoff.succeeded();
                return;
            } catch (IOException e) {
                complain(String.valueOf(e.getMessage()));
                Signal.pause(backoff.next());
            }
        }
    }

    /** Answers the cursor of the last entry that the director has. */
    private String send(byte[] batch, int length) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream(4 << 10);
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write(head);
            out.write(batch, 0, length);
        }
        try (Reply reply = directors.call(Request.postPacked("/agent/v1/logs", ByteBuffer.wrap(packed.toByteArray()), PATIENCE))) {
            if (reply.status() != 200) {
                throw new IOException("the director answered " + reply.status());
            }
            return Json.read(reply.text(), Taken.class).cursor();
        }
    }

    /** What this says would be shipped too; so it says little. */
    private void complain(String why) {
        if (Integer.bitCount(backoff.failures() + 1) == 1) { // the 1st, 2nd, 4th, 8th …
            Log.warning("logs are not shipped: " + why);
        }
    }
}
