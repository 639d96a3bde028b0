package brume.director.site;

import java.util.Comparator;
import java.util.Locale;
import java.util.Objects;

/**
 * Something at a site that carries our tag and belongs to no living row.
 *
 * @param ref provider reference of a machine, name of a volume
 */
public record Orphan(Sort sort, String ref) implements Comparable<Orphan> {
    private static final Comparator<Orphan> ORDER = Comparator.comparing(Orphan::sort).thenComparing(Orphan::ref);

    public Orphan {
        Objects.requireNonNull(sort);
        Objects.requireNonNull(ref);
    }

    /** What it is. Machines come first: they hold volumes. */
    public enum Sort {
        MACHINE,
        VOLUME;

        /** As it is stored and shown. */
        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @Override
    public int compareTo(Orphan other) {
        return ORDER.compare(this, other);
    }
}
