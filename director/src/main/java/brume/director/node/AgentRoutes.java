package brume.director.node;

import brume.core.agent.CertificateReply;
import brume.core.agent.EnrolRequest;
import brume.core.agent.NodeConfig;
import brume.core.agent.NodeReport;
import brume.core.agent.RenewRequest;
import brume.core.id.InstanceId;
import brume.director.blob.Blob;
import brume.director.blob.BlobStore;
import brume.director.db.Database;
import brume.director.db.Life;
import brume.director.http.Access;
import brume.director.http.AgentCaller;
import brume.director.http.Call;
import brume.director.http.Query;
import brume.director.http.Refusal;
import brume.director.http.Reply;
import brume.director.http.Route;
import brume.director.identity.Authority;
import brume.director.identity.Enrolment;
import brume.director.identity.SigningRequest;
import brume.director.instance.Instance;
import brume.director.instance.InstanceStore;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jooq.DSLContext;

/** What agents say and ask. Everything but enrolment is for the machine that holds the node's identity. */
public final class AgentRoutes {
    /** Longest that one poll for a configuration waits, in seconds. */
    private static final int WAIT_SECONDS_MAX = 60;

    private static final Query<Long> AFTER = Query.number("after", 0, Long.MAX_VALUE, "The configuration that the agent has.");
    private static final Query<Long> WAIT = Query.number("wait", 0, WAIT_SECONDS_MAX, "Longest to wait for a newer one, in seconds.");

    private final Database database;
    private final NodeStore nodes;
    private final InstanceStore instances;
    private final Presence presence;
    private final NodeConfigs configs;
    private final Enrolment enrolment;
    private final Authority authority;
    private final BlobStore blobs;

    public AgentRoutes(
            Database database,
            NodeStore nodes,
            InstanceStore instances,
            Presence presence,
            NodeConfigs configs,
            Enrolment enrolment,
            Authority authority,
            BlobStore blobs) {
        this.database = Objects.requireNonNull(database);
        this.nodes = Objects.requireNonNull(nodes);
        this.instances = Objects.requireNonNull(instances);
        this.presence = Objects.requireNonNull(presence);
        this.configs = Objects.requireNonNull(configs);
        this.enrolment = Objects.requireNonNull(enrolment);
        this.authority = Objects.requireNonNull(authority);
        this.blobs = Objects.requireNonNull(blobs);
    }

    public List<Route> routes() {
        return List.of(
                Route.post("/enrol", Access.AGENT_ENROL, "Trade a one-time token for a certificate")
                        .takes(EnrolRequest.class)
                        .returns(CertificateReply.class)
                        .to(this::enrol),
                Route.post("/renew", Access.AGENT, "Get a new certificate before the old one ends")
                        .takes(RenewRequest.class)
                        .returns(CertificateReply.class)
                        .to(this::renew),
                Route.get("/config", Access.AGENT, "Get what the node shall be, as soon as it differs from what the agent has")
                        .query(AFTER, WAIT)
                        .returns(NodeConfig.class)
                        .orNothing()
                        .secretAnswer()
                        .to(this::config),
                Route.post("/report", Access.AGENT, "Tell what the node is").takes(NodeReport.class).to(this::report),
                Route.get("/content/{digest}", Access.AGENT, "Download a blob that the node's configuration names")
                        .returnsRaw("application/octet-stream", "The bytes.")
                        .to(this::content));
    }

    private Reply enrol(Call call) {
        EnrolRequest request = call.body(EnrolRequest.class);
        InstanceId id = parse(request.instance());
        if (!enrolment.verify(id, request.generation(), request.token())) {
            throw refused();
        }
        SigningRequest csr = SigningRequest.parse(request.csr());
        Granted granted = database.write(tx -> grant(tx, id, request.generation(), csr));
        if (granted.anew()) {
            presence.forget(id);
        }
        return Reply.of(new CertificateReply(granted.certificate(), authority.caPem()));
    }

    /** A certificate, and whether its key is a new holder of the identity. */
    private record Granted(String certificate, boolean anew) {}

