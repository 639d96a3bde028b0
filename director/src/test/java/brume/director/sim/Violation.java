package brume.director.sim;

/** An invariant does not hold. An error, so that the engine does not take it for a reconciler's failure. */
@SuppressWarnings("serial")
final class Violation extends Error {
    Violation(String text) {
        super(text);
    }
}
