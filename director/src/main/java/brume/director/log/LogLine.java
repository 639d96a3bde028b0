package brume.director.log;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A line as it is kept: one line of a file, its parts separated by tabs, the text last.
 *
 * @param journal which journal of the machine numbered it; another after each boot
 * @param number grows from line to line of a journal
 * @param atMicros when it was written, by the machine's clock, since 1970
 * @param priority 0 (emergency) to 7 (debug), as in syslog (RFC 5424, section 6.2.1)
 * @param source the program, or the unit, that said it
 * @param text harmless on terminals
 */
record LogLine(String journal, long number, long atMicros, int priority, String source, String text) {
    private static final int PARTS = 6;

    LogLine {
        Objects.requireNonNull(journal);
        source = HarmlessText.word(source);
        text = HarmlessText.of(text);
    }

    Instant at() {
        return Instant.EPOCH.plus(atMicros, ChronoUnit.MICROS);
    }

    /** What stands in the file, its line end left out. */
    String written() {
        return atMicros + "\t" + journal + "\t" + number + "\t" + priority + "\t" + source + "\t" + text;
    }

    /** Empty when it is not one: half of it may be missing after a power failure. */
    static Optional<LogLine> read(String written) {
        List<String> parts = List.of(written.split("\t", PARTS));
        if (parts.size() < PARTS) {
            return Optional.empty();
        }
        try {
            return Optional.of(new LogLine(
                    parts.get(1), Long.parseLong(parts.get(2)), Long.parseLong(parts.getFirst()), Integer.parseInt(parts.get(3)), parts.get(4), parts.get(5)));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }
}
