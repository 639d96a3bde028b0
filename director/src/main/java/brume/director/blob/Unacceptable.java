package brume.director.blob;

import brume.core.problem.Problem;
import java.io.IOException;
import java.util.List;

/** Stops the taking of an archive. Never leaves this package: {@link CodeArchive} turns it into its result. */
final class Unacceptable extends IOException {
    private static final long serialVersionUID = 1L;

    private final transient List<Problem> problems;

    Unacceptable(List<Problem> problems) {
        super("the archive is not acceptable");
        this.problems = List.copyOf(problems);
    }

    static Unacceptable of(String code, String text) {
        return new Unacceptable(List.of(Problem.of(code, text)));
    }

    List<Problem> problems() {
        return problems;
    }
}
