package brume.director.http;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** Finds what somebody may have meant by a name that does not exist. Pure. */
final class Near {
    private static final int NAMED_MAX = 3;

    /** Longer names are not compared letter by letter. */
    private static final int CHARS_MAX = 100;

    private Near() {}

    /** The nearest names, best first; none when nothing is near. Case does not count. */
    static List<String> to(String name, Collection<String> names) {
        String wanted = name.toLowerCase(Locale.ROOT);
        int most = Math.max(1, wanted.length() / 4);
        record Rated(String name, int distance) {}
        return names.stream()
                .filter(candidate -> candidate.length() <= CHARS_MAX && wanted.length() <= CHARS_MAX)
                .map(candidate -> new Rated(candidate, distance(wanted, candidate.toLowerCase(Locale.ROOT))))
                .filter(rated -> rated.distance <= most)
                .sorted(Comparator.comparingInt(Rated::distance).thenComparing(Rated::name))
                .limit(NAMED_MAX)
                .map(Rated::name)
                .toList();
    }

    /** Letters to insert, remove, replace or swap with their neighbour (the restricted distance of Damerau and Levenshtein); a beginning of the name is as near as one letter. */
    private static int distance(String a, String b) {
        if (!a.isEmpty() && b.startsWith(a)) {
            return Math.min(1, b.length() - a.length());
        }
        int[][] d = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                d[i][j] = i == 0 || j == 0 ? i + j : step(d, a, b, i, j);
            }
        }
        return d[a.length()][b.length()];
    }

    private static int step(int[][] d, String a, String b, int i, int j) {
        int replaced = d[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        int best = Math.min(replaced, Math.min(d[i - 1][j], d[i][j - 1]) + 1);
        boolean swapped = i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
        return swapped ? Math.min(best, d[i - 2][j - 2] + 1) : best;
    }
}
