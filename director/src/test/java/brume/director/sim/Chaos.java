package brume.director.sim;

import brume.director.db.CommitGate;
import brume.testkit.fake.CallGate;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/**
 * Where and when the director dies or oversleeps: by chance, or at one given boundary. Boundaries are counted: before and after every commit, before and after every driver call.
 */
final class Chaos implements CommitGate {
    private final RandomGenerator random;
    private final Trace trace;
    private double crash;
    private double nap;
    private long boundaries;
    private long crashAt = -1;
    private boolean muted;
    private boolean slept;
    private Runnable oversleep = () -> {};
    private Consumer<String> witness = call -> {};

    Chaos(RandomGenerator random, Trace trace) {
        this.random = random;
        this.trace = trace;
    }

    /** Shares of boundaries at which the director dies, and of calls during which it oversleeps its lease. */
    void set(double crashShare, double napShare) {
        crash = crashShare;
        nap = napShare;
    }

    /** Dies at the boundary of this number, once. */
    void crashAt(long boundary) {
        crashAt = boundary;
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

    long boundaries() {
        return boundaries;
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

    @Override
    public void beforeCommit() {
        boundary("before a commit");
    }

    @Override
    public void afterCommit() {
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
        if (!muted && nap > 0 && random.nextDouble() < nap) {
            trace.add("the director oversleeps");
            quietly(oversleep);
            slept = true;
        }
    }

    private void boundary(String where) {
        if (muted) {
            return;
        }
        if (boundaries++ == crashAt || (crash > 0 && random.nextDouble() < crash)) {
            trace.add("the director dies " + where);
            throw new SimulatedCrash(where);
        }
    }
}
