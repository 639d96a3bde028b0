package brume.core.agent;

import java.util.List;

/**
 * Answer to {@code POST /agent/v1/errands}: what is to be done at once. Each is handed out once; one whose handing out is lost is not done. Answered by
 * {@code POST /agent/v1/errands/ID} with the bytes of the answer as they come, or {@code POST /agent/v1/errands/ID/failure} with an {@link ErrandFailure}.
 */
public record Errands(List<Errand> errands) {
    /** Header of an answer to the long poll: errands wait. */
    public static final String HEADER = "Brume-Errands";

    public Errands {
        errands = List.copyOf(errands);
    }
}
