package brume.director.node;

import brume.core.agent.NodeLoad;
import brume.core.id.InstanceId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * When each agent last spoke and what its machine was using. A cache, not a truth: after a restart of the director it is empty and the rows' own times count until the
 * agents have spoken again, a few seconds later. Thread-safe.
 */
public final class Presence {
    /** Agents report every 5 s; four missed ones in a row mean silence. */
    public static final Duration SILENT_AFTER = Duration.ofSeconds(20);

    /** How old the time in a row may become before a report that says nothing new refreshes it. */
    public static final Duration ROW_REFRESH = Duration.ofSeconds(30);

    /** How long a machine that was granted an identity may take to speak before another one of its generation may have it. */
    public static final Duration GRANT_HOLDS = Duration.ofSeconds(60);

    private record Sign(Instant at, NodeLoad load) {}

    private final InstantSource clock;
    private final Instant startedAt;
    private final Map<InstanceId, Sign> signs = new ConcurrentHashMap<>();

    public Presence(InstantSource clock) {
        this.clock = Objects.requireNonNull(clock);
        this.startedAt = clock.instant();
    }

    void heard(InstanceId id, NodeLoad load) {
        signs.put(id, new Sign(clock.instant(), load));
    }

    void forget(InstanceId id) {
        signs.remove(id);
    }

    /** Whether the agent counts as connected: it spoke lately, or would have if this director had been there to listen. */
    public boolean connected(Node node) {
        Instant now = clock.instant();
        Sign sign = signs.get(node.id());
        if (sign != null) {
            return sign.at().plus(SILENT_AFTER).isAfter(now);
        }
        boolean listening = startedAt.plus(SILENT_AFTER).isAfter(now);
        return listening && node.heardAt().filter(at -> at.plus(ROW_REFRESH).plus(SILENT_AFTER).isAfter(startedAt)).isPresent();
    }

    /** Whether the present holder of the identity may still be there: it spoke lately, or was granted the identity lately and has not had the time to. */
    public boolean mayStillSpeak(Node node) {
        return connected(node) || (node.agent() == AgentState.WAITING && node.report().isEmpty() && grantIsFresh(node));
    }

    private boolean grantIsFresh(Node node) {
        return node.heardAt().map(at -> at.plus(GRANT_HOLDS).isAfter(clock.instant())).orElse(false);
    }

    /** Whether the row's time should be brought up to date by the present report. */
    boolean rowIsOld(Node node) {
        return node.heardAt().map(at -> at.plus(ROW_REFRESH).isBefore(clock.instant())).orElse(true);
    }

    /** What the machine used at its last report. */
    public Optional<NodeLoad> load(InstanceId id) {
        return Optional.ofNullable(signs.get(id)).map(Sign::load);
    }
}
