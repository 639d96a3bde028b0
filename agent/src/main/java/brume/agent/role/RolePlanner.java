package brume.agent.role;

import brume.core.agent.NodeConfig;
import brume.core.agent.RoleConfig;
import brume.core.agent.RoleState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Decides which steps to begin. Pure. The order is told in {@code package-info}. */
final class RolePlanner {
    private static final Duration LOOK_FIRST = Duration.ofMillis(500);
    private static final Duration LOOK_LONGEST = Duration.ofSeconds(5);

    private final Map<String, RoleStatus> statuses;
    private final Map<String, RoleConfig> wanted;
    private final Instant now;
    private final List<RoleStep> begin = new ArrayList<>();
    private final List<String> interrupt = new ArrayList<>();
    private Optional<Instant> again = Optional.empty();

    private RolePlanner(Map<String, RoleConfig> wanted, Map<String, RoleStatus> statuses, Instant now) {
        this.wanted = wanted;
        this.statuses = statuses;
        this.now = now;
    }

    /** @param statuses in the order in which the roles came to this machine; every role of {@code config} has one */
    static RolePlan plan(Optional<NodeConfig> config, Map<String, RoleStatus> statuses, Instant now) {
        Map<String, RoleConfig> wanted = new LinkedHashMap<>();
        config.ifPresent(c -> c.roles().forEach(role -> wanted.put(role.role(), role)));
        RolePlanner planner = new RolePlanner(wanted, statuses, now);
        planner.interruptUnwanted();
        if (planner.stops()) {
            planner.brings();
        }
        planner.looks();
        return new RolePlan(planner.begin, planner.interrupt, planner.again);
    }

    private void interruptUnwanted() {
        for (RoleStatus status : statuses.values()) {
            if (status.underWay().orElse(null) instanceof RoleStep.Bring bring && !bring.config().equals(wanted.get(status.role()))) {
                interrupt.add(status.role());
            }
        }
    }

    /** Whether all that is not wanted any more has stopped, or was at least tried to be stopped. */
    private boolean stops() {
        List<RoleStatus> gone = new ArrayList<>(statuses.values());
        gone.removeIf(status -> wanted.containsKey(status.role()) || status.state() == RoleState.STOPPED);
        for (RoleStatus status : gone.reversed()) {
            boolean again = status.failedToStop() && now.isBefore(status.notBefore());
            if (again) {
                remind(status.notBefore());
            } else if (status.idle()) {
                begin.add(new RoleStep.Stop(status.role()));
            }
            if (!status.failedToStop()) {
                return false;
            }
        }
        return true;
    }

    private void brings() {
        for (RoleConfig config : wanted.values()) {
            RoleStatus status = statusOf(config.role());
            if (status.isAt(config)) {
                continue;
            }
            boolean failed = status.failedAt(config);
            if (failed && now.isBefore(status.notBefore())) {
                remind(status.notBefore());
            } else if (status.idle()) {
                begin.add(new RoleStep.Bring(config));
            }
            if (!failed || config.role().equals(StartupRole.NAME)) {
                return; // its turn first
            }
        }
    }

    /** Frequent after a change, rarer the longer it is ago. */
    private void looks() {
        for (String role : wanted.keySet()) {
            RoleStatus status = statusOf(role);
            if (!status.idle() || begin.stream().anyMatch(step -> step.role().equals(role))) {
                continue;
            }
            Duration age = Duration.between(status.changedAt(), status.lookedAt());
            Duration pause = age.compareTo(LOOK_FIRST) < 0 ? LOOK_FIRST : age.compareTo(LOOK_LONGEST) > 0 ? LOOK_LONGEST : age;
            Instant due = status.lookedAt().plus(pause);
            if (due.isAfter(now)) {
                remind(due);
            } else {
                begin.add(new RoleStep.Look(role));
            }
        }
    }

    private void remind(Instant at) {
        if (again.isEmpty() || at.isBefore(again.get())) {
            again = Optional.of(at);
        }
    }

    private RoleStatus statusOf(String role) {
        RoleStatus status = statuses.get(role);
        if (status == null) {
            throw new IllegalStateException("a role without a status: " + role);
        }
        return status;
    }
}
