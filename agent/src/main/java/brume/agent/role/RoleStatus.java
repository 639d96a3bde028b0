package brume.agent.role;

import brume.agent.base.Backoff;
import brume.core.agent.RoleConfig;
import brume.core.agent.RoleReport;
import brume.core.agent.RoleState;
import brume.core.role.RoleLook;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What is known of one role.
 *
 * @param generation of the last config that it was brought to whole; 0 when none
 * @param brought what it was brought to by this process, until found not running
 * @param tried what it was last tried to be brought to without success
 * @param failures in a row
 * @param notBefore when to try again after a failure
 * @param changedAt when it last became different; looks are frequent after that
 * @param lookedAt when it was last looked at
 * @param underWay the step that a thread is at
 */
record RoleStatus(
        String role,
        RoleState state,
        long generation,
        String detail,
        Map<String, String> facts,
        Optional<RoleConfig> brought,
        Optional<RoleConfig> tried,
        int failures,
        Instant notBefore,
        Instant changedAt,
        Instant lookedAt,
        Optional<RoleStep> underWay) {

    private static final Duration AGAIN_FIRST = Duration.ofMillis(500);
    private static final Duration AGAIN_LONGEST = Duration.ofSeconds(30);
    /** A role that ran so long has got over its failures. */
    private static final Duration STEADY_AFTER = Duration.ofSeconds(60);

    RoleStatus {
        Objects.requireNonNull(role);
        facts = Map.copyOf(facts);
    }

    /** Why something could not be done; {@code code} as in {@code docs/errors.md}. */
    record Fault(String code, String text) {}

    /** A role of which nothing is known yet. */
    static RoleStatus unknown(String role, Instant now) {
        return new RoleStatus(role, RoleState.INIT, 0, "", Map.of(), Optional.empty(), Optional.empty(), 0, now, now, now, Optional.empty());
    }

    boolean idle() {
        return underWay.isEmpty();
    }

    boolean isAt(RoleConfig config) {
        return brought.filter(config::equals).isPresent();
    }

    /** Whether its end was tried, without success. */
    boolean failedToStop() {
        return failures > 0 && state == RoleState.FAILED && tried.isEmpty();
    }

    /** Whether it was tried to be brought to this, without success. */
    boolean failedAt(RoleConfig config) {
        return failures > 0 && tried.filter(config::equals).isPresent();
    }

    RoleStatus begin(RoleStep step) {
        RoleState now = switch (step) {
            case RoleStep.Bring _ -> state == RoleState.RUNNING ? RoleState.RUNNING : RoleState.STARTING;
            case RoleStep.Look _ -> state;
            case RoleStep.Stop _ -> RoleState.STOPPING;
        };
        return new RoleStatus(role, now, generation, detail, facts, brought, tried, failures, notBefore, changedAt, lookedAt, Optional.of(step));
    }

    /** The step was interrupted because it is not wanted any more. */
    RoleStatus abandoned() {
        return new RoleStatus(role, state, generation, detail, facts, Optional.empty(), Optional.empty(), 0, notBefore, changedAt, lookedAt, Optional.empty());
    }

    /** Failures are remembered for a while, so that a role which falls over again and again is not brought again and again without a pause. */
    RoleStatus broughtTo(RoleConfig config, Instant now) {
        return new RoleStatus(role, RoleState.RUNNING, generation, "", facts, Optional.of(config), Optional.empty(), failures, notBefore, now, now, Optional.empty());
    }

    /** A bring (at some config) or a stop (at none) that did not work. */
    RoleStatus failed(Optional<RoleConfig> at, Fault fault, Instant now) {
        int inRow = tried.equals(at) || state == RoleState.RUNNING ? failures + 1 : 1;
        Instant again = now.plus(Backoff.doubled(AGAIN_FIRST, AGAIN_LONGEST, inRow - 1));
        return new RoleStatus(
                role, RoleState.FAILED, generation, fault.text(), marked(facts, Optional.of(fault.code())), Optional.empty(), at, inRow, again, now, now, Optional.empty());
    }

    /** The facts with the code of a failure among them, or without. */
    private static Map<String, String> marked(Map<String, String> facts, Optional<String> fault) {
        Map<String, String> marked = new HashMap<>(facts);
        marked.remove(RoleReport.FAULT);
        fault.ifPresent(code -> marked.put(RoleReport.FAULT, code));
        return marked;
    }

    RoleStatus stopped(Instant now) {
        return new RoleStatus(role, RoleState.STOPPED, 0, "", Map.of(), Optional.empty(), Optional.empty(), 0, now, now, now, Optional.empty());
    }

    /** What a look found. The reason of a failure stays; a role that was brought and does not run has failed. */
    RoleStatus seen(RoleLook look, Instant now) {
        Optional<String> fault = Optional.ofNullable(facts.get(RoleReport.FAULT)).filter(code -> state == RoleState.FAILED);
        RoleStatus looked = new RoleStatus(role, state, generation, detail, marked(look.facts(), fault), brought, tried, failures, notBefore, changedAt, now, Optional.empty());
        if (brought.isEmpty()) {
            return looked;
        }
        return switch (look.state()) {
            case RUNNING, STARTING -> looked.at(look.state(), look.detail(), now);
            case INIT, STOPPING, STOPPED, FAILED -> looked.failed(brought, new Fault("role-failed", look.detail().isEmpty() ? "it is not running any more" : look.detail()), now);
        };
    }

    private RoleStatus at(RoleState found, String says, Instant now) {
        boolean differs = found != state || !says.equals(detail);
        boolean steady = !differs && Duration.between(changedAt, now).compareTo(STEADY_AFTER) > 0;
        return new RoleStatus(
                role, found, generation, says, facts, brought, tried, steady ? 0 : failures, notBefore, differs ? now : changedAt, now, underWay);
    }

    /** The step is over and there was nothing to see. */
    RoleStatus rested(Instant now) {
        return new RoleStatus(role, state, generation, detail, facts, brought, tried, failures, notBefore, changedAt, now, Optional.empty());
    }

    RoleStatus reached(long newGeneration) {
        return new RoleStatus(role, state, newGeneration, detail, facts, brought, tried, failures, notBefore, changedAt, lookedAt, underWay);
    }

    RoleReport report() {
        return new RoleReport(role, state, generation, detail, state == RoleState.FAILED ? facts : marked(facts, Optional.empty()));
    }
}
