package brume.director.node;

import brume.core.agent.EnrolRequest;
import brume.core.agent.NodeConfig;
import brume.core.agent.NodeReport;
import brume.core.id.InstanceId;
import brume.director.db.Database;
import brume.director.db.Life;
import brume.director.http.AgentCaller;
import brume.director.identity.Enrolment;
import brume.director.instance.Instance;
import brume.director.instance.InstanceStore;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jooq.DSLContext;

/**
 * Decides what agents are told: who is granted a node's identity, which configuration its holder gets, and whose report counts. Knows nothing of HTTP, so that simulated agents ask
 * the same desk as real ones. Thread-safe.
 */
public final class AgentDesk {
    private final Database database;
    private final NodeStore nodes;
    private final InstanceStore instances;
    private final Presence presence;
    private final NodeConfigs configs;
    private final Enrolment enrolment;

    public AgentDesk(
            Database database, NodeStore nodes, InstanceStore instances, Presence presence, NodeConfigs configs, Enrolment enrolment) {
        this.database = Objects.requireNonNull(database);
        this.nodes = Objects.requireNonNull(nodes);
        this.instances = Objects.requireNonNull(instances);
        this.presence = Objects.requireNonNull(presence);
        this.configs = Objects.requireNonNull(configs);
        this.enrolment = Objects.requireNonNull(enrolment);
    }

    /** Makes the certificate by which a machine is known from now on, in the transaction that grants it the identity. */
    @FunctionalInterface
    public interface Issuer {
        String issue(DSLContext tx, InstanceId instance, long generation);
    }

    /** Answer to a machine that wants an identity. */
    public sealed interface Admission {
        /** The machine holds the identity now, or did before and its answer was lost. */
        record Granted(String certificate) implements Admission {
            public Granted {
                Objects.requireNonNull(certificate);
            }
        }

        /** No such machine is awaited. One answer for every reason, so that guessing teaches nothing. */
        record NotAwaited() implements Admission {}

        /** The instance's own machine is another one, or is not known yet. */
        record NotItsMachine() implements Admission {}

        /** Another machine of the same generation holds the identity, and may still speak. */
        record HeldByAnother() implements Admission {}
    }

    /** Answer to the holder of an identity, or to who thinks that it is. */
    public sealed interface Orders {
        record Newer(NodeConfig config) implements Orders {
            public Newer {
                Objects.requireNonNull(config);
            }
        }

        record Unchanged() implements Orders {}

        /** The caller does not hold the identity any more, and must go inert. */
        record Stale() implements Orders {}
    }

    /** The instance whose machine may enrol with that token; empty when the token is not its. */
    public Optional<InstanceId> awaited(EnrolRequest request) {
        try {
            InstanceId id = InstanceId.parse(request.instance());
            return Optional.of(id).filter(i -> enrolment.verify(i, request.generation(), request.token()));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /**
     * Grants the identity, or does not. A repeat by the same key gets another certificate and the same fence.
     *
     * @param request one that is {@link #awaited}
     * @param key SHA-256 of the machine's public key, which it has proved to hold
     */
    public Admission enrol(EnrolRequest request, String key, Issuer issuer) {
        InstanceId id = InstanceId.parse(request.instance());
        Decision decision = database.write(tx -> decide(tx, id, request, key, issuer));
        if (decision.anew()) {
            presence.forget(id);
        }
        return decision.admission();
    }

    /** @param anew whether the identity has a new holder */
    private record Decision(Admission admission, boolean anew) {}

    private Decision decide(DSLContext tx, InstanceId id, EnrolRequest request, String key, Issuer issuer) {
        Optional<Node> found = nodes.find(tx, id).filter(n -> n.life() == Life.ALIVE);
        Optional<Instance> machine = instances.find(tx, id).filter(i -> i.generation() == request.generation());
        if (found.isEmpty() || machine.isEmpty()) {
            return new Decision(new Admission.NotAwaited(), false);
        }
        Node node = found.get();
        boolean sameGeneration = node.keyGeneration() == request.generation();
        boolean repeat = sameGeneration && node.key().filter(key::equals).isPresent(); // the reply was lost
        if (!repeat) {
            if (!isOwn(machine.get(), request.addresses())) {
                return new Decision(new Admission.NotItsMachine(), false);
            }
            if (sameGeneration && presence.mayStillSpeak(node)) {
                return new Decision(new Admission.HeldByAnother(), false);
            }
            nodes.wantGrant(tx, id, key, request.generation());
        }
        return new Decision(new Admission.Granted(issuer.issue(tx, id, request.generation())), !repeat);
    }

    /** A machine that a cloud made in excess of its order has the same token as the instance's own, but not its address. It must not get the identity, because it will be removed. */
    private static boolean isOwn(Instance machine, List<String> addresses) {
        List<String> own = machine.address()
                .map(List::of)
                .orElseGet(() -> machine.seen().map(Instance.Seen::addresses).orElse(List.of()));
        return own.stream().anyMatch(addresses::contains);
    }

    /** The caller's node, if the caller holds its identity. */
    public Optional<Node> holder(AgentCaller agent) {
        return nodes.find(agent.instance()).filter(n -> n.life() == Life.ALIVE && holds(agent, n));
    }

    /** As {@link #holder}, of a node that is being removed too: its last words count. */
    public Optional<Node> speaker(AgentCaller agent) {
        return nodes.find(agent.instance()).filter(n -> n.life() != Life.DEAD && holds(agent, n));
    }

    private static boolean holds(AgentCaller agent, Node node) {
        return node.keyGeneration() == agent.generation() && node.key().filter(agent.keyDigest()::equals).isPresent();
    }

    /** What an agent that has configuration {@code has} should be told. */
    public Orders orders(AgentCaller agent, long has) {
        return holder(agent)
                .<Orders>map(node -> node.configGeneration() > has ? new Orders.Newer(configs.of(node)) : new Orders.Unchanged())
                .orElseGet(Orders.Stale::new);
    }

    /** Whether {@link #orders} would be anything but unchanged. */
    public boolean hasNews(AgentCaller agent, long has) {
        return holder(agent).map(node -> node.configGeneration() > has).orElse(true);
    }

    /** Takes a report; false when it does not come from the holder of the identity and its fence. A report without a fence is a sign of life. */
    public boolean report(AgentCaller agent, NodeReport report) {
        Optional<Node> found = holder(agent);
        if (found.isEmpty()) {
            return false;
        }
        Node node = found.get();
        if (report.fence() != 0 && report.fence() != node.fence()) {
            return false;
        }
        if (report.fence() == node.fence()) {
            boolean news = NodeNews.differ(node, report);
            if ((news || presence.rowIsOld(node)) && !nodes.seenReport(node, report, news)) {
                return false;
            }
        }
        presence.heard(node.id(), report.load());
        return true;
    }
}
