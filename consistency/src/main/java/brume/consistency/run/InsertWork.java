package brume.consistency.run;

import brume.consistency.Operation;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;

/** Rows, each acknowledged by itself. */
final class InsertWork implements Work {
    private final AtomicInteger next = new AtomicInteger();

    @Override
    public String name() {
        return "inserts";
    }

    @Override
    public void prepare(Line line) throws SQLException {
        line.run("CREATE TABLE inserts (id INT NOT NULL PRIMARY KEY) ENGINE = InnoDB");
    }

    @Override
    public void step(Line line, RandomGenerator random, List<Operation> done) throws SQLException {
        int id = next.incrementAndGet();
        done.add(new Operation.Append(0, id));
        line.run("INSERT INTO inserts VALUES (?)", id);
    }

    Set<Integer> look(Line line) throws SQLException {
        Set<Integer> all = new HashSet<>();
        try (Statement statement = line.connection().createStatement(); ResultSet rows = statement.executeQuery("SELECT id FROM inserts")) {
            while (rows.next()) {
                all.add(rows.getInt(1));
            }
        }
        return all;
    }
}
