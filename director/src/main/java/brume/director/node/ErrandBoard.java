package brume.director.node;

import brume.core.agent.Errand;
import brume.core.agent.ErrandFailure;
import brume.core.id.IdSource;
import brume.core.id.InstanceId;
import brume.director.http.Bell;
import brume.director.http.Refusal;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * Brings those who want something of a node at once together with its agent, which asks for its orders by a long poll. Holds nothing that outlives the request: an errand is
 * handed out at most once, and forgotten when who asked is gone. Agents fetch from the director that they poll, so an errand given to another director of the deployment finds
 * nobody and is refused. Thread-safe.
 */
public final class ErrandBoard {
    /** An agent that polls fetches within a moment. */
    private static final Duration FETCHED_WITHIN = Duration.ofSeconds(10);

    /** Until an answer begins. */
    private static final Duration BEGUN_WITHIN = Duration.ofSeconds(60);

    /** Errands of one node at once; each is a thread and a program there. */
    private static final int PER_NODE_MAX = 4;

    private final Bell bell;
    private final IdSource ids;
    private final Map<String, Pending> pending = new ConcurrentHashMap<>();

    public ErrandBoard(Bell bell, IdSource ids) {
        this.bell = Objects.requireNonNull(bell);
        this.ids = Objects.requireNonNull(ids);
    }

    /**
     * Has something done, and returns its answer once it begins. The stream is read at the reader's pace; it throws when the answer breaks off, and ends only when the answer is
     * whole. Closing it ends the errand.
     *
     * @throws Refusal when the agent does not fetch it or cannot do it
     */
    public InputStream ask(InstanceId node, String kind, String arguments, Duration longest) throws InterruptedException {
        if (pending.values().stream().filter(p -> p.node().equals(node)).count() >= PER_NODE_MAX) {
            throw Refusal.busy("The node is at " + PER_NODE_MAX + " errands already.", 5);
        }
        String id = ids.next().toString();
        Pending errand = new Pending(node, new Errand(id, kind, arguments, longest.toSeconds()));
        pending.put(id, errand);
        boolean begun = false;
        try {
            bell.ring(node.value());
            if (!errand.taken().await(FETCHED_WITHIN.toMillis(), TimeUnit.MILLISECONDS) && errand.withdraw()) {
                throw Refusal.of(503, "node-silent", "The node's agent does not ask this director for work just now.");
            }
            InputStream answer = errand.answer(BEGUN_WITHIN.compareTo(longest) < 0 ? BEGUN_WITHIN : longest, () -> pending.remove(id));
            begun = true;
            return answer;
        } finally {
            if (!begun) {
                errand.end();
                pending.remove(id);
            }
        }
    }

    /** Whether something is to be fetched by the node's agent. */
    boolean waits(InstanceId node) {
        return pending.values().stream().anyMatch(p -> p.node().equals(node) && p.waits());
    }

    /** Hands out what waits. */
    List<Errand> take(InstanceId node) {
        List<Errand> taken = new ArrayList<>();
        for (Pending errand : pending.values()) {
            if (errand.node().equals(node) && errand.take()) {
                taken.add(errand.errand());
            }
        }
        return taken;
    }

    /** Passes an answer on; returns when it was read to its end. Throws when nobody reads on, so that the agent notices. */
    void answer(InstanceId node, String id, InputStream body) throws IOException, InterruptedException {
        find(node, id).deliver(body);
    }

    void failed(InstanceId node, String id, ErrandFailure failure) {
        find(node, id).fail(failure);
    }

    private Pending find(InstanceId node, String id) {
        Pending errand = pending.get(id);
        if (errand == null || !errand.node().equals(node)) {
            throw Refusal.notFound("errand", id); // who asked is gone
        }
        return errand;
    }
}
