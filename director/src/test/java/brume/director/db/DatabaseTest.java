package brume.director.db;

import static brume.director.db.generated.Tables.EVENT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.jooq.DSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DatabaseTest {
    @TempDir
    private Path folder;

    @Test
    void committedRows_surviveReopening() {
        Path file = folder.resolve("brume.db");
        try (Database database = Database.openSqlite(file)) {
            database.write(tx -> insert(tx, 1));
        }
        try (Database database = Database.openSqlite(file)) {
            assertThat(count(database)).isOne();
        }
    }

    @Test
    void secondDirectorOnOneFile_isRefused() {
        Path file = folder.resolve("brume.db");
        try (Database database = Database.openSqlite(file)) {
            assertThat(database.sole()).isTrue();
            assertThatThrownBy(() -> Database.openSqlite(file)).isInstanceOf(IllegalStateException.class);
        }
    }

    private static int insert(DSLContext tx, long seq) {
        return tx.insertInto(EVENT, EVENT.SEQ, EVENT.AT, EVENT.KIND, EVENT.ID, EVENT.WHAT, EVENT.TEXT)
                .values(seq, 0L, "k", "i", "w", "t")
                .execute();
    }

    private static int count(Database database) {
        return database.read(DatabaseTest::count);
    }

    private static int count(DSLContext tx) {
        return tx.fetchCount(EVENT);
    }
}
