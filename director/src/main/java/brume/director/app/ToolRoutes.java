package brume.director.app;

import brume.core.id.IdSource;
import brume.director.blob.BlobStore;
import brume.director.db.Database;
import brume.director.http.Route;
import brume.director.node.ErrandBoard;
import brume.director.node.NodeStore;
import brume.director.node.Presence;
import brume.director.service.CodeStore;
import brume.director.service.ServiceStore;
import brume.director.service.ServiceTypes;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** What users do with the data of services that run, over HTTP: {@link DataRoutes} and {@link LoadRoutes}. */
public final class ToolRoutes {
    private final DataRoutes data;
    private final LoadRoutes loads;

    /** Where these routes find and write rows and blobs. */
    public record Stores(
            Database database, AppStore apps, ServiceStore services, CodeStore codes, NodeStore nodes, BlobStore blobs, SourceFetcher fetcher) {
        public Stores {
            Objects.requireNonNull(database);
        }
    }

    public ToolRoutes(Stores stores, Revisions revisions, Presence presence, ErrandBoard errands, ServiceTypes types, Views views, IdSource ids) {
        LivingMembers members = new LivingMembers(stores.nodes(), presence);
        this.data = new DataRoutes(new DataRoutes.Stores(stores.database(), stores.apps(), stores.services()), members, errands, types, revisions, views);
        this.loads = new LoadRoutes(
                new LoadRoutes.Stores(stores.database(), stores.apps(), stores.services(), stores.codes(), stores.blobs(), stores.fetcher()), members, types, ids);
    }

    public List<Route> routes() {
        List<Route> routes = new ArrayList<>(data.routes());
        routes.addAll(loads.routes());
        return routes;
    }
}
