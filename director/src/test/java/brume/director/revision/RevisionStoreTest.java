package brume.director.revision;

import static org.assertj.core.api.Assertions.assertThat;

import brume.core.id.AppId;
import brume.director.db.Database;
import brume.director.db.OnBothEngines;
import brume.director.db.TestDatabases;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

@OnBothEngines
final class RevisionStoreTest {
    private static final int KEPT = 3;
    private static final AppId APP = new AppId(new UUID(1, 1));
    private static final AppId OTHER = new AppId(new UUID(1, 2));

    @AutoClose
    private final Database database = TestDatabases.open();

    private final RevisionStore store = new RevisionStore(database, InstantSource.fixed(Instant.EPOCH), KEPT);

    private long want(AppId app, String name) {
        return database.write(tx -> store.want(tx, app, "somebody", "Renamed", Design.nothing(name), List.of()));
    }

    @Test
    void newestOnes_areKept_withTheirNumbers() {
        for (int i = 1; i <= 5; i++) {
            assertThat(want(APP, "name " + i)).isEqualTo(i);
        }
        want(OTHER, "other");
        assertThat(store.list(APP, Long.MAX_VALUE, 10)).extracting(Revision::number).containsExactly(5L, 4L, 3L);
        assertThat(store.list(APP, 5, 1)).extracting(r -> r.design().name()).containsExactly("name 4");
        Optional<Revision> gone = database.read(tx -> store.find(tx, APP, 2));
        assertThat(gone).isEmpty();
        Optional<Revision> last = database.read(tx -> store.last(tx, APP));
        assertThat(last).contains(new Revision(5, Instant.EPOCH, "somebody", "Renamed", Design.nothing("name 5"), List.of()));
    }
}