    private Granted grant(DSLContext tx, InstanceId id, long generation, SigningRequest csr) {
        Node node = nodes.find(tx, id).filter(n -> n.life() == Life.ALIVE).orElseThrow(AgentRoutes::refused);
        Instance machine = instances.find(tx, id).filter(i -> i.generation() == generation).orElseThrow(AgentRoutes::refused);
        boolean sameMachine = node.keyGeneration() == machine.generation();
        boolean repeat = sameMachine && node.key().filter(csr.keyDigest()::equals).isPresent(); // the reply was lost
        if (!repeat) {
            if (sameMachine && presence.mayStillSpeak(node)) {
                throw Refusal.conflict("already-enrolled", "Another machine holds this identity.");
            }
            authority.revoke(tx, id);
            nodes.wantGrant(tx, id, csr.keyDigest(), machine.generation());
        }
        return new Granted(authority.issue(tx, id, generation, csr).certificatePem(), !repeat);
    }

    private Reply renew(Call call) {
        Node node = holder(call.agent());
        SigningRequest csr = SigningRequest.parse(call.body(RenewRequest.class).csr());
        if (node.key().filter(csr.keyDigest()::equals).isEmpty()) {
            throw Refusal.of(422, "other-key", "A certificate is renewed for the key that holds the identity.");
        }
        String certificate = database.write(tx -> authority.issue(tx, node.id(), call.agent().generation(), csr).certificatePem());
        return Reply.of(new CertificateReply(certificate, authority.caPem()));
    }

    private Reply config(Call call) throws InterruptedException {
        long has = call.query(AFTER).orElse(0L);
        Duration wait = Duration.ofSeconds(call.query(WAIT).orElse(0L));
        AgentCaller agent = call.agent();
        holder(agent);
        call.await(agent.instance().value(), wait, () -> nodes.find(agent.instance()).map(n -> n.configGeneration() > has || !holds(agent, n)).orElse(true));
        Node node = holder(agent);
        return node.configGeneration() > has ? Reply.of(configs.of(node)) : Reply.nothing();
    }

    private Reply report(Call call) {
        Node node = holder(call.agent());
        NodeReport report = call.body(NodeReport.class);
        if (report.fence() != 0 && report.fence() != node.fence()) {
            throw stale();
        }
        if (report.fence() == node.fence()) {
            boolean news = NodeNews.differ(node, report);
            if ((news || presence.rowIsOld(node)) && !nodes.seenReport(node, report, news)) {
                throw stale();
            }
        }
        presence.heard(node.id(), report.load());
        return Reply.nothing();
    }

    private Reply content(Call call) throws IOException {
        Node node = holder(call.agent());
        String digest = call.path("digest");
        boolean named = node.roles().stream().flatMap(r -> r.content().stream()).anyMatch(c -> c.digest().equals(digest));
        if (!named) {
            throw Refusal.notFound("content", digest);
        }
        Blob blob = blobs.find(digest).orElseThrow(() -> Refusal.notFound("content", digest));
        return Reply.raw(blobs.open(digest), blob.size(), "application/octet-stream");
    }

    /** The caller's node, if the caller holds its identity. */
    private Node holder(AgentCaller agent) {
        Optional<Node> node = nodes.find(agent.instance()).filter(n -> n.life() == Life.ALIVE);
        return node.filter(n -> holds(agent, n)).orElseThrow(AgentRoutes::stale);
    }

    private static boolean holds(AgentCaller agent, Node node) {
        return node.keyGeneration() == agent.generation() && node.key().filter(agent.keyDigest()::equals).isPresent();
    }

    private static InstanceId parse(String text) {
        try {
            return InstanceId.parse(text);
        } catch (IllegalArgumentException e) {
            throw refused();
        }
    }

    /** One answer for every reason, so that guessing teaches nothing. */
    private static Refusal refused() {
        return Refusal.of(403, "enrolment-refused", "This token does not fit a machine that is awaited.");
    }

    private static Refusal stale() {
        return Refusal.conflict("stale-identity", "This machine does not hold the node's identity any more.");
    }
}
