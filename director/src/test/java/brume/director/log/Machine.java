package brume.director.log;

import brume.director.db.StoredJson;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A machine's journal as journalctl tells it, and the log of its node in a folder. */
final class Machine {
    static final NodeFacts FACTS = new NodeFacts("01900000-0000-7000-8000-000000000001", "t-blog-php1-1", 1, "app-id", "Blog", "service-id", 1, "php");
    static final Map<String, String> UNITS = Map.of("brume-php-nginx.service", "php.web", "brume-php-fpm@.service", "php.backend", "brume-startup", "startup");
    static final long BEGAN = 1_790_000_000_000_000L;

    private Machine() {}

    static String journal(int number) {
        return "%016x%016x".formatted(number * 0x9e3779b97f4a7c15L, number);
    }

    static JournalEntry entry(int journal, long number, String unit, String message) {
        return entry(journal, number, Map.of("_SYSTEMD_UNIT", unit, "MESSAGE", message));
    }

    static JournalEntry entry(int journal, long number, Map<String, ?> fields) {
        return JournalEntry.read(line(journal, number, fields)).orElseThrow();
    }

    static String line(int journal, long number, Map<String, ?> fields) {
        Map<String, Object> all = new LinkedHashMap<>(Map.of(
                "__CURSOR", "s=" + journal(journal) + ";i=" + Long.toHexString(number) + ";b=0;m=0;t=0;x=0",
                "__REALTIME_TIMESTAMP", Long.toString(BEGAN + journal * 1_000_000_000L + number)));
        all.putAll(fields);
        return StoredJson.write(all);
    }

    static String sort(JournalEntry entry) {
        return LogIntake.role(UNITS, entry);
    }

    /** All lines of a role that are kept. */
    static List<LogLine> lines(Path folder, String role) throws IOException {
        RoleReader reader = new RoleReader(folder.resolve(role));
        List<LogLine> lines = new ArrayList<>();
        for (Optional<LogLine> line = reader.peek(); line.isPresent(); line = reader.peek()) {
            lines.add(line.get());
            reader.take();
        }
        return lines;
    }

    static List<String> texts(Path folder, String role) throws IOException {
        return lines(folder, role).stream().map(LogLine::text).toList();
    }
}
