package brume.director.engine;

import brume.core.outcome.Outcome;
import brume.core.outcome.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * When to look again: a pure function of the claim, the outcome and the time. Holds the convergence guard: whoever works at the same thing for long without getting there is
 * slowed down, says so, and is never stopped.
 */
final class Pacing {
    /** The guard needs as many passes in a row with the same text … */
    static final int SAME_ACTS_MIN = 20;

    /** … over at least this time: longer than any machine takes to boot or any node to join. */
    static final Duration SAME_FOR_MIN = Duration.ofMinutes(10);

    /** The slowest that the guard ever makes anything. */
    static final Duration SLOWEST = Duration.ofHours(1);

    /** Texts are compared, and stored, up to this length. */
    static final int DIFFERENCE_CHARS_MAX = 400;

    static final String NOT_CONVERGING = "not-converging";

    private Pacing() {}

    static Verdict after(Claim claim, Outcome outcome, Instant now) {
        return switch (outcome) {
            case Outcome.Settled settled -> calm(settled, spread(settled.lookAgain(), claim.id()), Optional.empty());
            case Outcome.Working working -> afterWork(claim, working, now);
            case Outcome.Blocked blocked -> calm(blocked, blocked.lookAgain(), cry(claim, blocked.reason()));
            case Outcome.Gone _ -> throw new IllegalArgumentException("what is gone is not looked at again");
        };
    }

    static Verdict after(Claim claim, Trouble trouble) {
        int failures = claim.failures() + 1;
        boolean loud = trouble.sayAfter() == 0 ? !claim.reasonCode().equals(trouble.reason().code()) : failures == trouble.sayAfter();
        return new Verdict(
                new Outcome.Blocked(trouble.reason(), trouble.pause()),
                trouble.pause(),
                failures,
                claim.difference(),
                claim.since(),
                claim.sameActs(),
                loud ? Optional.of(loudly(trouble.reason())) : Optional.empty());
    }

    private static Verdict afterWork(Claim claim, Outcome.Working working, Instant now) {
        String difference = Texts.cut(working.doing(), DIFFERENCE_CHARS_MAX);
        boolean same = difference.equals(claim.difference()) && claim.since().isPresent();
        Instant since = same ? claim.since().orElse(now) : now;
        int sameActs = same ? claim.sameActs() + 1 : 1;
        Duration lasting = Duration.between(since, now);
        if (sameActs < SAME_ACTS_MIN || lasting.compareTo(SAME_FOR_MIN) < 0) {
            return new Verdict(working, working.lookAgain(), 0, difference, Optional.of(since), sameActs, Optional.empty());
        }
        Reason reason = new Reason(NOT_CONVERGING, "For " + Texts.rough(lasting) + " the same is tried without success: " + working.doing());
        Duration delay = slower(lasting.dividedBy(4), working.lookAgain());
        return new Verdict(
                new Outcome.Blocked(reason, delay), delay, 0, difference, Optional.of(since), sameActs, cry(claim, reason));
    }

    private static Duration slower(Duration delay, Duration least) {
        Duration slowed = delay.compareTo(least) < 0 ? least : delay;
        return slowed.compareTo(SLOWEST) > 0 ? SLOWEST : slowed;
    }

    private static Verdict calm(Outcome outcome, Duration delay, Optional<Verdict.Cry> cry) {
        return new Verdict(outcome, delay, 0, "", Optional.empty(), 0, cry);
    }

    private static Optional<Verdict.Cry> cry(Claim claim, Reason reason) {
        return claim.reasonCode().equals(reason.code()) ? Optional.empty() : Optional.of(loudly(reason));
    }

    private static Verdict.Cry loudly(Reason reason) {
        boolean alarm = reason.code().equals(NOT_CONVERGING) || reason.code().equals("internal-error");
        return new Verdict.Cry(alarm ? "alarm" : "blocked", reason.text());
    }

    /** Spreads looks of things that were settled together over a fifth of the interval, so that they do not come back as one wave for ever. */
    private static Duration spread(Duration interval, UUID id) {
        long share = Math.floorMod(id.hashCode(), 100);
        return interval.multipliedBy(900 + 2 * share).dividedBy(1000);
    }
}
