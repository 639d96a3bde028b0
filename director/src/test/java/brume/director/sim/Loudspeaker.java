package brume.director.sim;

import brume.director.engine.Announcer;
import brume.director.engine.Kind;
import brume.testkit.sim.Trace;
import java.util.UUID;
import org.jooq.DSLContext;

/** Puts the engine's cries in the trace. A mistake of the program ends the run. */
record Loudspeaker(Trace trace, Announcer events) implements Announcer {
    @Override
    public void append(DSLContext tx, Kind kind, UUID id, String what, String text) {
        trace.add(what + " " + kind + " " + text);
        if (text.startsWith("The director made a mistake")) {
            throw new AssertionError("a reconciler threw what nobody expected");
        }
        events.append(tx, kind, id, what, text);
    }
}
