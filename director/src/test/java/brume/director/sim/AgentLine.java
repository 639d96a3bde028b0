package brume.director.sim;

import brume.core.agent.EnrolRequest;
import brume.core.agent.NodeReport;
import brume.core.id.InstanceId;
import brume.director.http.AgentCaller;
import brume.director.node.AgentDesk.Admission;
import brume.director.node.AgentDesk.Orders;
import brume.director.node.AgentDesk;
import brume.testkit.sim.AgentPort;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The network between simulated agents and whichever director lives now. Certificates are words: who may call is in them, and the key of a machine is what its request says. */
final class AgentLine implements AgentPort {
    private static final String SEPARATOR = "|";

    private final SimWorld world;

    /** Until when a machine, known by its key, is cut off. */
    private final Map<String, Instant> cuts = new HashMap<>();

    /** By certificate: when there was nothing new for a poll; then there is not before the next commit. */
    private final Map<String, Quiet> quiet = new HashMap<>();

    private record Quiet(long after, long commits) {}

    AgentLine(SimWorld world) {
        this.world = world;
    }

    /** What the director gives to a machine of that key. */
    static String certificate(InstanceId instance, long generation, String key) {
        return String.join(SEPARATOR, instance.toString(), Long.toString(generation), key);
    }

    private static AgentCaller caller(String certificate) {
        List<String> parts = List.of(certificate.split("\\" + SEPARATOR, -1));
        return new AgentCaller(InstanceId.parse(parts.get(0)), Long.parseLong(parts.get(1)), "serial", parts.get(2));
    }

    @Override
    public EnrolAnswer enrol(EnrolRequest request) {
        if (lost(request.csr())) {
            return new NoAnswer();
        }
        EnrolAnswer answer = admitted(request);
        return lost(request.csr()) ? new NoAnswer() : answer;
    }

    /** Whether a message from or to the machine is lost. Sometimes the machine is cut off for a while then. */
    private boolean lost(String key) {
        if (!world.chaos().raging()) {
            return false;
        }
        Instant now = world.clock().instant();
        if (cuts.getOrDefault(key, Instant.MIN).isAfter(now)) {
            return true;
        }
        boolean lost = world.chaos().loses();
        if (lost) {
            world.chaos().cut().ifPresent(time -> {
                world.trace().add("the " + key + " is cut off for " + time);
                cuts.put(key, now.plus(time));
            });
        }
        return lost;
    }

    private EnrolAnswer admitted(EnrolRequest request) {
        AgentDesk desk = world.director().desk();
        Optional<InstanceId> awaited = desk.awaited(request);
        if (awaited.isEmpty()) {
            return new Refused("enrolment-refused");
        }
        return switch (desk.enrol(request, request.csr(), (tx, id, generation) -> certificate(id, generation, request.csr()))) {
            case Admission.Granted(String certificate) -> new Enrolled(certificate);
            case Admission.NotAwaited() -> new Refused("enrolment-refused");
            case Admission.NotItsMachine() -> new Refused("not-its-machine");
            case Admission.HeldByAnother() -> new Refused("already-enrolled");
        };
    }

    @Override
    public ConfigAnswer config(String certificate, long after) {
        AgentCaller caller = caller(certificate);
        world.director().heard(caller.instance());
        if (lost(caller.keyDigest())) {
            return new NoAnswer();
        }
        ConfigAnswer answer = switch (world.director().desk().orders(caller, after)) {
            case Orders.Newer(var config) -> new Config(config);
            case Orders.Unchanged() -> new Unchanged();
            case Orders.Stale() -> new StaleFence();
        };
        return lost(caller.keyDigest()) ? new NoAnswer() : answer;
    }

    @Override
    public ReportAnswer report(String certificate, NodeReport report) {
        AgentCaller caller = caller(certificate);
        if (lost(caller.keyDigest())) {
            return new NoAnswer();
        }
        ReportAnswer answer = world.director().desk().report(caller, report) ? new Accepted() : new StaleFence();
        return lost(caller.keyDigest()) ? new NoAnswer() : answer;
    }

    /** As the real long poll: it looks again when an event about the node was appended. */
    @Override
    public boolean waiting(String certificate, long after) {
        AgentCaller caller = caller(certificate);
        if (!world.director().rung(caller.instance())) {
            return false;
        }
        Quiet now = new Quiet(after, world.chaos().commits());
        if (now.equals(quiet.get(certificate))) {
            return false;
        }
        boolean news = world.director().desk().hasNews(caller, after);
        if (!news) {
            quiet.put(certificate, now);
        }
        return news;
    }
}
