package brume.director.node;

import brume.core.agent.CertificateReply;
import brume.core.agent.EnrolRequest;
import brume.core.agent.ErrandFailure;
import brume.core.agent.Errands;
import brume.core.agent.NodeConfig;
import brume.core.agent.NodeReport;
import brume.core.agent.RenewRequest;
import brume.director.blob.Blob;
import brume.director.blob.BlobStore;
import brume.director.db.Database;
import brume.director.http.Access;
import brume.director.http.AgentCaller;
import brume.director.http.Call;
import brume.director.http.Query;
import brume.director.http.Refusal;
import brume.director.http.Reply;
import brume.director.http.Route;
import brume.director.identity.Authority;
import brume.director.identity.SigningRequest;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/** What agents say and ask. Everything but enrolment is for the machine that holds the node's identity. */
public final class AgentRoutes {
    /** Longest that one poll for a configuration waits, in seconds. */
    private static final int WAIT_SECONDS_MAX = 60;

    private static final Query<Long> AFTER = Query.number("after", 0, Long.MAX_VALUE, "The configuration that the agent has.");
    private static final Query<Long> WAIT = Query.number("wait", 0, WAIT_SECONDS_MAX, "Longest to wait for a newer one, in seconds.");

    private static final Query<Boolean> ERRANDS = Query.flag("errands", "Whether the agent does errands: then the answer comes early when some wait, and says so.");

    /** An answer to an errand is streamed to whoever asked, so nothing of the director's bounds it. */
    private static final long ANSWER_BYTES_MAX = Long.MAX_VALUE;

    private final Database database;
    private final AgentDesk desk;
    private final ErrandBoard errands;
    private final Authority authority;
    private final BlobStore blobs;

    public AgentRoutes(Database database, AgentDesk desk, ErrandBoard errands, Authority authority, BlobStore blobs) {
        this.database = Objects.requireNonNull(database);
        this.desk = Objects.requireNonNull(desk);
        this.errands = Objects.requireNonNull(errands);
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
                        .query(AFTER, WAIT, ERRANDS)
                        .returns(NodeConfig.class)
                        .orNothing()
                        .secretAnswer()
                        .to(this::config),
                Route.post("/report", Access.AGENT, "Tell what the node is").takes(NodeReport.class).to(this::report),
                Route.get("/content/{digest}", Access.AGENT, "Download a blob that the node's configuration names")
                        .returnsRaw("application/octet-stream", "The bytes.")
                        .to(this::content),
                Route.post("/errands", Access.AGENT, "Take what is to be done at once; each is handed out once")
                        .returns(Errands.class)
                        .to(this::take),
                Route.post("/errands/{errand}", Access.AGENT, "Answer an errand")
                        .describe("The bytes are passed on as they come. A body that breaks off is known not to be the whole.")
                        .takesRaw(ANSWER_BYTES_MAX, "The answer.")
                        .to(this::answer),
                Route.post("/errands/{errand}/failure", Access.AGENT, "Tell why an errand is not done, or not whole")
                        .takes(ErrandFailure.class)
                        .to(this::failure));
    }

    private Reply enrol(Call call) {
        EnrolRequest request = call.body(EnrolRequest.class);
        if (desk.awaited(request).isEmpty()) {
            throw refused();
        }
        SigningRequest csr = SigningRequest.parse(request.csr());
        AgentDesk.Admission admission = desk.enrol(
                request, csr.keyDigest(), (tx, id, generation) -> authority.issue(tx, id, generation, csr).certificatePem());
        return switch (admission) {
            case AgentDesk.Admission.Granted(String certificate) -> Reply.of(new CertificateReply(certificate, authority.caPem()));
            case AgentDesk.Admission.NotAwaited() -> throw refused();
            case AgentDesk.Admission.NotItsMachine() ->
                throw Refusal.conflict("not-its-machine", "The instance's own machine is another one, or is not known yet.");
            case AgentDesk.Admission.HeldByAnother() -> throw Refusal.conflict("already-enrolled", "Another machine holds this identity.");
        };
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
        boolean errandsToo = call.query(ERRANDS).orElse(false);
        call.await(agent.instance().value(), wait, () -> (errandsToo && errands.waits(agent.instance())) || desk.hasNews(agent, has));
        Reply reply = switch (desk.orders(agent, has)) {
            case AgentDesk.Orders.Newer(NodeConfig config) -> Reply.of(config);
            case AgentDesk.Orders.Unchanged() -> Reply.nothing();
            case AgentDesk.Orders.Stale() -> throw stale();
        };
        return errandsToo && errands.waits(agent.instance()) ? reply.header(Errands.HEADER, "waiting") : reply;
    }

    private Reply take(Call call) {
        return Reply.of(new Errands(errands.take(holder(call.agent()).id())));
    }

    private Reply answer(Call call) throws IOException, InterruptedException {
        errands.answer(holder(call.agent()).id(), call.path("errand"), call.stream());
        return Reply.nothing();
    }

    private Reply failure(Call call) {
        errands.failed(holder(call.agent()).id(), call.path("errand"), call.body(ErrandFailure.class));
        return Reply.nothing();
    }

    private Reply report(Call call) {
        if (!desk.report(call.agent(), call.body(NodeReport.class))) {
            throw stale();
        }
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
        return desk.holder(agent).orElseThrow(AgentRoutes::stale);
    }

    /** One answer for every reason, so that guessing teaches nothing. */
    private static Refusal refused() {
        return Refusal.of(403, "enrolment-refused", "This token does not fit a machine that is awaited.");
    }

    private static Refusal stale() {
        return Refusal.conflict("stale-identity", "This machine does not hold the node's identity any more.");
    }
}
