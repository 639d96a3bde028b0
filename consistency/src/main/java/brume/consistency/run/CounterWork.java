package brume.consistency.run;

import brume.consistency.Operation;
import java.sql.SQLException;
import java.util.List;
import java.util.random.RandomGenerator;

/** Numbers read plainly and put back one higher. */
final class CounterWork implements Work {
    private static final int COUNTERS = 4;

    @Override
    public String name() {
        return "counters";
    }

    @Override
    public void prepare(Line line) throws SQLException {
        line.run("CREATE TABLE counters (id INT NOT NULL PRIMARY KEY, n BIGINT NOT NULL) ENGINE = InnoDB");
        for (int id = 0; id < COUNTERS; id++) {
            line.run("INSERT INTO counters VALUES (?, 0)", id);
        }
    }

    @Override
    public void step(Line line, RandomGenerator random, List<Operation> done) throws SQLException {
        int id = random.nextInt(COUNTERS);
        long number = line.number("SELECT n FROM counters WHERE id = ?", id);
        done.add(new Operation.Seen(id, number));
        done.add(new Operation.Put(id, number + 1));
        line.change("UPDATE counters SET n = ? WHERE id = ?", number + 1, id);
    }
}
