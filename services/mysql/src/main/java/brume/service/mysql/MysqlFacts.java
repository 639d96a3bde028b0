package brume.service.mysql;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a MariaDB node reports. As facts: every component is one string under its name; unknown ones are left out.
 *
 * @param duty that the node holds on its disk; empty before the first
 * @param primary {@code wsrep_cluster_status} is Primary
 * @param state {@code wsrep_local_state}: 1 joining, 2 donor, 3 joined, 4 synced; 0 when not running
 * @param ready {@code wsrep_ready}
 * @param seeded the database, its user and the dump (if any) are there
 * @param cluster UUID of the cluster's history; empty when the node has none
 * @param seqno last committed position of a node that is down, -1 when unknown. Left at -1 while it runs, because it would change all the time
 * @param safe {@code safe_to_bootstrap}: the node was the last to leave
 * @param data whether there is a data directory
 * @param mebibytes size of the tables, rounded up to a power of two; 0 when unknown
 * @param view addresses of the members of the node's component, sorted
 * @param lostSince since when the node runs outside a primary component
 */
public record MysqlFacts(
        Optional<Duty> duty,
        Running running,
        boolean primary,
        int state,
        boolean ready,
        boolean seeded,
        String cluster,
        long seqno,
        boolean safe,
        boolean data,
        long mebibytes,
        List<String> view,
        Optional<Instant> lostSince) {
    public static final int DONOR = 2;
    public static final int SYNCED = 4;

    /** Of the program. */
    public enum Running {
        NO,
        STARTING,
        YES
    }

    public MysqlFacts {
        Objects.requireNonNull(duty);
        Objects.requireNonNull(running);
        Objects.requireNonNull(cluster);
        view = List.copyOf(view);
        Objects.requireNonNull(lostSince);
    }

    /** In the primary component with all of its data. */
    public boolean synced() {
        return running == Running.YES && primary && ready && state == SYNCED;
    }

    /** Takes statements: synced, or lending its data to a joining node, which does not stop it. */
    public boolean serving() {
        return running == Running.YES && primary && ready && (state == SYNCED || state == DONOR) && seeded;
    }

    public boolean has(Duty.Kind kind) {
        return duty.filter(d -> d.is(kind)).isPresent();
    }

    public Map<String, String> toMap() {
        Map<String, String> map = new TreeMap<>();
        duty.ifPresent(d -> map.put("duty", d.toString()));
        map.put("running", running.name());
        map.put("primary", String.valueOf(primary));
        map.put("state", String.valueOf(state));
        map.put("ready", String.valueOf(ready));
        map.put("seeded", String.valueOf(seeded));
        map.put("cluster", cluster);
        map.put("seqno", String.valueOf(seqno));
        map.put("safe", String.valueOf(safe));
        map.put("data", String.valueOf(data));
        map.put("mebibytes", String.valueOf(mebibytes));
        map.put("view", String.join(",", view));
        lostSince.ifPresent(at -> map.put("lostSince", at.toString()));
        return map;
    }

    /** Empty when the facts are not those of a MariaDB node: one that has not looked yet, for example. */
    public static Optional<MysqlFacts> of(Map<String, String> map) {
        if (!map.containsKey("running")) {
            return Optional.empty();
        }
        try {
            return Optional.of(new MysqlFacts(
                    Optional.ofNullable(map.get("duty")).map(Duty::parse),
                    Running.valueOf(map.getOrDefault("running", "")),
                    flag(map, "primary"),
                    Integer.parseInt(map.getOrDefault("state", "0")),
                    flag(map, "ready"),
                    flag(map, "seeded"),
                    map.getOrDefault("cluster", ""),
                    Long.parseLong(map.getOrDefault("seqno", "-1")),
                    flag(map, "safe"),
                    flag(map, "data"),
                    Long.parseLong(map.getOrDefault("mebibytes", "0")),
                    list(map.getOrDefault("view", "")),
                    Optional.ofNullable(map.get("lostSince")).map(Instant::parse)));
        } catch (IllegalArgumentException | DateTimeException e) {
            return Optional.empty();
        }
    }

    private static boolean flag(Map<String, String> map, String name) {
        return Boolean.parseBoolean(map.get(name));
    }

    static List<String> list(String text) {
        return text.isEmpty() ? List.of() : List.of(text.split(","));
    }
}
