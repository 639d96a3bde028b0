package brume.director.node;

import brume.core.agent.NodeLoad;
import brume.core.agent.NodeReport;
import brume.core.id.InstanceId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * When each agent last spoke to this director and what its machine was using. A cache, not a truth: after a restart of the director it is empty, and agents may speak to another
 * director; then the rows' own times count, which the director that an agent speaks to keeps fresh. Thread-safe.
 */
public final class Presence {
    /** Agents report every 5 s; four missed ones in a row mean silence. */
    public static final Duration SILENT_AFTER = Duration.ofSeconds(20);

    /** How old the time in a row may become before a report that says nothing new refreshes it. */
    public static final Duration ROW_REFRESH = Duration.ofSeconds(30);

    /** How long a machine that was granted an identity may take to speak before another one of its generation may have it. */
    public static final Duration GRANT_HOLDS = Duration.ofSeconds(60);

    /** An agent that did not speak to this director for so long was with another one; its row is brought up to date at once, so that the other does not miss it. */
    private static final Duration STAYED = Duration.ofSeconds(10);

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
        if (sign != null && sign.at().plus(SILENT_AFTER).isAfter(now)) {
            return true;
        }
        if (node.heardAt().filter(at -> (sign == null || at.isAfter(sign.at())) && at.plus(rowHolds(node)).isAfter(now)).isPresent()) {
            return true; // it speaks to another director
        }
        if (sign != null) {
            return false;
        }
        boolean listening = startedAt.plus(SILENT_AFTER).isAfter(now);
        return listening && node.heardAt().filter(at -> at.plus(ROW_REFRESH).plus(SILENT_AFTER).isAfter(startedAt)).isPresent();
    }

    /**
     * How long the time in a row counts. A row that says LOST was found silent by the director that the agent spoke to, so only a newer sign takes that back; one that was only granted its
     * identity has given no sign yet.
     */
    private static Duration rowHolds(Node node) {
        return switch (node.agent()) {
            case CONNECTED -> ROW_REFRESH.plus(SILENT_AFTER);
            case WAITING, LOST -> node.report().isPresent() ? SILENT_AFTER : Duration.ZERO;
        };
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
        Sign sign = signs.get(node.id());
        boolean stayed = sign != null && sign.at().plus(STAYED).isAfter(clock.instant());
        return !stayed || node.heardAt().map(at -> at.plus(ROW_REFRESH).isBefore(clock.instant())).orElse(true);
    }

    /** What the machine used at its last report, or, when it reports to another director, at the last that was written down. */
    public Optional<NodeLoad> load(Node node) {
        return Optional.ofNullable(signs.get(node.id())).map(Sign::load).or(() -> node.report().map(NodeReport::load));
    }
}
