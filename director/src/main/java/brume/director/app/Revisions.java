package brume.director.app;

import brume.core.id.AppId;
import brume.director.http.UserCaller;
import brume.director.revision.Change;
import brume.director.revision.DesignPlanner;
import brume.director.revision.Revision;
import brume.director.revision.RevisionStore;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jooq.DSLContext;

/** Keeps the history of what is wanted. Called last in the transaction of every change. */
public final class Revisions {
    private final AppStore apps;
    private final Designs designs;
    private final RevisionStore store;

    public Revisions(AppStore apps, Designs designs, RevisionStore store) {
        this.apps = Objects.requireNonNull(apps);
        this.designs = Objects.requireNonNull(designs);
        this.store = Objects.requireNonNull(store);
    }

    /** Something of the application's services is wanted otherwise: whoever waits for it waits for that too. {@code act} says what was done, as a sentence begins. */
    void changed(DSLContext tx, AppId app, UserCaller by, String act) {
        apps.wantChanged(tx, app);
        noted(tx, app, by, act);
    }

    /** The application's own row was changed. Nothing is noted where nothing came of the act. */
    void noted(DSLContext tx, AppId app, UserCaller by, String act) {
        Present present = designs.of(tx, app);
        Optional<Revision> last = store.last(tx, app);
        if (last.filter(r -> r.design().equals(present.design()) && r.services().equals(present.idsInOrder())).isEmpty()) {
            List<Change> changes = last.map(r -> between(r, present)).orElseGet(() -> ChangeText.everything(present.design()));
            store.want(tx, app, by.who(), ChangeText.summary(act, changes), present.design(), present.idsInOrder());
        }
    }

    /** A secret was changed, which designs do not show. */
    void secretChanged(DSLContext tx, AppId app, UserCaller by, String act) {
        apps.wantChanged(tx, app);
        Present present = designs.of(tx, app);
        store.want(tx, app, by.who(), act, present.design(), present.idsInOrder());
    }

    /** Number of the last revision; 0 before the first. */
    long last(DSLContext tx, AppId app) {
        return store.last(tx, app).map(Revision::number).orElse(0L);
    }

    private static List<Change> between(Revision last, Present present) {
        Map<String, String> before = new HashMap<>();
        present.ids().forEach((name, id) -> name(last, id.toString()).ifPresent(was -> before.put(name, was)));
        return DesignPlanner.changes(last.design(), present.design(), before);
    }

    /** What a service was called in a revision. */
    static Optional<String> name(Revision revision, String service) {
        int index = revision.services().indexOf(service);
        return index < 0 ? Optional.empty() : Optional.of(revision.design().services().get(index).name());
    }
}
