package brume.director.sim;

import brume.director.db.CommitGate;
import brume.testkit.fake.CallGate;
import brume.testkit.sim.CrashPoint;
import brume.testkit.sim.Trace;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/**
 * What goes wrong with the director and with the network between it and its agents. The director can die before and after every commit and before and after every driver call; it can
 * oversleep its lease in any call; an agent's call can be lost on its way there or back.
 */
final class Chaos implements CommitGate {
    private static final int CUTS_ONE_IN = 5;
    private static final int CUT_SECONDS_MAX = 120;

    private final RandomGenerator random;
    private final Trace trace;
    private CrashPoint crash = CrashPoint.never();
    private boolean planned;
    private double nap;
    private double lost;
    private long commits;
    private boolean muted;
    private boolean slept;
    private boolean asleep;
    private Runnable oversleep = () -> {};
    private Consumer<String> witness = call -> {};

    Chaos(RandomGenerator random, Trace trace) {
        this.random = random;
        this.trace = trace;
    }

    /** From now on as in the storm. */
    void rage(Storm storm) {
        crash = CrashPoint.byChance(random, storm.crash());
        nap = storm.nap();
        lost = storm.lost();
    }

    /** From now on nothing goes wrong by chance. */
    void calm() {
        if (!planned) {
            crash.calm();
        }
        nap = 0;
        lost = 0;
    }

    /** Dies where the crash point says, in calm too. */
    void crashAt(CrashPoint point) {
        crash = point;
        planned = true;
    }

    /** What happens while the director oversleeps. */
    void oversleep(Runnable meanwhile) {
        oversleep = meanwhile;
    }

    /** Who sees every call that the director makes while it is awake. */
    void witness(Consumer<String> seesCalls) {
        witness = seesCalls;
    }

    /** A new pass begins: what an earlier one overslept is over. */
    void awake() {
        slept = false;
    }

    /** Runs {@code body} without any boundary in it. */
    void quietly(Runnable body) {
        boolean before = muted;
        muted = true;
        try {
            body.run();
        } finally {
            muted = before;
        }
    }

    /** How often the database has changed. */
    long commits() {
        return commits;
    }

    /** Whether a message between agent and director is lost. */
    boolean loses() {
        return lost > 0 && random.nextDouble() < lost;
    }

    /** Whether directors stop at all at present. */
    boolean napping() {
        return nap > 0;
    }

    /** Whether messages are lost at all at present. */
    boolean raging() {
        return lost > 0;
    }

    /** For how long a machine is cut off when a message is lost; mostly that was all. */
    Optional<Duration> cut() {
        return random.nextInt(CUTS_ONE_IN) == 0 ? Optional.of(Duration.ofSeconds(1 + random.nextInt(CUT_SECONDS_MAX))) : Optional.empty();
    }

    @Override
    public void beforeCommit() {
        boundary("before a commit");
    }

    @Override
    public void afterCommit() {
        commits++;
        boundary("after a commit");
    }

    CallGate calls() {
        return new CallGate() {
            @Override
            public void before(String call) {
                trace.add(call);
                boundary("before " + call);
                sleep();
                if (!slept) {
                    witness.accept(call);
                }
            }

            @Override
            public void after(String call) {
                sleep();
                boundary("after " + call);
            }
        };
    }

    private void sleep() {
        if (!muted && !asleep && nap > 0 && random.nextDouble() < nap) {
            trace.add("the director oversleeps");
            asleep = true;
            try {
                oversleep.run();
            } finally {
                asleep = false;
            }
            slept = true;
        }
    }

    private void boundary(String where) {
        if (!muted) {
            crash.pass(where);
        }
    }
}
