package brume.core.quantity;

import java.util.Locale;

/** A size in bytes, never negative. */
public record Bytes(long value) implements Comparable<Bytes> {
    private static final long KIB = 1024;

    public Bytes {
        if (value < 0) {
            throw new IllegalArgumentException("a size is not negative: " + value);
        }
    }

    public static Bytes ofMiB(long mebibytes) {
        return new Bytes(Math.multiplyExact(mebibytes, KIB * KIB));
    }

    public static Bytes ofGiB(long gibibytes) {
        return ofMiB(Math.multiplyExact(gibibytes, KIB));
    }

    public long toMiB() {
        return value / (KIB * KIB);
    }

    @Override
    public int compareTo(Bytes other) {
        return Long.compare(value, other.value);
    }

    /** For people: {@code 512 B}, {@code 1.5 MiB}, {@code 30.0 GiB}. */
    @Override
    public String toString() {
        String[] units = {"B", "KiB", "MiB", "GiB", "TiB"};
        double shown = value;
        int unit = 0;
        while (shown >= KIB && unit < units.length - 1) {
            shown /= KIB;
            unit++;
        }
        return unit == 0 ? value + " B" : String.format(Locale.ROOT, "%.1f %s", shown, units[unit]);
    }
}
