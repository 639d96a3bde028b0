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

/** The network between simulated agents and the directors: each agent speaks to one, and to the next when it gets no answer. Certificates are words: who may call is in them, and the key of a machine is what its request says. */
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
        String key = request.csr();
        if (unreached(key)) {
            return silence(key);
        }
        EnrolAnswer answer = admitted(request);
        return lost(key) ? silence(key) : answer;
    }

    /** Whether the request of the machine gets to no director that lives; else its director is the one that acts. */
    private boolean unreached(String key) {
        return lost(key) || !world.company().turn(key);
    }

    private NoAnswer silence(String key) {
        world.company().turnAway(key);
        return new NoAnswer();
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
        if (unreached(caller.keyDigest())) {
            return silence(caller.keyDigest());
        }
        world.director().heard(caller.instance());
        ConfigAnswer answer = switch (world.director().desk().orders(caller, after)) {
            case Orders.Newer(var config) -> new Config(config);
            case Orders.Unchanged() -> new Unchanged();
            case Orders.Stale() -> new StaleFence();
        };
        return lost(caller.keyDigest()) ? silence(caller.keyDigest()) : answer;
    }

    @Override
    public ReportAnswer report(String certificate, NodeReport report) {
        AgentCaller caller = caller(certificate);
        if (unreached(caller.keyDigest())) {
            return silence(caller.keyDigest());
        }
        ReportAnswer answer = world.director().desk().report(caller, report) ? new Accepted() : new StaleFence();
        return lost(caller.keyDigest()) ? silence(caller.keyDigest()) : answer;
    }

    /** As the real long poll: it looks again when an event about the node was appended. */
    @Override
    public boolean waiting(String certificate, long after) {
        AgentCaller caller = caller(certificate);
        if (!world.company().stirs(caller.keyDigest(), caller.instance())) {
            return false;
        }
        if (!world.company().turn(caller.keyDigest())) {
            return true; // the poll breaks
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
