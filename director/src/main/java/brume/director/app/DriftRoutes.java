package brume.director.app;

import brume.director.db.Database;
import brume.director.http.Access;
import brume.director.http.Call;
import brume.director.http.Reply;
import brume.director.http.Route;
import brume.director.instance.InstanceStore;
import brume.director.node.NodeStore;
import brume.director.node.Presence;
import brume.director.service.Code;
import brume.director.service.CodeStore;
import brume.director.service.Service;
import brume.director.service.ServiceStore;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** What is, beside what is wanted, over HTTP. */
public final class DriftRoutes {
    private final Stores stores;
    private final Presence presence;
    private final Lookup lookup;

    /** Where rows are found. */
    public record Stores(Database database, ServiceStore services, NodeStore nodes, InstanceStore instances, CodeStore codes) {}

    public DriftRoutes(Stores stores, Presence presence, Workshop workshop) {
        this.stores = stores;
        this.presence = Objects.requireNonNull(presence);
        this.lookup = workshop.lookup();
    }

    public List<Route> routes() {
        return List.of(Route.get("/apps/{app}/drift", Access.USER_READ, "Say what of an application is otherwise than it is wanted; nothing when all has settled")
                .returnsMany(DriftView.class)
                .to(this::drift));
    }

    private Reply drift(Call call) {
        App app = stores.database().read(tx -> lookup.app(tx, call));
        return Reply.of(stores.services().ofApp(app.id()).stream().flatMap(service -> of(service).stream()).toList());
    }

    private List<DriftView> of(Service service) {
        List<DriftPlanner.Seat> seats = stores.nodes().ofService(service.id()).stream()
                .map(node -> new DriftPlanner.Seat(node, stores.instances().find(node.id()), presence.connected(node)))
                .toList();
        Optional<Code> active = stores.codes().of(service.id()).stream().filter(c -> service.activeCode().filter(c.id()::equals).isPresent()).findFirst();
        return DriftPlanner.of(service, seats, active);
    }
}
