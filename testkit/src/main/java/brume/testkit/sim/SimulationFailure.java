package brume.testkit.sim;

import java.util.List;

/** A seed broke something. The message holds what, the evidence and the end of the trace. */
@SuppressWarnings("serial")
public final class SimulationFailure extends AssertionError {
    private final String what;

    SimulationFailure(String what, String evidence, Trace trace, Throwable cause) {
        super(text(what, evidence, trace), cause);
        this.what = what;
    }

    SimulationFailure(String what, String evidence, Trace trace) {
        super(text(what, evidence, trace));
        this.what = what;
    }

    /** Name of the broken invariant, or {@code does not settle}, or {@code a move failed}. */
    public String what() {
        return what;
    }

    private static String text(String what, String evidence, Trace trace) {
        List<String> tail = trace.tail();
        List<String> shown = tail.subList(Math.max(0, tail.size() - Simulation.LINES_SHOWN), tail.size());
        return what + ": " + evidence + "\n  the last " + shown.size() + " of " + trace.size() + " steps:\n    " + String.join("\n    ", shown);
    }
}
