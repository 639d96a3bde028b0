package brume.director.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * However the journal is cut into batches, whatever is sent again, by whichever of two directors it is taken, and wherever the writer is killed: every line is there once, in order, as if it
 * had come in one piece.
 */
final class NodeLogPropertyTest {
    private static final int SEEDS = 300;
    private static final List<String> UNITS = List.of("brume-php-nginx.service", "brume-php-fpm@1.service", "brume-agent.service", "cron.service");
    private static final String SECRET = "hunter2hunter2";
    private static final Masks MASKS = Masks.of(List.of(SECRET));

    /** Room for all, but many files. */
    private static final LogTerms TERMS = new LogTerms(64 << 10, 1 << 30, Duration.ofDays(1));

    @TempDir
    Path folder;

    @Test
    void anyPiecesRepeatsSwitchesAndKills_leaveEveryLineOnce() throws IOException {
        for (int seed = 0; seed < SEEDS; seed++) {
            run(new SplittableRandom(seed), folder.resolve("n" + seed), seed);
        }
    }

    private static List<JournalEntry> journal(SplittableRandom random) {
        List<JournalEntry> all = new ArrayList<>();
        for (int boot = 1; boot <= 1 + random.nextInt(3); boot++) {
            long number = 0;
            int count = 1 + random.nextInt(150);
            for (int i = 0; i < count; i++) {
                number += random.nextInt(20) == 0 ? 2 + random.nextInt(9) : 1; // some were dropped
                String text = "l" + number + (random.nextInt(4) == 0 ? " " + SECRET : "") + "€".repeat(random.nextInt(60));
                all.add(Machine.entry(boot, number, UNITS.get(random.nextInt(UNITS.size())), text));
            }
        }
        return all;
    }

    private static void run(SplittableRandom random, Path home, int seed) throws IOException {
        List<JournalEntry> journal = journal(random);
        Path whole = home.resolve("whole");
        new NodeLog(whole, TERMS).take(Machine.FACTS, journal, Machine::sort, MASKS);

        Path pieces = home.resolve("pieces");
        List<NodeLog> directors = new ArrayList<>(List.of(new NodeLog(pieces, TERMS), new NodeLog(pieces, TERMS)));
        int at = 0;
        while (at < journal.size()) {
            int from = random.nextInt(3) == 0 ? Math.max(0, at - random.nextInt(30)) : at;
            int to = Math.min(journal.size(), at + random.nextInt(25));
            int director = random.nextInt(2);
            Map<Path, byte[]> before = files(pieces);
            Path placeFile = pieces.resolve("place");
            String place = Files.exists(placeFile) ? Files.readString(placeFile) : "";
            directors.get(director).take(Machine.FACTS, journal.subList(from, to), Machine::sort, MASKS);
            if (random.nextInt(4) == 0) {
                killed(random, pieces, before, place);
                directors.set(director, new NodeLog(pieces, TERMS)); // it was killed; its successor begins with what is there
                at = after(journal, directors.get(director).take(Machine.FACTS, List.of(), Machine::sort, MASKS));
            } else {
                at = to;
            }
        }
        assertThat(contents(pieces)).as("seed %d", seed).isEqualTo(contents(whole));
        assertThat(contents(pieces).toString()).doesNotContain(SECRET);
    }

    /** Puts back what the batch did from some byte on: the writer appends role by role, and writes the place last. */
    private static void killed(SplittableRandom random, Path folder, Map<Path, byte[]> before, String placeBefore) throws IOException {
        Map<Path, byte[]> after = files(folder);
        long grown = 0;
        for (Map.Entry<Path, byte[]> file : after.entrySet()) {
            grown += file.getValue().length - before.getOrDefault(file.getKey(), new byte[0]).length;
        }
        long left = grown <= 0 ? 0 : random.nextLong(grown + 1);
        for (Map.Entry<Path, byte[]> file : after.entrySet()) {
            long had = before.getOrDefault(file.getKey(), new byte[0]).length;
            long keep = Math.min(file.getValue().length - had, left);
            left -= keep;
            try (FileChannel channel = FileChannel.open(file.getKey(), StandardOpenOption.WRITE)) {
                channel.truncate(had + keep);
            }
        }
        Path place = folder.resolve("place");
        if (placeBefore.isEmpty()) {
            Files.deleteIfExists(place);
        } else {
            Files.writeString(place, placeBefore);
        }
    }

    /** The files of lines, in the order in which a batch may have reached them. */
    private static Map<Path, byte[]> files(Path folder) throws IOException {
        Map<Path, byte[]> files = new TreeMap<>();
        if (!Files.exists(folder)) {
            return files;
        }
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path file : all.filter(f -> f.toString().endsWith(".log")).toList()) {
                files.put(file, Files.readAllBytes(file));
            }
        }
        return files;
    }

    private static int after(List<JournalEntry> journal, String cursor) {
        for (int i = 0; i < journal.size(); i++) {
            if (journal.get(i).cursor().equals(cursor)) {
                return i + 1;
            }
        }
        return 0;
    }

    private static Map<String, List<LogLine>> contents(Path folder) throws IOException {
        Map<String, List<LogLine>> contents = new TreeMap<>();
        try (Stream<Path> roles = Files.list(folder)) {
            for (Path role : roles.filter(Files::isDirectory).toList()) {
                String name = String.valueOf(role.getFileName());
                contents.put(name, Machine.lines(folder, name));
            }
        }
        return contents;
    }
}
