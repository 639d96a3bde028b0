package brume.consistency.run;

import brume.consistency.Operation;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.random.RandomGenerator;

/** Money moved between accounts that are locked first, and looks at all of them. */
final class BankWork implements Work {
    static final int ACCOUNTS = 8;
    static final long TOTAL = ACCOUNTS * 100L;

    private static final int AMOUNT_MAX = 10;

    @Override
    public String name() {
        return "bank";
    }

    @Override
    public void prepare(Line line) throws SQLException {
        line.run("CREATE TABLE accounts (id INT NOT NULL PRIMARY KEY, balance BIGINT NOT NULL) ENGINE = InnoDB");
        for (int id = 0; id < ACCOUNTS; id++) {
            line.run("INSERT INTO accounts VALUES (?, ?)", id, TOTAL / ACCOUNTS);
        }
    }

    @Override
    public void step(Line line, RandomGenerator random, List<Operation> done) throws SQLException {
        if (random.nextInt(3) == 0) {
            look(line, done);
            return;
        }
        int one = random.nextInt(ACCOUNTS);
        int two = (one + 1 + random.nextInt(ACCOUNTS - 1)) % ACCOUNTS;
        long amount = 1L + random.nextInt(AMOUNT_MAX);
        // always in the same order, or they would wait for each other
        long low = locked(line, Math.min(one, two), done);
        long high = locked(line, Math.max(one, two), done);
        put(line, Math.min(one, two), low + (one < two ? -amount : amount), done);
        put(line, Math.max(one, two), high + (one < two ? amount : -amount), done);
    }

    void look(Line line, List<Operation> done) throws SQLException {
        try (Statement statement = line.connection().createStatement(); ResultSet rows = statement.executeQuery("SELECT id, balance FROM accounts")) {
            while (rows.next()) {
                done.add(new Operation.Seen(rows.getInt(1), rows.getLong(2)));
            }
        }
    }

    private static long locked(Line line, int id, List<Operation> done) throws SQLException {
        long balance = line.number("SELECT balance FROM accounts WHERE id = ? FOR UPDATE", id);
        done.add(new Operation.Seen(id, balance));
        return balance;
    }

    private static void put(Line line, int id, long balance, List<Operation> done) throws SQLException {
        done.add(new Operation.Put(id, balance));
        line.change("UPDATE accounts SET balance = ? WHERE id = ?", balance, id);
    }
}
