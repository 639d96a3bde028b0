package brume.consistency.run;

import java.io.Serial;

/** A check that could not be done. The message is for people and holds no secret. */
public final class CheckFailure extends Exception {
    @Serial
    private static final long serialVersionUID = 1;

    CheckFailure(String message) {
        super(message);
    }

    CheckFailure(String message, Throwable cause) {
        super(message, cause);
    }
}
