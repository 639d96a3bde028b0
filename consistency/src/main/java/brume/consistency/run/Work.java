package brume.consistency.run;

import brume.consistency.Operation;
import java.sql.SQLException;
import java.util.List;
import java.util.random.RandomGenerator;

/** One kind of load. Used by several threads. */
interface Work {
    /** Stable name in reports. */
    String name();

    /** Makes its tables. */
    void prepare(Line line) throws SQLException;

    /** Statements of one transaction; each that was tried is in {@code done}, reads with what they returned. The caller commits. */
    void step(Line line, RandomGenerator random, List<Operation> done) throws SQLException;
}
