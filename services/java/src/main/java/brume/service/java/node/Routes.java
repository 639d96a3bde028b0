package brume.service.java.node;

import java.util.Collection;
import java.util.List;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Which paths are for the backends, whatever files there are. Forms of patterns: Jakarta Servlet 6.0, section 12.2. What is not understood counts as everything, which is slower and
 * never wrong.
 *
 * @param all whether every request is for the backends; then the sets are empty
 * @param exact whole paths, such as {@code /login}
 * @param prefixes paths with everything below them, without a slash at the end, such as {@code /api}
 * @param extensions of the last part of a path, such as {@code do}
 */
record Routes(boolean all, NavigableSet<String> exact, NavigableSet<String> prefixes, NavigableSet<String> extensions) {
    static final Routes EVERYTHING = new Routes(true, new TreeSet<>(), new TreeSet<>(), new TreeSet<>());

    /** More would make a configuration that nobody can read; real applications have some hundreds at most. */
    private static final int PATTERNS_MAX = 2_000;

    /** What can be written between double quotes in nginx's configuration and means itself. */
    private static final Pattern PLAIN_PATH = Pattern.compile("/[A-Za-z0-9._~!&'()+,=:@/ -]*");

    private static final Pattern PLAIN_EXTENSION = Pattern.compile("[A-Za-z0-9_-]+(\\.[A-Za-z0-9_-]+)*");

    Routes {
        exact = new TreeSet<>(Objects.requireNonNull(exact));
        prefixes = new TreeSet<>(Objects.requireNonNull(prefixes));
        extensions = new TreeSet<>(Objects.requireNonNull(extensions));
    }

    /** JSPs are for the backends without being named. */
    static Routes of(Collection<String> patterns) {
        NavigableSet<String> exact = new TreeSet<>();
        NavigableSet<String> prefixes = new TreeSet<>();
        NavigableSet<String> extensions = new TreeSet<>(List.of("jsp", "jspx"));
        for (String each : patterns) {
            String pattern = each.strip();
            if (pattern.startsWith("*.")) {
                extensions.add(pattern.substring(2));
            } else if (pattern.endsWith("/*")) {
                prefixes.add(pattern.substring(0, pattern.length() - 2));
            } else if (pattern.equals("/")) {
                return EVERYTHING; // the application has a default servlet of its own
            } else {
                exact.add(pattern.isEmpty() ? "/" : pattern); // the empty pattern is the root of the application
            }
        }
        boolean plain = Stream.concat(exact.stream(), prefixes.stream()).allMatch(path -> PLAIN_PATH.matcher(path).matches())
                && extensions.stream().allMatch(extension -> PLAIN_EXTENSION.matcher(extension).matches())
                && !prefixes.contains("/");
        return plain && patterns.size() <= PATTERNS_MAX ? new Routes(false, exact, prefixes, extensions) : EVERYTHING;
    }

    /** Whether a request for the path, decoded and without its query, is for the backends in any case. */
    boolean claim(String path) {
        if (all || exact.contains(path)) {
            return true;
        }
        boolean below = prefixes.stream().anyMatch(prefix -> path.equals(prefix) || path.startsWith(prefix + "/"));
        return below || extensions.stream().anyMatch(extension -> path.endsWith("." + extension));
    }
}
