package brume.testkit.rules;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Rules over the text of every Java file, tests too.
 *
 * @param ratchet what was longer than a limit when the limit came: lines allowed, by {@code PATH} of a file or {@code PATH#METHOD}; it only ever shrinks
 * @param allowances other limits than the usual, for good, by the same keys
 * @param sleepers paths of the files that may wait by sleeping
 */
public record SourceRules(Map<String, Integer> ratchet, Map<String, Integer> allowances, List<String> sleepers) {
    /** Above this, a file has more than one subject. */
    public static final int FILE_LINES_MAX = 400;

    /** Above this, a method is no longer its own table of contents. */
    public static final int METHOD_LINES_MAX = 60;

    /** Spelled in halves, so that this file keeps its own rule. */
    private static final Pattern UNFINISHED =
            Pattern.compile("\\b(TO" + "DO|FIX" + "ME|XX" + "X|HA" + "CK)\\b|not imple" + "mented|/wo" + "rk/");

    private static final Pattern SLEEP = Pattern.compile("\\bThread\\s*\\.\\s*sleep\\s*\\(|\\bTimeUnit\\s*\\.\\s*\\w+\\s*\\.\\s*sleep\\s*\\(");

    public SourceRules {
        ratchet = Map.copyOf(ratchet);
        allowances = Map.copyOf(allowances);
        sleepers = List.copyOf(sleepers);
    }

    /** Every breach, each with file and line; empty when there is none. */
    public List<String> breaches(List<SourceFile> files) {
        List<String> breaches = new ArrayList<>();
        Map<String, Integer> excess = new TreeMap<>();
        for (SourceFile file : files) {
            length(file, excess, breaches);
            methods(file, excess, breaches);
            matches(file, file.text(), UNFINISHED, "unfinished or out of place", breaches);
            if (!sleepers.contains(file.path())) {
                matches(file, file.code(), SLEEP, "sleeps", breaches);
            }
        }
        shrink(excess, breaches);
        return breaches;
    }

    private void length(SourceFile file, Map<String, Integer> excess, List<String> breaches) {
        if (file.lines() > FILE_LINES_MAX) {
            excess.put(file.path(), file.lines());
        }
        int allowed = allowed(file.path(), FILE_LINES_MAX);
        if (file.lines() > allowed) {
            breaches.add(file.path() + ": has " + file.lines() + " lines, may have " + allowed);
        }
    }

    private void methods(SourceFile file, Map<String, Integer> excess, List<String> breaches) {
        for (SourceFile.Method method : file.methods()) {
            String key = file.path() + "#" + method.name();
            if (method.lines() > METHOD_LINES_MAX) {
                excess.merge(key, method.lines(), Math::max);
            }
            int allowed = allowed(key, METHOD_LINES_MAX);
            if (method.lines() > allowed) {
                breaches.add(file.path() + ":" + method.line() + ": " + method.name() + " has " + method.lines() + " lines, may have " + allowed);
            }
        }
    }

    private int allowed(String key, int usual) {
        return ratchet.getOrDefault(key, allowances.getOrDefault(key, usual));
    }

    /** An entry that is no longer needed, or too generous, is a breach too. */
    private void shrink(Map<String, Integer> excess, List<String> breaches) {
        new TreeMap<>(ratchet).forEach((key, allowed) -> {
            int lines = excess.getOrDefault(key, 0);
            if (lines < allowed) {
                breaches.add(key + ": the ratchet allows " + allowed + " lines, " + (lines > 0 ? "lower it to " + lines : "remove it"));
            }
        });
    }

    private static void matches(SourceFile file, String text, Pattern pattern, String what, List<String> breaches) {
        Matcher matcher = pattern.matcher(Objects.requireNonNull(text));
        while (matcher.find()) {
            long line = 1 + text.substring(0, matcher.start()).chars().filter(c -> c == '\n').count();
            breaches.add(file.path() + ":" + line + ": " + what + ": " + matcher.group());
        }
    }
}
