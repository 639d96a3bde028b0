package brume.service.mysql;

import brume.core.service.LoadProgress;
import brume.core.service.LoadProgress.State;
import java.util.Optional;

/** The newest load of a dump as a fact of a node: {@code ID STATE DONE TOTAL DETAIL}. */
public final class LoadFact {
    /** Name of the fact. */
    public static final String NAME = "load";

    private LoadFact() {}

    public static String text(LoadProgress load) {
        return load.id() + " " + load.state() + " " + load.done() + " " + load.total() + " " + load.detail();
    }

    /** Empty when the text is not such a fact. */
    public static Optional<LoadProgress> parse(String text) {
        String[] parts = text.split(" ", 5);
        if (parts.length < 4) {
            return Optional.empty();
        }
        try {
            String detail = parts.length == 5 ? parts[4] : "";
            return Optional.of(new LoadProgress(parts[0], State.valueOf(parts[1]), Long.parseLong(parts[2]), Long.parseLong(parts[3]), detail));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
