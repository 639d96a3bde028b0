package brume.testkit.sim;

import brume.core.agent.Bootstrap;
import brume.testkit.fake.FakeCloud;
import brume.testkit.fake.FakeGuest;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/** The agents of all our machines of a fake cloud: each boots with its machine and ends with it. For one thread. */
public final class FakeAgents {
    private record Identity(String instance, long fence) {}

    private final FakeCloud cloud;
    private final InstantSource clock;
    private final Function<String, Optional<Bootstrap>> reader;
    private final AgentPort port;
    private final RoleBehaviour behaviour;
    /** With the disks of machines that do not run, by machine number. */
    private final Map<Long, FakeAgent> all = new TreeMap<>();

    private final Map<Long, FakeAgent> running = new TreeMap<>();
    private List<FakeGuest> seen = List.of();

    /** @param reader understands the bootstrap text that the director wrote; empty for a machine without an agent */
    public FakeAgents(
            FakeCloud cloud, InstantSource clock, Function<String, Optional<Bootstrap>> reader, AgentPort port, RoleBehaviour behaviour) {
        this.cloud = Objects.requireNonNull(cloud);
        this.clock = Objects.requireNonNull(clock);
        this.reader = Objects.requireNonNull(reader);
        this.port = Objects.requireNonNull(port);
        this.behaviour = Objects.requireNonNull(behaviour);
    }

    /** The agents that run now. */
    public List<FakeAgent> running() {
        sync();
        return List.copyOf(running.values());
    }

    /** What each of them would do now, in the order of the machines. */
    public List<Move> moves() {
        sync();
        Instant now = clock.instant();
        List<Move> moves = new ArrayList<>();
        running.values().forEach(agent -> agent.next(now).ifPresent(moves::add));
        return moves;
    }

    /** When one of them has something to do, unless the director or the cloud has news earlier. */
    public Optional<Instant> nextEvent() {
        sync();
        return running.values().stream().map(FakeAgent::nextDue).min(Instant::compareTo);
    }

    /** The invariant that fences are for. */
    public Invariant oneCopyPerFence() {
        return new Invariant("never two running copies under one fence", this::twoCopies);
    }

    private Optional<String> twoCopies() {
        sync();
        Map<Identity, FakeAgent> first = new LinkedHashMap<>();
        for (FakeAgent agent : running.values()) {
            Identity identity = new Identity(agent.bootstrap().instance(), agent.fence());
            if (agent.copyRuns()) {
                Optional<FakeAgent> other = Optional.ofNullable(first.putIfAbsent(identity, agent));
                if (other.isPresent()) {
                    return Optional.of(identity + " runs on machines " + other.get().guest().machine() + " and " + agent.guest().machine());
                }
            }
        }
        return Optional.empty();
    }

    /** Brings the agents in line with the machines. */
    private void sync() {
        List<FakeGuest> guests = cloud.guests();
        if (guests.equals(seen)) {
            return;
        }
        seen = guests;
        running.clear();
        for (FakeGuest guest : guests) {
            agentOf(guest).ifPresent(agent -> running.put(guest.machine(), agent));
        }
    }

    private Optional<FakeAgent> agentOf(FakeGuest guest) {
        FakeAgent known = all.get(guest.machine());
        if (known == null) {
            Optional<FakeAgent> fresh = reader.apply(guest.bootstrap()).map(b -> new FakeAgent(guest, b, port, behaviour));
            fresh.ifPresent(agent -> all.put(guest.machine(), agent));
            return fresh;
        }
        if (known.guest().boot() != guest.boot()) {
            known.booted(guest);
        }
        return Optional.of(known);
    }
}
