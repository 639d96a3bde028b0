package brume.service.web;

import java.time.Instant;
import java.util.Objects;

/**
 * How far a role is on its way out; part of the role's settings, because planners have no other memory.
 *
 * @param since when the stage began, in milliseconds since the epoch, where a limit of time counts from it; else 0
 */
public record Leave(Stage stage, long since) {
    public static final Leave STAYS = new Leave(Stage.STAYS, 0);

    /** The stages in their order. */
    public enum Stage {
        /** Wanted. */
        STAYS,
        /** Not wanted, but still named to those who ask it, in the place of a wanted one that does not serve. */
        STANDS_IN,
        /** No longer named to those who ask it, but they may not have noticed. */
        UNNAMED,
        /** Nobody reports it any more, so only open requests are left. */
        QUIET
    }

    public Leave {
        Objects.requireNonNull(stage);
    }

    static Leave at(Stage stage, Instant now) {
        return new Leave(stage, now.toEpochMilli());
    }

    public boolean leaving() {
        return stage != Stage.STAYS;
    }
}
