package brume.core.quantity;

/** Processor share in thousandths of a core, at least 1. */
public record Millicores(int value) {
    public Millicores {
        if (value < 1) {
            throw new IllegalArgumentException("at least one thousandth of a core: " + value);
        }
    }

    public static Millicores ofCores(int cores) {
        return new Millicores(Math.multiplyExact(cores, 1000));
    }
}
