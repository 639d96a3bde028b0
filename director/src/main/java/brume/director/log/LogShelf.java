package brume.director.log;

import brume.core.id.InstanceId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** All logs of a deployment: a folder per node in a folder that all its directors see. Thread-safe. */
public final class LogShelf {
    private static final String GONE = "gone";
    private static final String ROLE = "[a-z0-9][a-z0-9._-]{0,63}";

    private final Path home;
    private final LogTerms terms;
    private final ConcurrentHashMap<InstanceId, NodeLog> open = new ConcurrentHashMap<>();

    public LogShelf(Path home, LogTerms terms) {
        this.home = Objects.requireNonNull(home);
        this.terms = Objects.requireNonNull(terms);
    }

    /** The log of one role of one node. */
    record Kept(NodeFacts facts, String role, Path folder) {
        /** Bytes that it takes. */
        long bytes() throws IOException {
            long all = 0;
            for (long number : Segments.numbers(folder)) {
                all += Segments.size(folder, number);
            }
            return all;
        }

        /** When it was written to last. */
        Optional<Instant> last() throws IOException {
            List<Long> numbers = Segments.numbers(folder);
            try {
                return numbers.isEmpty() ? Optional.empty() : Optional.of(Files.getLastModifiedTime(Segments.file(folder, numbers.getLast())).toInstant());
            } catch (NoSuchFileException e) {
                return Optional.empty();
            }
        }
    }

    /** Whether a role may be called so: it becomes the name of a folder. */
    static boolean isRole(String name) {
        return name.matches(ROLE);
    }

    NodeLog of(InstanceId node) {
        return open.computeIfAbsent(node, id -> new NodeLog(folder(id), terms));
    }

    /** The logs of the nodes that fit, in the order of service, node and role. */
    List<Kept> find(Predicate<NodeFacts> fits) throws IOException {
        List<Kept> found = new ArrayList<>();
        for (Path folder : folders(home)) {
            Optional<NodeFacts> facts = NodeLog.facts(folder).filter(fits);
            if (facts.isPresent()) {
                for (Path role : folders(folder)) {
                    found.add(new Kept(facts.get(), String.valueOf(role.getFileName()), role));
                }
            }
        }
        found.sort(Comparator.comparing((Kept k) -> k.facts().app())
                .thenComparingInt(k -> k.facts().sid())
                .thenComparingInt(k -> k.facts().node())
                .thenComparing(Kept::role));
        return found;
    }

    /** Whether its node was found to be gone. */
    boolean gone(NodeFacts facts) {
        return Files.exists(home.resolve(facts.instance()).resolve(GONE));
    }

    /** Looks through all of it: removes what is too old, and the oldest when all of it is too much. */
    void tidy(Predicate<InstanceId> there, Instant now) throws IOException {
        for (Path folder : folders(home)) {
            String name = String.valueOf(folder.getFileName());
            Path mark = folder.resolve(GONE);
            if (there.test(InstanceId.parse(name))) {
                Files.deleteIfExists(mark);
            } else if (!Files.exists(mark)) {
                Files.createFile(mark);
                Files.setLastModifiedTime(mark, FileTime.from(now));
            } else if (Files.getLastModifiedTime(mark).toInstant().plus(terms.keptAfterGone()).isBefore(now)) {
                remove(folder);
                open.remove(InstanceId.parse(name));
            }
        }
        makeRoom();
    }

    private record Old(Path file, boolean gone, Instant at, long bytes) {}

    private void makeRoom() throws IOException {
        List<Old> files = new ArrayList<>();
        for (Path folder : folders(home)) {
            boolean gone = Files.exists(folder.resolve(GONE));
            for (Path role : folders(folder)) {
                for (long number : Segments.numbers(role)) {
                    Path file = Segments.file(role, number);
                    files.add(new Old(file, gone, Files.getLastModifiedTime(file).toInstant(), Files.size(file)));
                }
            }
        }
        files.sort(Comparator.comparing(Old::gone, Comparator.reverseOrder()).thenComparing(Old::at));
        long all = files.stream().mapToLong(Old::bytes).sum();
        for (Old file : files) {
            if (all <= terms.allBytesMax()) {
                return;
            }
            Files.deleteIfExists(file.file());
            all -= file.bytes();
        }
    }

    private Path folder(InstanceId node) {
        return home.resolve(node.toString());
    }

    private static List<Path> folders(Path above) throws IOException {
        try (Stream<Path> all = Files.list(above)) {
            return all.filter(Files::isDirectory).sorted().toList();
        } catch (NoSuchFileException e) {
            return List.of();
        }
    }

    private static void remove(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }
}
