package brume.service.web;

/** How long the upload of a request may take. */
final class Uploads {
    /** 1 Mbit/s: whoever is slower may be cut off when something changes meanwhile. */
    private static final long BYTES_PER_SECOND = 1_000_000 / 8;

    private static final int SECONDS_MIN = 30;
    /** Until then an old worker process of nginx or HAProxy stays, and a node that leaves. */
    private static final int SECONDS_MAX = 3600;

    private Uploads() {}

    /** @param bodyMax in nginx's notation; {@code 0} is unlimited */
    static int seconds(String bodyMax) {
        long bytes = bytes(bodyMax);
        return bytes == 0 ? SECONDS_MAX : Math.clamp(bytes / BYTES_PER_SECOND, SECONDS_MIN, SECONDS_MAX);
    }

    private static long bytes(String size) {
        int shift = switch (Character.toUpperCase(size.charAt(size.length() - 1))) {
            case 'K' -> 10;
            case 'M' -> 20;
            case 'G' -> 30;
            default -> 0;
        };
        return Long.parseLong(shift == 0 ? size : size.substring(0, size.length() - 1)) << shift;
    }
}
