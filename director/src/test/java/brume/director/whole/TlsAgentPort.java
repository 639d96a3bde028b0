package brume.director.whole;

import brume.core.agent.CertificateReply;
import brume.core.agent.EnrolRequest;
import brume.core.agent.NodeConfig;
import brume.core.agent.NodeReport;
import brume.director.db.StoredJson;
import brume.director.http.AgentKey;
import brume.director.http.Served;
import brume.director.http.TestClient;
import brume.testkit.sim.AgentPort;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The director as an agent reaches it: over mutual TLS. Every answer is held against the OpenAPI document. */
final class TlsAgentPort implements AgentPort {
    private final Served director;
    private final Map<String, TestClient> clients = new ConcurrentHashMap<>();

    TlsAgentPort(Served director) {
        this.director = Objects.requireNonNull(director);
    }

    @Override
    public EnrolAnswer enrol(EnrolRequest request) {
        AgentKey key = AgentKey.make();
        EnrolRequest real = new EnrolRequest(request.instance(), request.generation(), request.token(), key.csrPem(), request.addresses());
        TestClient.Answer answer = TestClient.of(director, director.caPem()).post("/agent/v1/enrol", StoredJson.write(real));
        if (answer.status() != 200) {
            return refused(answer);
        }
        String certificate = StoredJson.read(answer.text(), CertificateReply.class).certificate();
        clients.put(certificate, TestClient.of(director, director.caPem(), key, certificate));
        return new Enrolled(certificate);
    }

    @Override
    public ConfigAnswer config(String certificate, long after) {
        TestClient.Answer answer = client(certificate).get(poll(after));
        return switch (answer.status()) {
            case 200 -> new Config(StoredJson.read(answer.text(), NodeConfig.class));
            case 204 -> new Unchanged();
            case 409 -> new StaleFence();
            default -> refused(answer);
        };
    }

    @Override
    public ReportAnswer report(String certificate, NodeReport report) {
        TestClient.Answer answer = client(certificate).post("/agent/v1/report", StoredJson.write(report));
        return switch (answer.status()) {
            case 204 -> new Accepted();
            case 409 -> new StaleFence();
            default -> refused(answer);
        };
    }

    @Override
    public boolean waiting(String certificate, long after) {
        return client(certificate).fetch(poll(after)).status() == 200;
    }

    /** The client of a machine that enrolled; by the text of its certificate. */
    TestClient client(String certificate) {
        return Optional.ofNullable(clients.get(certificate)).orElseThrow(() -> new IllegalStateException("nobody enrolled with this certificate"));
    }

    /** Some machine's client. */
    Optional<TestClient> any() {
        return clients.values().stream().findFirst();
    }

    private static String poll(long after) {
        return "/agent/v1/config?after=" + after + "&wait=0";
    }

    private static Refused refused(TestClient.Answer answer) {
        return new Refused(answer.json().path("code").asText());
    }
}
