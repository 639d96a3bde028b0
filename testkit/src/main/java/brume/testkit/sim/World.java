package brume.testkit.sim;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What a simulation plays: the system under test with everything around it. All of it runs on the simulation's thread, by the simulation's clock. */
public interface World {
    /** What could happen now, in an order that depends on the seed alone. In calm: only what the system itself does, no wishes and no accidents. */
    List<Move> moves();

    /** When something becomes possible that is not possible now; empty when nothing will. */
    Optional<Instant> nextEvent();

    /** The process died; what it had in memory is lost and it starts again. May itself throw a {@link SimulatedCrash}. */
    void restart(SimulatedCrash crash);

    /** Nothing goes wrong from now on, and nobody wishes for anything new. */
    void calm();

    /** What is still under way, in words; empty when everything has settled. Asked in calm only. */
    List<String> unsettled();

    /** Must hold after every step. */
    List<Invariant> invariants();

    /** Must hold once everything has settled. */
    List<Invariant> invariantsAtRest();
}
