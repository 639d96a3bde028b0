package brume.director.log;

import brume.director.db.StoredJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The logs of one node: a folder with {@code node.json}, a folder for every role, and {@code place}: how far its journal was taken. Batches that overlap, or come again, leave every line
 * once. Thread-safe, and safe beside other directors on the same folder: whoever writes holds the file {@code lock}.
 */
final class NodeLog {
    /** Where it is told that lines are missing, and where what the agent says goes. */
    static final String AGENT = "agent";

    private static final String FACTS = "node.json";
    private static final String PLACE = "place";
    private static final int WARNING = 4;

    /** Outputs of programs that are within a line longer than the journal takes at once. */
    private static final int BROKEN_MAX = 64;

    private final Path folder;
    private final LogTerms terms;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, RoleLog> roles = new LinkedHashMap<>();
    private final Set<String> broken = new HashSet<>();
    private Optional<NodeFacts> facts = Optional.empty();

    NodeLog(Path folder, LogTerms terms) {
        this.folder = folder;
        this.terms = terms;
    }

    /** Says which log an entry belongs to. */
    @FunctionalInterface
    interface Sorting {
        String role(JournalEntry entry);
    }

    /** Takes entries in their order; answers where they end: the cursor to go on from, empty when nothing ever came. */
    String take(NodeFacts whose, List<JournalEntry> entries, Sorting sorting, Masks masks) throws IOException {
        lock.lock();
        try {
            if (facts.filter(whose::equals).isEmpty()) {
                Files.createDirectories(folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
                replace(FACTS, StoredJson.write(whose));
                facts = Optional.of(whose);
            }
            try (FileChannel file = FileChannel.open(folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    var _ = file.lock()) {
                return append(entries, sorting, masks);
            }
        } finally {
            lock.unlock();
        }
    }

    private String append(List<JournalEntry> entries, Sorting sorting, Masks masks) throws IOException {
        Places places = Places.read(folder.resolve(PLACE));
        Map<String, List<LogLine>> lines = new LinkedHashMap<>();
        for (JournalEntry entry : entries) {
            long before = places.reached(entry.journal());
            if (before >= entry.number()) {
                continue; // it came before
            }
            missing(before, entry).ifPresent(line -> lines.computeIfAbsent(AGENT, r -> new ArrayList<>()).add(line));
            if (!restOfALongLine(entry)) {
                lines.computeIfAbsent(sorting.role(entry), r -> new ArrayList<>()).add(line(entry, masks));
            }
            places.add(entry);
        }
        for (Map.Entry<String, List<LogLine>> each : lines.entrySet()) {
            roles.computeIfAbsent(each.getKey(), role -> new RoleLog(folder.resolve(role), terms)).append(each.getValue());
        }
        if (!lines.isEmpty()) {
            replace(PLACE, places.text()); // after the lines: a director that is killed in between takes them again, and finds them there
        }
        return places.last();
    }

    /** What there is of a gap before the entry: the journal dropped lines that could not be sent in time. */
    private static Optional<LogLine> missing(long before, JournalEntry entry) {
        long lost = entry.number() - before - 1;
        if (lost <= 0) {
            return Optional.empty();
        }
        String text = lost + (lost == 1 ? " line is" : " lines are") + " missing here: the machine's journal dropped them before a director could take them";
        return Optional.of(new LogLine(entry.journal(), entry.number() - 1, entry.atMicros(), WARNING, "brume", text));
    }

    /** A line of which the journal makes several entries is longer than is kept anyway: the first has it all. */
    private boolean restOfALongLine(JournalEntry entry) {
        if (entry.stream().isEmpty()) {
            return false;
        }
        boolean rest = broken.contains(entry.stream());
        if (!entry.goesOn()) {
            broken.remove(entry.stream());
        } else if (broken.size() < BROKEN_MAX) {
            broken.add(entry.stream());
        }
        return rest;
    }

    private static LogLine line(JournalEntry entry, Masks masks) {
        String source = entry.identifier().isEmpty() ? entry.unit() : entry.identifier();
        // masked while it is whole: of a secret that is cut, the rest would not be known
        return new LogLine(
                entry.journal(), entry.number(), entry.atMicros(), entry.priority(), masks.mask(source), HarmlessText.line(masks.mask(entry.message())));
    }

    /** Whose log is in a folder; empty when that is not known. */
    static Optional<NodeFacts> facts(Path folder) {
        try {
            return Optional.of(StoredJson.read(Files.readString(folder.resolve(FACTS)), NodeFacts.class));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException("a log cannot be read", e);
        }
    }

    private void replace(String name, String text) throws IOException {
        Path fresh = folder.resolve(name + ".new");
        Files.writeString(fresh, text);
        Files.move(fresh, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
