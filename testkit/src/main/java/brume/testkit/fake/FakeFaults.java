package brume.testkit.fake;

import java.time.Duration;
import java.util.Objects;
import java.util.random.RandomGenerator;

/**
 * What goes wrong by chance. Each share is the probability of one call, 0 to 1.
 *
 * @param transientBefore {@code Transient}, nothing was done
 * @param rateLimited {@code RateLimited}, nothing was done
 * @param unauthorized {@code Unauthorized}, nothing was done
 * @param lostRequest {@code OutcomeUnknown}, nothing was done and nothing will be
 * @param lostReply {@code OutcomeUnknown}, all was done
 * @param lateEffect {@code OutcomeUnknown}, and it will be done at some time within {@code lateMax}, which may be long after a listing would have shown it
 * @param duplicate a create makes two machines; never where keys are honoured or names are unique
 * @param bootFails a machine goes FAILED where it would have gone RUNNING
 * @param death one machine of ours, whichever, vanishes, goes FAILED or stops
 * @param hostDeath all machines of a host vanish or go FAILED
 * @param unevenLag a listing is as late as it likes up to the lag, so that a later one may show an earlier state
 */
public record FakeFaults(
        double transientBefore,
        double rateLimited,
        double unauthorized,
        double lostRequest,
        double lostReply,
        double lateEffect,
        Duration lateMax,
        double duplicate,
        double bootFails,
        double death,
        double hostDeath,
        boolean unevenLag) {
    public static final FakeFaults NONE = new FakeFaults(0, 0, 0, 0, 0, 0, Duration.ZERO, 0, 0, 0, 0, false);

    public FakeFaults {
        Objects.requireNonNull(lateMax);
        if (transientBefore + rateLimited + unauthorized + lostRequest + lostReply + lateEffect > 1) {
            throw new IllegalArgumentException("the shares of what one call can come to add up to more than 1");
        }
    }

    /** Every fault, seldom enough that most passes get on. */
    public static FakeFaults moderate() {
        return new FakeFaults(0.04, 0.01, 0.001, 0.02, 0.04, 0.02, Duration.ofSeconds(40), 0.03, 0.02, 0.004, 0.001, true);
    }

    /** Every fault, often. */
    public static FakeFaults wild() {
        return new FakeFaults(0.10, 0.03, 0.005, 0.06, 0.12, 0.06, Duration.ofMinutes(2), 0.10, 0.08, 0.01, 0.002, true);
    }

    public FakeFaults withTransient(double share) {
        return new FakeFaults(
                share, rateLimited, unauthorized, lostRequest, lostReply, lateEffect, lateMax, duplicate, bootFails, death, hostDeath, unevenLag);
    }

    public FakeFaults withUnauthorized(double share) {
        return new FakeFaults(
                transientBefore, rateLimited, share, lostRequest, lostReply, lateEffect, lateMax, duplicate, bootFails, death, hostDeath, unevenLag);
    }

    public FakeFaults withLostReply(double share) {
        return new FakeFaults(
                transientBefore, rateLimited, unauthorized, lostRequest, share, lateEffect, lateMax, duplicate, bootFails, death, hostDeath,
                unevenLag);
    }

    public FakeFaults withLateEffect(double share, Duration within) {
        return new FakeFaults(
                transientBefore, rateLimited, unauthorized, lostRequest, lostReply, share, within, duplicate, bootFails, death, hostDeath, unevenLag);
    }

    public FakeFaults withDuplicate(double share) {
        return new FakeFaults(
                transientBefore, rateLimited, unauthorized, lostRequest, lostReply, lateEffect, lateMax, share, bootFails, death, hostDeath,
                unevenLag);
    }

    public FakeFaults withBootFails(double share) {
        return new FakeFaults(
                transientBefore, rateLimited, unauthorized, lostRequest, lostReply, lateEffect, lateMax, duplicate, share, death, hostDeath,
                unevenLag);
    }

    /** What becomes of one call that changes something. */
    enum Fate {
        DONE,
        TRANSIENT,
        RATE_LIMITED,
        UNAUTHORIZED,
        LOST_REQUEST,
        LOST_REPLY,
        LATE
    }

    Fate fate(RandomGenerator random) {
        double share = random.nextDouble();
        Fate refused = refusal(share);
        if (refused != Fate.DONE) {
            return refused;
        }
        double edge = transientBefore + rateLimited + unauthorized + lostRequest;
        if (share < edge) {
            return Fate.LOST_REQUEST;
        }
        edge += lostReply;
        if (share < edge) {
            return Fate.LOST_REPLY;
        }
        edge += lateEffect;
        return share < edge ? Fate.LATE : Fate.DONE;
    }

    /** For a call that only looks: what is lost can be asked again, so it counts as done. */
    Fate fateOfLooking(RandomGenerator random) {
        return refusal(random.nextDouble());
    }

    private Fate refusal(double share) {
        double edge = transientBefore;
        if (share < edge) {
            return Fate.TRANSIENT;
        }
        edge += rateLimited;
        if (share < edge) {
            return Fate.RATE_LIMITED;
        }
        edge += unauthorized;
        return share < edge ? Fate.UNAUTHORIZED : Fate.DONE;
    }

    boolean strikes(double share, RandomGenerator random) {
        return share > 0 && random.nextDouble() < share;
    }
}
