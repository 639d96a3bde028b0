package brume.director.app;

import brume.core.id.ServiceId;
import brume.core.service.Demand;
import brume.core.service.Member;
import brume.director.db.Database;
import brume.director.db.StoredJson;
import brume.director.http.Access;
import brume.director.http.Call;
import brume.director.http.Query;
import brume.director.http.Refusal;
import brume.director.http.Reply;
import brume.director.http.Route;
import brume.director.node.ErrandBoard;
import brume.director.node.Node;
import brume.director.service.Service;
import brume.director.service.ServiceStore;
import brume.director.service.ServiceTypes;
import com.fasterxml.jackson.core.type.TypeReference;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/** What users have put into services, over HTTP. */
public final class DataRoutes {
    /** Hundreds of gigabytes at the speed of a disk. */
    private static final Duration DUMP_LONGEST = Duration.ofHours(12);

    private static final Duration VARIABLES_LONGEST = Duration.ofSeconds(15);

    /** Far more than all variables of a server. */
    private static final int VARIABLES_BYTES_MAX = 1 << 20;

    private static final String VARIABLES = "variables";
    private static final TypeReference<Map<String, Object>> SETTINGS = new TypeReference<>() {};
    private static final TypeReference<Map<String, String>> VALUES = new TypeReference<>() {};

    private static final Query<Long> NODE = Query.number("node", 1, 1_000, "Only this node, by its number within the service.");

    private final Database database;
    private final AppStore apps;
    private final ServiceStore services;
    private final LivingMembers members;
    private final ErrandBoard errands;
    private final ServiceTypes types;
    private final Revisions revisions;
    private final Views views;
    private final Lookup lookup;

    /** Where these routes find rows. */
    public record Stores(Database database, AppStore apps, ServiceStore services) {}

    DataRoutes(Stores stores, LivingMembers members, ErrandBoard errands, ServiceTypes types, Revisions revisions, Views views) {
        this.database = stores.database();
        this.apps = stores.apps();
        this.services = stores.services();
        this.members = Objects.requireNonNull(members);
        this.errands = Objects.requireNonNull(errands);
        this.types = Objects.requireNonNull(types);
        this.revisions = Objects.requireNonNull(revisions);
        this.views = Objects.requireNonNull(views);
        this.lookup = new Lookup(stores.apps(), stores.services());
    }

    /**
     * Variables to change.
     *
     * @param set values by name
     * @param reset names that shall have their usual values again
     */
    public record VariablesChange(Map<String, String> set, Optional<List<String>> reset) {}

    /**
     * Variables of one running node.
     *
     * @param values by name, as the server tells them; empty when it cannot be asked
     * @param problem why it cannot be asked
     */
    public record VariablesView(int node, Map<String, String> values, Optional<String> problem) {}

    public List<Route> routes() {
        String variables = "/apps/{app}/services/{service}/variables";
        return List.of(
                Route.get(variables, Access.USER_READ, "Show the settable variables of every node, as its server has them now")
                        .query(NODE)
                        .returnsMany(VariablesView.class)
                        .to(this::variables),
                Route.patch(variables, Access.USER_WRITE, "Set variables on all nodes")
                        .describe("They are kept in the service's settings, for restarts and for nodes to come, and take effect on running nodes at once, for new connections. Every mistake is told, and then"
                                + " nothing is changed.")
                        .takes(VariablesChange.class)
                        .returns(202, ServiceView.class)
                        .to(this::setVariables),
                Route.get("/apps/{app}/services/{service}/dump", Access.USER_WRITE, "Download all that a service holds")
                        .describe("Streamed from a node as it is read, all of it as of one moment, while the service goes on. A download that fails breaks the connection: only one that ends in good"
                                + " order is whole. A mysql service gives SQL; most others hold nothing.")
                        .returnsRaw("application/octet-stream", "The dump.")
                        .audits()
                        .to(this::dump));
    }

    private Reply setVariables(Call call) {
        VariablesChange change = call.body(VariablesChange.class);
        ServiceId id = database.write(tx -> {
            Service service = lookup.living(tx, call);
            call.requireMatch(service.generation());
            String settings = changed(service.settings(), change);
            Call.check(Spec.problems(types.of(service), service.counts(), Map.of(), settings));
            if (!settings.equals(service.settings())) {
                services.wantSettings(tx, service.id(), settings);
                revisions.changed(tx, service.app(), call.user(), "Variables set");
            }
            return service.id();
        });
        Service service = services.find(id).orElseThrow(() -> Refusal.notFound("service", id.toString()));
        App app = apps.find(service.app()).orElseThrow(() -> Refusal.notFound("application", service.app().toString()));
        return Reply.of(views.service(app, service)).etag(service.generation());
    }

    private static String changed(String settings, VariablesChange change) {
        Map<String, Object> all = StoredJson.read(settings, SETTINGS);
        Map<String, Object> variables = new TreeMap<>();
        if (all.get(VARIABLES) instanceof Map<?, ?> before) {
            before.forEach((name, value) -> variables.put(String.valueOf(name), value));
        }
        variables.putAll(change.set());
        change.reset().orElse(List.of()).forEach(variables::remove);
        all.put(VARIABLES, variables);
        return StoredJson.write(all);
    }

    private Reply variables(Call call) {
        Service service = database.read(tx -> lookup.living(tx, call));
        List<Node> all = members.nodes(service);
        List<Member> asked = members.of(service);
        List<VariablesView> shown = new ArrayList<>();
        for (Node node : all) {
            if (call.query(NODE).orElse((long) node.ordinal()) == node.ordinal()) {
                switch (types.of(service).variables(asked, node.ordinal())) {
                    case Demand.Refused(var reason) when call.query(NODE).isPresent() || reason.code().equals("mysql-not-serving") ->
                        shown.add(new VariablesView(node.ordinal(), Map.of(), Optional.of(reason.text())));
                    case Demand.Refused _ -> {} // a node without variables, such as a load balancer
                    case Demand.Ask ask -> shown.add(asked(all, ask));
                }
            }
        }
        return Reply.of(shown);
    }

    private VariablesView asked(List<Node> all, Demand.Ask ask) {
        try (InputStream answer = answer(all, ask, VARIABLES_LONGEST)) {
            String text = new String(answer.readNBytes(VARIABLES_BYTES_MAX), StandardCharsets.UTF_8);
            return new VariablesView(ask.ordinal(), StoredJson.read(text, VALUES), Optional.empty());
        } catch (Refusal e) {
            return new VariablesView(ask.ordinal(), Map.of(), Optional.of(e.text()));
        } catch (IOException e) {
            return new VariablesView(ask.ordinal(), Map.of(), Optional.of("The node went away."));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Refusal.busy("The director ends.", 1);
        }
    }

    private Reply dump(Call call) throws InterruptedException {
        Service service = database.read(tx -> lookup.living(tx, call));
        List<Node> all = members.nodes(service);
        return switch (types.of(service).dump(members.of(service))) {
            case Demand.Refused(var reason) -> throw Refusal.conflict(reason.code(), reason.text());
            case Demand.Ask ask -> Reply.flow(answer(all, ask, DUMP_LONGEST), "application/octet-stream").filename(service.name() + ".sql");
        };
    }

    private InputStream answer(List<Node> all, Demand.Ask ask, Duration longest) throws InterruptedException {
        Node node = all.stream()
                .filter(n -> n.ordinal() == ask.ordinal())
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("a service asks one of its nodes"));
        return errands.ask(node.id(), ask.kind(), ask.arguments(), longest);
    }
}
