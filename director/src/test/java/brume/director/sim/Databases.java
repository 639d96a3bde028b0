package brume.director.sim;

import brume.director.db.Database;
import brume.director.db.generated.DefaultSchema;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jooq.DSLContext;
import org.jooq.Table;

/** Databases in memory, wiped and used again: their prepared statements are worth keeping. */
final class Databases {
    private static final List<Table<?>> CHILDREN_FIRST = childrenFirst();
    private static final Queue<Database> IDLE = new ConcurrentLinkedQueue<>();

    private Databases() {}

    static Database take() {
        Database idle = IDLE.poll();
        return idle != null ? idle : Database.openInMemory();
    }

    static void giveBack(Database database) {
        database.write(tx -> {
            CHILDREN_FIRST.forEach(table -> wipe(tx, table));
            return true;
        });
        IDLE.add(database);
    }

    private static void wipe(DSLContext tx, Table<?> table) {
        tx.deleteFrom(table).execute();
    }

    /** Every table after those that refer to it. */
    private static List<Table<?>> childrenFirst() {
        List<Table<?>> parentsFirst = new ArrayList<>();
        List<Table<?>> left = new ArrayList<>(DefaultSchema.DEFAULT_SCHEMA.getTables());
        while (!left.isEmpty()) {
            List<Table<?>> ready = left.stream()
                    .filter(t -> t.getReferences().stream().allMatch(r -> parentsFirst.contains(r.getKey().getTable())))
                    .toList();
            parentsFirst.addAll(ready);
            left.removeAll(ready);
        }
        Collections.reverse(parentsFirst);
        return parentsFirst;
    }
}
