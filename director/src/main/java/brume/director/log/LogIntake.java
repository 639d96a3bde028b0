package brume.director.log;

import brume.core.id.AppId;
import brume.core.id.ServiceId;
import brume.director.app.App;
import brume.director.app.AppStore;
import brume.director.http.Access;
import brume.director.http.Call;
import brume.director.http.Refusal;
import brume.director.http.Reply;
import brume.director.http.Route;
import brume.director.instance.Instance;
import brume.director.instance.InstanceStore;
import brume.director.node.AgentDesk;
import brume.director.node.Node;
import brume.director.secret.Secrets;
import brume.director.service.Service;
import brume.director.service.ServiceStore;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/** Takes what agents ship of their machines' journals. */
public final class LogIntake {
    /** Agents send some 100 KiB at once; so that a damaged or hostile one does no harm. */
    private static final int PACKED_BYTES_MAX = 1 << 20;

    private static final int BYTES_MAX = 4 << 20;
    private static final int ROLES_MAX = 32;
    private static final String AGENT_UNIT = "brume-agent.service";
    private static final String MACHINE = "machine";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Stores stores;
    private final AgentDesk desk;
    private final Secrets secrets;
    private final LogShelf shelf;

    /** Where it is looked up whose log it is. */
    public record Stores(InstanceStore instances, ServiceStore services, AppStore apps) {}

    public LogIntake(Stores stores, AgentDesk desk, Secrets secrets, LogShelf shelf) {
        this.stores = Objects.requireNonNull(stores);
        this.desk = Objects.requireNonNull(desk);
        this.secrets = Objects.requireNonNull(secrets);
        this.shelf = Objects.requireNonNull(shelf);
    }

    /**
     * How far a machine's journal was taken.
     *
     * @param cursor of journalctl; empty when nothing was
     */
    public record TakenReply(String cursor) {}

    public List<Route> routes() {
        return List.of(Route.post("/logs", Access.AGENT, "Ship lines of the machine's journal")
                .describe("Gzip of lines of JSON: first an object that says which role each unit (or, without a dot, each identifier) is of, then entries as "
                        + "`journalctl -o json` gives them. Answers the cursor of the last entry that is kept; entries that came before are left out.")
                .takesRaw(PACKED_BYTES_MAX, "The packed lines.")
                .returns(TakenReply.class)
                .to(this::take));
    }

    private Reply take(Call call) throws IOException {
        Node node = desk.speaker(call.agent())
                .orElseThrow(() -> Refusal.conflict("stale-identity", "This machine does not hold the node's identity any more."));
        List<String> lines = lines(call.stream());
        Map<String, String> units = units(lines.getFirst());
        List<JournalEntry> entries = lines.stream().skip(1).map(JournalEntry::read).flatMap(Optional::stream).toList();
        Optional<NodeFacts> facts = facts(node);
        if (facts.isEmpty()) {
            throw Refusal.conflict("stale-identity", "The node's service is gone.");
        }
        return Reply.of(new TakenReply(shelf.of(node.id()).take(facts.get(), entries, entry -> role(units, entry), masks(facts.get()))));
    }

    private static List<String> lines(InputStream packed) throws IOException {
        try (GZIPInputStream in = new GZIPInputStream(packed)) {
            byte[] bytes = in.readNBytes(BYTES_MAX + 1);
            if (bytes.length > BYTES_MAX) {
                throw Refusal.of(413, "too-large", "At most " + BYTES_MAX + " bytes of lines are taken at once.");
            }
            List<String> lines = new String(bytes, StandardCharsets.UTF_8).lines().toList();
            return lines.isEmpty() ? List.of("{}") : lines;
        } catch (ZipException | EOFException e) {
            throw Refusal.of(400, "not-gzip", "The lines are sent packed by gzip.");
        }
    }

    private static Map<String, String> units(String head) {
        try {
            Map<String, String> units = new HashMap<>(JSON.readValue(head, new TypeReference<Map<String, String>>() {}));
            units.values().removeIf(role -> !LogShelf.isRole(role));
            if (units.values().stream().distinct().count() > ROLES_MAX) {
                throw Refusal.of(400, "too-many-roles", "A node has at most " + ROLES_MAX + " roles.");
            }
            return units;
        } catch (JsonProcessingException e) {
            throw Refusal.of(400, "no-units", "The first line says which units belong to which role.");
        }
    }

    /** An identifier goes before its unit, a unit before its template. */
    static String role(Map<String, String> units, JournalEntry entry) {
        String template = entry.unit().replaceFirst("@.*(\\.[a-z]+)$", "@$1");
        return Optional.ofNullable(units.get(entry.identifier()))
                .or(() -> Optional.ofNullable(units.get(entry.unit())))
                .or(() -> Optional.ofNullable(units.get(template)))
                .orElse(entry.unit().equals(AGENT_UNIT) ? NodeLog.AGENT : MACHINE);
    }

    private Optional<NodeFacts> facts(Node node) {
        Optional<Service> service = stores.services().find(node.service());
        Optional<App> app = service.flatMap(s -> stores.apps().find(s.app()));
        return app.map(a -> new NodeFacts(
                node.id().toString(),
                stores.instances().find(node.id()).map(Instance::machineName).orElse(""),
                node.ordinal(),
                a.id().toString(),
                a.name(),
                node.service().toString(),
                service.map(Service::sid).orElse(0),
                service.map(Service::name).orElse("")));
    }

    /** A node is told secrets of its siblings too. */
    private Masks masks(NodeFacts facts) {
        List<ServiceId> services = stores.services().ofApp(AppId.parse(facts.appId())).stream().map(Service::id).toList();
        return Masks.of(services.stream().flatMap(s -> secrets.values(s).stream()).toList());
    }
}
