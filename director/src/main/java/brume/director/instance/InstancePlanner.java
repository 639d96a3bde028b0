package brume.director.instance;

import brume.core.driver.ObservedInstance;
import brume.core.driver.PowerState;
import brume.core.outcome.Reason;
import brume.director.instance.InstanceStep.Wait;
import brume.director.site.Site;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What to do about an instance: a pure function of its row, what a look found, the terms of its site, and the time. What is not found counts as gone only when the look is younger
 * than the last change by the listing lag.
 */
final class InstancePlanner {
    /** A machine that was there may be hidden by a hiccup of its provider; it must stay away this long, and the listing lag, to be lost. */
    static final Duration MISSING_PATIENCE = Duration.ofSeconds(5);

    /** A create call without an answer may take effect this much later, beyond the listing lag. Later still is the sweeper's. */
    static final Duration LATE_PATIENCE = Duration.ofSeconds(30);

    /** A machine that ran this long did not fail at once: the count of losses begins anew. */
    static final Duration STEADY = Duration.ofMinutes(10);

    /** Pause before the second successor in a row; doubles with every further loss … */
    static final Duration SUCCESSION = Duration.ofSeconds(5);

    /** … up to this. */
    static final Duration SUCCESSION_MAX = Duration.ofHours(1);

    /** So many losses in a row are worth a person's attention. */
    static final int LOSSES_ALARMING = 5;

    /** Dead rows are kept this long beyond the lag, for people who ask what became of them. */
    static final Duration RETENTION = Duration.ofHours(1);

    /** A settled machine is looked at this often without being woken. */
    static final Duration UNHURRIED = Duration.ofSeconds(60);

    /** A machine that changes its power is looked at this often, where the provider shows changes at once. */
    static final Duration SOON = Duration.ofMillis(500);

    /** Which of several machines to keep: one that runs, then the oldest. */
    private static final Comparator<ObservedInstance> KEEPER = Comparator.comparing((ObservedInstance m) -> m.power() != PowerState.RUNNING)
            .thenComparing(m -> m.power() == PowerState.FAILED)
            .thenComparing(ObservedInstance::createdAt)
            .thenComparing(ObservedInstance::ref);

    /** A site that has not answered for this long is not called for its instances either: their calls would wait in vain and keep those of other sites waiting. */
    static final Duration AWAY_AFTER = Duration.ofSeconds(60);

    /** How often instances look whether their site is back, should its wake be missed. */
    static final Duration AWAY_LOOK = Duration.ofSeconds(15);

    private InstancePlanner() {}

    /** What to wait for before any look: a site that is known to be away. */
    static Optional<InstanceStep.Hold> planAway(Optional<Site.Seen> site, Instant now) {
        return site.filter(seen -> !seen.ok() && seen.at().plus(AWAY_AFTER).isBefore(now))
                .map(seen -> new InstanceStep.Hold(new Reason("site-unreachable", "Its site is away; waits until it answers again. " + seen.text()), AWAY_LOOK));
    }

    static InstanceStep plan(Instance row, Sighting sight, SiteTerms terms, Instant now) {
        return switch (row.life()) {
            case ALIVE -> planAlive(row, sight, terms, now);
            case DYING -> planDying(row, sight, terms);
            case DEAD -> planDead(row, terms, now);
        };
    }

    private static InstanceStep planAlive(Instance row, Sighting sight, SiteTerms terms, Instant now) {
        Optional<ObservedInstance> earlier =
                sight.machines().stream().filter(m -> m.tags().generation() < row.generation()).min(KEEPER);
        if (earlier.isPresent()) {
            return new InstanceStep.ReapDuplicate(earlier.get().ref());
        }
        List<ObservedInstance> current = sight.machines().stream()
                .filter(m -> m.tags().generation() == row.generation())
                .sorted(KEEPER)
                .toList();
        if (current.isEmpty()) {
            return row.seen().isPresent() ? planMissing(row, sight, terms, now) : planAbsent(row, sight, terms);
        }
        Optional<ObservedInstance> own = own(row, current);
        if (own.isEmpty()) {
            Optional<Wait> patience = row.seen().isEmpty()
                    ? Optional.empty()
                    : patience("Sees another machine than its own; waits until its own must show.", lastSeen(row).plus(terms.lag()), sight);
            return patience.<InstanceStep>map(wait -> wait).orElseGet(() -> new InstanceStep.AdoptSeen(current.getFirst()));
        }
        Optional<ObservedInstance> other = current.stream().filter(m -> !m.ref().equals(own.get().ref())).findFirst();
        if (other.isPresent()) {
            return new InstanceStep.ReapDuplicate(other.get().ref());
        }
        return planPresent(row, own.get(), terms, now);
    }

    private static Optional<ObservedInstance> own(Instance row, List<ObservedInstance> current) {
        return row.seen().flatMap(seen -> current.stream().filter(m -> m.ref().equals(seen.ref())).findFirst());
    }

    private static InstanceStep planPresent(Instance row, ObservedInstance machine, SiteTerms terms, Instant now) {
        if (machine.power() == PowerState.FAILED) {
            return new InstanceStep.Remove(machine.ref());
        }
        return switch (row.power()) {
            case ON ->
                switch (machine.power()) {
                    case RUNNING -> running(row, machine, now);
                    case STOPPED, FROZEN -> new InstanceStep.Start(machine.ref());
                    case STARTING -> new Wait("Waits for the machine to start.", soon(terms));
                    case STOPPING, FAILED -> new Wait("Waits for the machine to stop, to start it again.", soon(terms));
                };
            case OFF ->
                switch (machine.power()) {
                    case RUNNING, STARTING, FROZEN -> new InstanceStep.Stop(machine.ref());
                    case STOPPING, FAILED -> new Wait("Waits for the machine to stop.", soon(terms));
                    case STOPPED -> new InstanceStep.Settled("Is off, as wanted.", UNHURRIED);
                };
        };
    }

