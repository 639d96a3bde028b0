package brume.director.engine;

/** The lease ran out and somebody else looks after the aggregate now; the pass that finds out writes nothing more. */
@SuppressWarnings("serial")
final class StaleClaim extends RuntimeException {
    StaleClaim() {
        super("the claim of this pass has passed to somebody else");
    }
}
