package brume.director.log;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A line of {@code journalctl -o json}. Fields: systemd.journal-fields(7); cursors: {@code s=} is the id of the sequence, {@code i=} the number within it, hexadecimal.
 *
 * @param cursor where it stands, as journalctl says it
 * @param unit the unit that it is of or about; empty when it is of none
 * @param stream which output of a program it came from; empty when it came otherwise
 * @param goesOn whether the rest of the line is another entry of the same stream
 */
record JournalEntry(
        String cursor, String journal, long number, long atMicros, int priority, String identifier, String unit, String stream, boolean goesOn, String message) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern CURSOR = Pattern.compile("s=([0-9a-f]{8,64});i=([0-9a-f]{1,16});[0-9a-z=;]{0,200}");
    private static final Pattern CURSOR_FIELD = Pattern.compile("\"__CURSOR\":\"([^\"]{1,300})\"");
    private static final Pattern TIME_FIELD = Pattern.compile("\"__REALTIME_TIMESTAMP\":\"([0-9]{1,18})\"");
    private static final String TOO_LONG = "(a line that was too long to be sent)";
    private static final int INFO = 6;

    /** Enough to tell journals of one machine apart. */
    private static final int JOURNAL_CHARS = 12;

    JournalEntry {
        Objects.requireNonNull(cursor);
        Objects.requireNonNull(journal);
    }

    /** A place in a machine's journals. */
    record Place(String journal, long number) {
        /** Empty when the cursor is none. */
        static Optional<Place> of(String cursor) {
            Matcher matcher = CURSOR.matcher(cursor);
            if (!matcher.matches()) {
                return Optional.empty();
            }
            String id = matcher.group(1);
            try {
                return Optional.of(new Place(id.substring(0, Math.min(id.length(), JOURNAL_CHARS)), Long.parseLong(matcher.group(2), 16)));
            } catch (NumberFormatException e) {
                return Optional.empty();
            }
        }
    }

    /** Empty when nothing can be made of it. Of one that the machine cut off, only where and when it was remains. */
    static Optional<JournalEntry> read(String line) {
        try {
            return of(JSON.readTree(line));
        } catch (JsonProcessingException e) {
            Matcher cursor = CURSOR_FIELD.matcher(line);
            Matcher time = TIME_FIELD.matcher(line);
            return cursor.find() && time.find() ? of(cursor.group(1), time.group(1), JSON.createObjectNode().put("MESSAGE", TOO_LONG)) : Optional.empty();
        }
    }

    private static Optional<JournalEntry> of(JsonNode node) {
        return of(node.path("__CURSOR").asText(""), node.path("__REALTIME_TIMESTAMP").asText(""), node);
    }

    private static Optional<JournalEntry> of(String cursor, String micros, JsonNode node) {
        Optional<Place> place = Place.of(cursor);
        if (place.isEmpty() || !micros.matches("[0-9]{1,18}")) {
            return Optional.empty();
        }
        String about = text(node.path("UNIT"));
        String priority = text(node.path("PRIORITY"));
        return Optional.of(new JournalEntry(
                cursor,
                place.get().journal(),
                place.get().number(),
                Long.parseLong(micros),
                priority.matches("[0-7]") ? Integer.parseInt(priority) : INFO,
                text(node.path("SYSLOG_IDENTIFIER")),
                about.isEmpty() ? text(node.path("_SYSTEMD_UNIT")) : about,
                text(node.path("_STREAM_ID")),
                text(node.path("_LINE_BREAK")).equals("line-max"),
                text(node.path("MESSAGE"))));
    }

    /** A field is a text, an array of bytes when it is not UTF-8, an array of such when it is there several times, or null when journalctl finds it too long. */
    private static String text(JsonNode field) {
        if (field.isNull()) {
            return TOO_LONG;
        }
        if (!field.isArray()) {
            return field.asText("");
        }
        if (!field.path(0).isNumber()) {
            return text(field.path(0));
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        field.forEach(b -> bytes.write(b.asInt()));
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
