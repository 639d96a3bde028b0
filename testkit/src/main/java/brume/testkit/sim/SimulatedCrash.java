package brume.testkit.sim;

/** The process dies here. An {@code Error}, so that nothing that is under test catches it by accident. */
@SuppressWarnings("serial")
public final class SimulatedCrash extends Error {
    public SimulatedCrash(String where) {
        super(where, null, false, false); // ten thousand seeds crash often, and nobody reads their stacks
    }
}
