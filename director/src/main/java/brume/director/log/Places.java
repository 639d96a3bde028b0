package brume.director.log;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** How far the journals of a machine were taken: the cursor of the last entry of each, the newest journal last. Not thread-safe. */
final class Places {
    /** Journals before the newest are known for the sake of batches that come late. */
    private static final int JOURNALS_MAX = 8;

    /** By journal. */
    private final Map<String, String> cursors = new LinkedHashMap<>();

    private Places() {}

    /** Without any when the file is not there or no such. */
    static Places read(Path file) throws IOException {
        Places places = new Places();
        try {
            Files.readString(file).lines().forEach(places::add);
        } catch (NoSuchFileException e) {
            // the first batch is still to come
        }
        return places;
    }

    private void add(String cursor) {
        JournalEntry.Place.of(cursor).ifPresent(place -> {
            cursors.remove(place.journal());
            cursors.put(place.journal(), cursor);
        });
    }

    void add(JournalEntry entry) {
        add(entry.cursor());
        if (cursors.size() > JOURNALS_MAX) {
            cursors.remove(cursors.keySet().iterator().next());
        }
    }

    /** Number of the last entry of the journal that was taken; 0 when none was. */
    long reached(String journal) {
        return Optional.ofNullable(cursors.get(journal)).flatMap(JournalEntry.Place::of).map(JournalEntry.Place::number).orElse(0L);
    }

    /** The cursor of the last entry that was taken; empty when none was. */
    String last() {
        return cursors.values().stream().reduce("", (before, next) -> next);
    }

    String text() {
        return String.join("\n", cursors.values()) + "\n";
    }
}
