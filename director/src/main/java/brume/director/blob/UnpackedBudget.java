package brume.director.blob;

/** Counts what comes out of an archive, and stops bombs. Used by one thread. */
final class UnpackedBudget {
    /** Most that an archive may hold, in bytes; nodes keep two or three versions side by side on a small disk. */
    static final long BYTES_MAX = 4L << 30;

    /** Up to here no ratio is too good, in bytes: a small archive of log files or zeroes. */
    static final long FREE_BYTES = 100L << 20;

    /** Beyond it: source code shrinks to a fifth, rarely to a twentieth. */
    static final long RATIO_MAX = 100;

    private final long most;
    private long bytes;

    UnpackedBudget(long uploadBytes) {
        most = Math.min(BYTES_MAX, FREE_BYTES + uploadBytes * RATIO_MAX);
    }

    void spend(long count) throws Unacceptable {
        bytes += count;
        if (bytes > most) {
            throw Unacceptable.of("archive-bomb", "The archive holds more than " + (most >> 20) + " MiB, too much for its size.");
        }
    }

    long bytes() {
        return bytes;
    }
}
