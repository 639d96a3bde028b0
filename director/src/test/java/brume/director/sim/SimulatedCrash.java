package brume.director.sim;

/** The director's process dies here. An error, so that nothing catches it. */
@SuppressWarnings("serial")
final class SimulatedCrash extends Error {
    SimulatedCrash(String where) {
        super(where, null, false, false);
    }
}
