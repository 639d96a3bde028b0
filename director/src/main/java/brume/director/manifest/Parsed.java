package brume.director.manifest;

import brume.core.problem.Problem;
import java.util.List;
import java.util.Objects;

/** What came of a text. */
public sealed interface Parsed {
    record Good(Manifest manifest) implements Parsed {
        public Good {
            Objects.requireNonNull(manifest);
        }
    }

    /** At least one problem, in the order of the document. */
    record Bad(List<Problem> problems) implements Parsed {
        public Bad {
            problems = List.copyOf(problems);
        }
    }
}
