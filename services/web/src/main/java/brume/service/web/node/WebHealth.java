package brume.service.web.node;

import brume.core.role.NodeSystem;
import brume.core.role.NodeSystem.Command;
import brume.core.role.NodeSystem.Result;
import brume.core.role.RoleException;
import brume.service.web.Trouble;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What a proxy's HAProxy says of webs that it cannot use, from its statistics socket (HAProxy Management Guide, {@code show stat}; codes of checks: configuration manual,
 * {@code option log-health-checks}). HAProxy tells how many seconds something has been so; the instant is kept here, because one that jumps by a second would be news each time. Thread-safe.
 */
final class WebHealth {
    private static final Duration DEADLINE = Duration.ofSeconds(2);
    /** A web that is being reloaded on a busy machine may miss a check or two. */
    private static final long SECONDS_MIN = 3;

    private static final Duration JITTER = Duration.ofSeconds(3);

    private final Path socket;
    private final Map<String, Instant> since = new ConcurrentHashMap<>();

    WebHealth(Path socket) {
        this.socket = socket;
    }

    /** Troubles by the address of the web; none when HAProxy does not answer. */
    NavigableMap<String, Trouble> troubles(NodeSystem system, Collection<String> webs) throws RoleException {
        NavigableMap<String, Trouble> found = new TreeMap<>();
        boolean others = webs.stream().anyMatch(web -> !web.equals(system.address()));
        if (others) { // of a web on this very node its own role tells more
            Result said = system.run(Command.of(DEADLINE, "socat", "-t1", "STDIO", "UNIX-CONNECT:" + socket).withStdin("show stat webs 4 -1\n"));
            List<Map<String, String>> rows = rows(said.stdout().lines().toList());
            for (String web : webs) {
                rows.stream()
                        .filter(row -> row.getOrDefault("svname", "").equals(HaproxyText.server(web)))
                        .findFirst()
                        .flatMap(row -> trouble(web, row, system.clock().instant()))
                        .ifPresent(trouble -> found.put(web, trouble));
            }
        }
        since.keySet().retainAll(found.keySet());
        return found;
    }

    private Optional<Trouble> trouble(String web, Map<String, String> row, Instant now) {
        long seconds = number(row.getOrDefault("lastchg", ""));
        if (!row.getOrDefault("status", "").startsWith("DOWN") || seconds < SECONDS_MIN) {
            return Optional.empty();
        }
        Instant told = now.minusSeconds(seconds);
        Instant kept = since.merge(web, told, (before, fresh) -> Duration.between(before, fresh).abs().compareTo(JITTER) <= 0 ? before : fresh);
        return Optional.of(new Trouble(kept, text(row)));
    }

    /** Such as {@code answers 503} or {@code refuses connections (Connection refused)}. */
    static String text(Map<String, String> row) {
        long code = number(row.getOrDefault("check_code", ""));
        String status = row.getOrDefault("check_status", "").replace("*", "").strip(); // a star: a check is on its way
        String what = switch (status) {
            case "L4CON" -> "cannot be connected to";
            case "L4TOUT" -> "takes no connections";
            case "L7TOUT" -> "takes connections, but does not answer";
            case "L7STS", "L7RSP" -> code >= 100 ? "answers " + code : "answers, but not as a web of this service";
            default -> "is down for HAProxy" + (status.isEmpty() ? "" : ", " + status);
        };
        String last = row.getOrDefault("last_chk", "").strip();
        return what + (last.isEmpty() ? "" : " (" + last + ")");
    }

    private static long number(String text) {
        return text.matches("[0-9]{1,15}") ? Long.parseLong(text) : 0;
    }

    /** Rows by the names of their columns, which the line that begins with {@code #} tells. */
    static List<Map<String, String>> rows(List<String> lines) {
        List<String> columns = List.of();
        List<Map<String, String>> rows = new ArrayList<>();
        for (String line : lines) {
            if (line.startsWith("# ")) {
                columns = fields(line.substring(2));
            } else if (!line.isBlank()) {
                List<String> fields = fields(line);
                Map<String, String> row = new TreeMap<>();
                for (int i = 0; i < Math.min(columns.size(), fields.size()); i++) {
                    row.put(columns.get(i), fields.get(i));
                }
                rows.add(row);
            }
        }
        return rows;
    }

    /** Texts stand in quotes, which are doubled within (RFC 4180). */
    private static List<String> fields(String line) {
        List<String> fields = new ArrayList<>();
        StringBuilder field = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c == '"') {
                quoted = !quoted;
            } else if (c == ',' && !quoted) {
                fields.add(field.toString());
                field.setLength(0);
            } else {
                field.append(c);
            }
        }
        fields.add(field.toString());
        return fields;
    }
}
