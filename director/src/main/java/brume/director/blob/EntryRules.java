package brume.director.blob;

import brume.core.problem.Place;
import brume.core.problem.Problem;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What an entry must be so that unpacking cannot reach outside its directory, whatever the tool: its own name is relative and plain, nothing is unpacked through a link, links
 * stay inside whichever other links they go through, every name is there once. Finds every bad entry. Used by one thread.
 */
final class EntryRules {
    /** Most entries: a large application with all its libraries. Their names are kept in memory. */
    static final int ENTRIES_MAX = 100_000;

    private static final int PROBLEMS_MAX = 100;
    private static final int PATH_BYTES_MAX = 1_024;
    private static final int NAME_BYTES_MAX = 255; // what Linux file systems take
    private static final int HOPS_MAX = 40; // what Linux follows (path_resolution(7))
    private static final int SHOWN_CHARS_MAX = 200;

    private enum Kind {
        FILE,
        DIRECTORY,
        LINK
    }

    private final String source;
    private final Map<String, Kind> seen = new HashMap<>();
    private final Map<String, String> links = new HashMap<>();
    private final List<Problem> problems = new ArrayList<>();
    private int entries;

    /** {@code source} is what the user called the archive. */
    EntryRules(String source) {
        this.source = source;
    }

    /** An entry that may be unpacked. {@code parents} are directories that it needs and that were not there before, outermost first. */
    record Accepted(String path, List<String> parents) {}

    /** The entry under its plain path; empty when it adds nothing, or when it is bad, which is noted. */
    Optional<Accepted> accept(ArchivedEntry entry) throws Unacceptable {
        if (++entries > ENTRIES_MAX) {
            throw Unacceptable.of("too-many-entries", "The archive has more than " + ENTRIES_MAX + " entries.");
        }
        Optional<String> path = plain(entry, entry.name());
        if (path.isEmpty() || path.get().isEmpty()) {
            return Optional.empty();
        }
        return switch (entry.kind()) {
            case FILE -> place(entry, path.get(), Kind.FILE);
            case DIRECTORY -> place(entry, path.get(), Kind.DIRECTORY);
            case SYMBOLIC_LINK -> symbolicLink(entry, path.get());
            case HARD_LINK -> hardLink(entry, path.get());
            case DEVICE -> bad(entry, "device-entry", "is a device, a pipe or a socket");
            case ENCRYPTED -> bad(entry, "encrypted-entry", "is encrypted");
            case UNKNOWN -> bad(entry, "unknown-entry", "is of a kind or compression that is not known");
        };
    }

    /** The path without {@code .} and doubled slashes. */
    static String plainPath(String path) {
        return components(path).collect(Collectors.joining("/"));
    }

    /** Looks at what only shows at the end, then gives every problem. */
    List<Problem> finish() {
        links.forEach((path, target) -> {
            if (leadsOut(path, target)) {
                add(path, "link-leads-out", "is a link that leads out of the archive, to " + shown(target));
            }
        });
        if (entries == 0 || (seen.isEmpty() && problems.isEmpty())) {
            problems.add(Problem.of("empty-archive", "The archive holds nothing."));
        }
        return List.copyOf(problems);
    }

    int count() {
        return seen.size();
    }

    private Optional<Accepted> symbolicLink(ArchivedEntry entry, String path) {
        String target = entry.target();
        if (target.isEmpty() || odd(target) || target.getBytes(StandardCharsets.UTF_8).length > PATH_BYTES_MAX) {
            return bad(entry, "odd-link", "is a link with an odd target");
        }
        if (isAbsolute(target)) {
            return bad(entry, "link-leads-out", "is a link to an absolute path, " + shown(target));
        }
        Optional<Accepted> accepted = place(entry, path, Kind.LINK);
        accepted.ifPresent(a -> links.put(path, target));
        return accepted;
    }

    private Optional<Accepted> hardLink(ArchivedEntry entry, String path) {
        Optional<String> target = plain(entry, entry.target());
        if (target.isEmpty()) {
            return Optional.empty();
        }
        if (seen.get(target.get()) != Kind.FILE) {
            return bad(entry, "link-leads-out", "is a hard link to what is no file of the archive before it, " + shown(entry.target()));
        }
        return place(entry, path, Kind.FILE);
    }

