package brume.director.engine;

import java.util.UUID;
import org.jooq.DSLContext;

/** Where the engine says aloud what people should notice. */
@FunctionalInterface
public interface Announcer {
    /**
     * Part of the transaction {@code tx}.
     *
     * @param what stable, kebab-case, such as {@code blocked}
     * @param text one sentence for people
     */
    void append(DSLContext tx, Kind kind, UUID id, String what, String text);
}
