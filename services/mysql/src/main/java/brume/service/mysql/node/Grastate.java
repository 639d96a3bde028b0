package brume.service.mysql.node;

import java.util.Objects;
import java.util.Optional;

/**
 * Galera's saved state of a node that is down ({@code grastate.dat}).
 *
 * @param uuid of the history; empty when the data is not whole
 * @param seqno last position; -1 after a crash or while running
 */
record Grastate(String uuid, long seqno, boolean safeToBootstrap) {
    static final Grastate NONE = new Grastate("", -1, false);
    private static final String NO_UUID = "00000000-0000-0000-0000-000000000000";

    Grastate {
        Objects.requireNonNull(uuid);
    }

    static Grastate parse(String text) {
        String uuid = field(text, "uuid");
        String seqno = field(text, "seqno");
        return new Grastate(
                uuid.equals(NO_UUID) ? "" : uuid, seqno.matches("-?[0-9]{1,18}") ? Long.parseLong(seqno) : -1, field(text, "safe_to_bootstrap").equals("1"));
    }

    /** Puts in what {@code UUID:SEQNO}, found by other means, says. */
    Grastate at(String position) {
        int colon = position.lastIndexOf(':');
        if (colon < 0) {
            return this;
        }
        String number = position.substring(colon + 1);
        boolean known = position.startsWith(uuid) && number.matches("[0-9]{1,18}");
        return known ? new Grastate(uuid, Long.parseLong(number), safeToBootstrap) : this;
    }

    private static String field(String text, String name) {
        Optional<String> line = text.lines().filter(l -> l.startsWith(name + ":")).findFirst();
        return line.map(l -> l.substring(name.length() + 1).strip()).orElse("");
    }
}