    private Optional<Accepted> place(ArchivedEntry entry, String path, Kind kind) {
        List<String> parents = new ArrayList<>();
        for (int slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', slash + 1)) {
            String parent = path.substring(0, slash);
            Kind there = seen.getOrDefault(parent, Kind.DIRECTORY);
            switch (there) {
                case DIRECTORY -> {}
                case FILE -> {
                    return bad(entry, "entry-below-file", "is below " + shown(parent) + ", which is a file");
                }
                case LINK -> {
                    return bad(entry, "entry-through-link", "is below " + shown(parent) + ", which is a link");
                }
            }
            if (!seen.containsKey(parent)) {
                parents.add(parent);
            }
        }
        if (seen.containsKey(path)) {
            boolean again = kind == Kind.DIRECTORY && seen.get(path) == Kind.DIRECTORY;
            return again ? Optional.empty() : bad(entry, "duplicate-entry", "is there more than once");
        }
        parents.forEach(parent -> seen.put(parent, Kind.DIRECTORY));
        seen.put(path, kind);
        return Optional.of(new Accepted(path, List.copyOf(parents)));
    }

    /** The path without {@code .} and doubled slashes; empty when it is bad, which is noted. */
    private Optional<String> plain(ArchivedEntry entry, String path) {
        if (path.isEmpty() || odd(path)) {
            return noted(entry, "odd-name", "has a name that is empty or has control characters, a backslash or no valid UTF-8");
        }
        if (isAbsolute(path)) {
            return noted(entry, "absolute-path", "has an absolute path");
        }
        List<String> parts = components(path).toList();
        if (parts.contains("..")) {
            return noted(entry, "path-leads-out", "has .. in its path");
        }
        boolean longName = parts.stream().anyMatch(part -> part.getBytes(StandardCharsets.UTF_8).length > NAME_BYTES_MAX);
        if (longName || path.getBytes(StandardCharsets.UTF_8).length > PATH_BYTES_MAX) {
            return noted(entry, "odd-name", "has a name of more than " + NAME_BYTES_MAX + " or a path of more than " + PATH_BYTES_MAX + " bytes");
        }
        return Optional.of(String.join("/", parts));
    }

    private static Stream<String> components(String path) {
        return Stream.of(path.split("/", -1)).filter(part -> !part.isEmpty() && !part.equals("."));
    }

    private static boolean isAbsolute(String path) {
        return path.startsWith("/") || path.matches("[A-Za-z]:.*");
    }

    private static boolean odd(String text) {
        return text.chars().anyMatch(c -> c < 0x20 || c == 0x7F || c == '\\' || c == 0xFFFD);
    }

    /** Follows the link, through every other link of the archive, as the kernel would. A loop leads nowhere and counts as out. */
    private boolean leadsOut(String path, String target) {
        Deque<String> at = new ArrayDeque<>(components(path).toList());
        at.removeLast();
        Deque<String> ahead = new ArrayDeque<>(components(target).toList());
        int hops = 0;
        while (!ahead.isEmpty()) {
            String step = ahead.removeFirst();
            if (step.equals("..")) {
                if (at.pollLast() == null) {
                    return true;
                }
                continue;
            }
            at.addLast(step);
            String further = links.get(String.join("/", at));
            if (further != null) {
                if (++hops > HOPS_MAX) {
                    return true;
                }
                at.removeLast();
                List<String> steps = components(further).toList();
                steps.reversed().forEach(ahead::addFirst);
            }
        }
        return false;
    }

    private Optional<Accepted> bad(ArchivedEntry entry, String code, String what) {
        add(entry.name(), code, what);
        return Optional.empty();
    }

    private Optional<String> noted(ArchivedEntry entry, String code, String what) {
        add(entry.name(), code, what);
        return Optional.empty();
    }

    private void add(String name, String code, String what) {
        if (problems.size() < PROBLEMS_MAX) {
            problems.add(Problem.at(code, "The entry " + shown(name) + " " + what + ".", new Place(source + "!" + shown(name), 0, 0, "")));
        }
    }

    /** A name as it may be shown: without control characters, not endless. */
    private static String shown(String name) {
        String cut = name.length() > SHOWN_CHARS_MAX ? name.substring(0, SHOWN_CHARS_MAX) + "…" : name;
        return cut.chars().mapToObj(c -> c < 0x20 || c == 0x7F ? String.format("\\x%02x", c) : Character.toString(c)).collect(Collectors.joining());
    }
}
