package brume.consistency.run;

import brume.consistency.Operation;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.random.RandomGenerator;

/** Plain reads and appends on a few busy rows. */
final class ListWork implements Work {
    /** Rows made beforehand: inserts would bring questions of their own. */
    private static final int ROWS = 4000;

    /** Rows in use at a time: few, so that transactions meet. */
    private static final int BUSY = 6;

    /** Appends that a row gets before the next one takes its place; the last rows get more. */
    private static final int LENGTH = 64;

    private static final int STEPS_MAX = 4;

    private final AtomicIntegerArray values = new AtomicIntegerArray(ROWS);

    @Override
    public String name() {
        return "lists";
    }

    @Override
    public void prepare(Line line) throws SQLException {
        line.run("CREATE TABLE lists (k INT NOT NULL PRIMARY KEY, v MEDIUMTEXT NOT NULL) ENGINE = InnoDB CHARACTER SET ascii");
        StringBuilder text = new StringBuilder("INSERT INTO lists VALUES ");
        for (int key = 0; key < ROWS; key++) {
            text.append(key == 0 ? "(" : ",(").append(key).append(",'')");
        }
        line.run(text.toString());
    }

    @Override
    public void step(Line line, RandomGenerator random, List<Operation> done) throws SQLException {
        int steps = 1 + random.nextInt(STEPS_MAX);
        for (int i = 0; i < steps; i++) {
            int key = key(random.nextInt(BUSY));
            if (random.nextBoolean()) {
                String text = line.ask("SELECT v FROM lists WHERE k = ?", key);
                done.add(new Operation.Read(key, parse(text)));
            } else {
                int value = values.incrementAndGet(key);
                done.add(new Operation.Append(key, value));
                line.change("UPDATE lists SET v = CONCAT(v, ?) WHERE k = ?", " " + value, key);
            }
        }
    }

    /** Rows of one place follow each other as they fill. */
    private int key(int place) {
        int key = place;
        while (key + BUSY < ROWS && values.get(key) >= LENGTH) {
            key += BUSY;
        }
        return key;
    }

    /** Every row that was written, as one transaction's reads. */
    List<Operation> look(Line line) throws SQLException {
        List<Operation> all = new ArrayList<>();
        try (Statement statement = line.connection().createStatement(); ResultSet rows = statement.executeQuery("SELECT k, v FROM lists")) {
            while (rows.next()) {
                int key = rows.getInt(1);
                if (values.get(key) > 0) {
                    all.add(new Operation.Read(key, parse(Optional.ofNullable(rows.getString(2)).orElse(""))));
                }
            }
        }
        return all;
    }

    private static List<Integer> parse(String text) {
        List<Integer> list = new ArrayList<>();
        for (String word : text.strip().split(" ", -1)) {
            if (!word.isEmpty()) {
                list.add(Integer.valueOf(word));
            }
        }
        return list;
    }
}
