package brume.core.service;

import java.util.Objects;

/**
 * How far a load of data into a running service is, by the word of its nodes. Loads come to a service as attachments named {@link #ATTACHMENT} and their id; there is one at a time.
 *
 * @param id 32 hexadecimal digits
 * @param done bytes read of {@code total}, roughly
 * @param detail why it failed; empty otherwise
 */
public record LoadProgress(String id, State state, long done, long total, String detail) {
    /** Begins the names of attachments that are to be loaded once. */
    public static final String ATTACHMENT = "load-";

    /** Of a load that has begun. */
    public enum State {
        LOADING,
        DONE,
        FAILED
    }

    public LoadProgress {
        Objects.requireNonNull(id);
        Objects.requireNonNull(state);
        Objects.requireNonNull(detail);
    }

    /** Whether nothing more comes of it. */
    public boolean ended() {
        return state != State.LOADING;
    }
}
