package brume.director.http;

import brume.director.db.Database;
import java.util.List;
import java.util.Objects;

/** What the API says of itself: its version, and what was done through it. */
public final class MetaRoutes {
    private final String version;
    private final Database database;
    private final AuditStore audit;
    private final Room room;

    public MetaRoutes(String version, Database database, AuditStore audit, Room room) {
        this.version = Objects.requireNonNull(version);
        this.database = Objects.requireNonNull(database);
        this.audit = Objects.requireNonNull(audit);
        this.room = Objects.requireNonNull(room);
    }

    public List<Route> routes() {
        return List.of(
                Route.get("/version", Access.PUBLIC, "Show the version")
                        .returns(VersionView.class)
                        .to(call -> Reply.of(new VersionView(version, "v1"))),
                Route.get("/readyz", Access.PUBLIC, "Ask whether the director can work")
                        .describe("Answers when the database does; otherwise 503 with the code `database-away`, or 507 with `disk-full` when there is no room on the director's disk for changes. For load balancers and watchers.")
                        .returns(ReadyView.class)
                        .to(call -> ready()),
                Route.get("/audit", Access.ADMIN, "List what was done, newest first").returnsPage(AuditView.class).to(this::audit));
    }

    private Reply ready() {
        database.probe();
        room.require();
        return Reply.of(new ReadyView(true));
    }

    private Reply audit(Call call) {
        Page.Want want = call.page();
        return Reply.of(Page.of(database.read(tx -> audit.find(tx, want)), want, AuditView::id));
    }
}
