package brume.service.web.node;

import brume.core.role.NodeSystem;
import brume.core.role.NodeSystem.Command;
import brume.core.role.RoleException;
import brume.service.web.Trouble;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a web's nginx says of backends that it could not reach. nginx has no list of its upstreams' states, so it is read from its errors in the journal, where a request that was
 * answered by another backend leaves one too. A trouble ends when nothing was said of it for a while. Thread-safe.
 */
final class BackendHealth {
    private static final Duration DEADLINE = Duration.ofSeconds(2);
    /** Reading the journal costs some ten milliseconds. */
    private static final Duration APART = Duration.ofSeconds(5);
    /** nginx tries a failed backend again after a few seconds, when there are requests. */
    private static final Duration QUIET = Duration.ofSeconds(20);

    private static final int LINES_MAX = 200;

    /** {@code connect() failed (111: Connection refused) while connecting to upstream, client: …, upstream: "fastcgi://10.0.0.3:9000", …} */
    private static final Pattern ERROR = Pattern.compile("\\*[0-9]+ (.{1,200}?) while connecting to upstream, .*upstream: \"[a-z]+://([0-9.]+):");

    private final String unit;
    private Instant looked = Instant.EPOCH;
    private NavigableMap<String, Trouble> troubles = Collections.emptyNavigableMap();
    private final NavigableMap<String, Instant> heard = new TreeMap<>();

    BackendHealth(String unit) {
        this.unit = unit;
    }

    /** Troubles by the address of the backend. */
    synchronized NavigableMap<String, Trouble> troubles(NodeSystem system, Collection<String> backends) throws RoleException {
        Instant now = system.clock().instant();
        if (now.isBefore(looked.plus(APART))) {
            return troubles;
        }
        Instant from = looked.equals(Instant.EPOCH) ? now.minus(APART) : looked;
        looked = now;
        NavigableMap<String, Trouble> fresh = new TreeMap<>(troubles);
        boolean others = backends.stream().anyMatch(backend -> !backend.equals(system.address()));
        for (String line : others ? lines(system, from) : List.<String>of()) {
            Matcher error = ERROR.matcher(line);
            if (error.find()) {
                fresh.merge(error.group(2), new Trouble(now, error.group(1)), (before, later) -> new Trouble(before.since(), later.text()));
                heard.put(error.group(2), now);
            }
        }
        fresh.keySet().removeIf(backend -> !backends.contains(backend) || heard.getOrDefault(backend, Instant.EPOCH).plus(QUIET).isBefore(now));
        heard.keySet().retainAll(fresh.keySet());
        troubles = Collections.unmodifiableNavigableMap(fresh);
        return troubles;
    }

    private List<String> lines(NodeSystem system, Instant from) throws RoleException {
        Command journal = Command.of(
                DEADLINE, "journalctl", "--quiet", "--no-pager", "--output=cat", "--lines=" + LINES_MAX, "--since=@" + from.getEpochSecond(), "--unit=" + unit);
        return system.run(journal).stdout().lines().toList();
    }
}