    private static InstanceStep running(Instance row, ObservedInstance machine, Instant now) {
        boolean steady = row.askedAt().filter(asked -> asked.plus(STEADY).isBefore(now)).isPresent();
        if (row.losses() > 0 && steady) {
            return new InstanceStep.ForgetLosses();
        }
        String where = row.address().or(() -> machine.addresses().stream().findFirst()).map(a -> " at " + a).orElse("");
        return new InstanceStep.Settled("Runs" + where + ".", UNHURRIED);
    }

    /** No machine is seen, and none ever was in this generation. */
    private static InstanceStep planAbsent(Instance row, Sighting sight, SiteTerms terms) {
        boolean unanswered = row.askedAt().isPresent();
        if (unanswered && (!terms.keys() || row.power() == Power.OFF)) {
            // A repeat could make a second machine; the first may still show up.
            Optional<Wait> patience = patience("Waits to see whether the last call made the machine.", lastOrder(row, terms), sight);
            if (patience.isPresent()) {
                return patience.get();
            }
        }
        if (row.power() == Power.OFF) {
            return new InstanceStep.Settled("Is off, as wanted, and has no machine.", UNHURRIED);
        }
        if (terms.pooled() && row.address().isEmpty()) {
            return new InstanceStep.AllotAddress();
        }
        Optional<Volume> missing = row.volumes().stream().filter(v -> !v.there()).findFirst();
        return missing.<InstanceStep>map(InstanceStep.EnsureVolume::new).orElseGet(InstanceStep.Create::new);
    }

    /** A machine was seen, and now it is not. */
    private static InstanceStep planMissing(Instance row, Sighting sight, SiteTerms terms, Instant now) {
        if (row.missingSince().isEmpty()) {
            return new InstanceStep.NoteMissing();
        }
        Instant since = row.missingSince().get();
        Instant sure = later(since.plus(MISSING_PATIENCE), lastSeen(row)).plus(terms.lag());
        Optional<Wait> patience = patience("The machine is not found; waits to be sure that it is gone.", sure, sight);
        if (patience.isPresent()) {
            return patience.get();
        }
        Instant next = since.plus(succession(row.losses()));
        if (row.power() == Power.OFF || !next.isAfter(now)) {
            return new InstanceStep.NextGeneration();
        }
        Duration pause = Duration.between(now, next);
        if (row.losses() < LOSSES_ALARMING) {
            return new Wait("The machine is gone, as were " + row.losses() + " before it; pauses before the next.", pause);
        }
        return new InstanceStep.Hold(
                new Reason("machines-keep-ending", row.losses() + " machines ended one after the other; pauses before the next. Look at the image and at the site."),
                pause);
    }

    private static InstanceStep planDying(Instance row, Sighting sight, SiteTerms terms) {
        Optional<ObservedInstance> any = sight.machines().stream().min(KEEPER);
        if (any.isPresent()) {
            return new InstanceStep.Remove(any.get().ref());
        }
        if (row.mayHaveMachine()) {
            Instant sure = row.seen().isPresent() ? lastSeen(row).plus(terms.lag()) : lastOrder(row, terms);
            Optional<Wait> patience = patience("Waits to be sure that no machine is left.", sure, sight);
            if (patience.isPresent()) {
                return patience.get();
            }
        }
        return row.volumes().stream().findFirst().<InstanceStep>map(InstanceStep.RemoveVolume::new).orElseGet(InstanceStep.Bury::new);
    }

    private static InstanceStep planDead(Instance row, SiteTerms terms, Instant now) {
        Instant over = row.deadAt().orElse(row.createdAt()).plus(RETENTION).plus(terms.lag());
        return over.isAfter(now) ? new InstanceStep.Settled("Is gone.", Duration.between(now, over)) : new InstanceStep.Purge();
    }

    /** When a look shows whatever the last unanswered call made, unless it takes effect very late. */
    private static Instant lastOrder(Instance row, SiteTerms terms) {
        return row.askedAt().map(asked -> asked.plus(terms.lag()).plus(LATE_PATIENCE)).orElse(row.createdAt());
    }

    private static Instant lastSeen(Instance row) {
        Instant asked = row.askedAt().orElse(row.createdAt());
        return row.seen().map(seen -> later(seen.at(), asked)).orElse(asked);
    }

    /** Something to wait for, while the look is older than {@code sure}. */
    private static Optional<Wait> patience(String what, Instant sure, Sighting sight) {
        Duration left = Duration.between(sight.asOf(), sure);
        return left.isPositive() ? Optional.of(new Wait(what, left)) : Optional.empty();
    }

    private static Duration succession(int losses) {
        if (losses == 0) {
            return Duration.ZERO;
        }
        Duration grown = SUCCESSION.multipliedBy(1L << Math.min(losses, 20));
        return grown.compareTo(SUCCESSION_MAX) < 0 ? grown : SUCCESSION_MAX;
    }

    /** How soon a change of power is to be seen. */
    static Duration soon(SiteTerms terms) {
        return later(SOON, terms.lag().dividedBy(2));
    }

    private static Duration later(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? b : a;
    }

    private static Instant later(Instant a, Instant b) {
        return a.isBefore(b) ? b : a;
    }
}
