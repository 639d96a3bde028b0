package brume.director.sim;

import brume.core.agent.RoleState;
import brume.service.mysql.Duty;
import brume.service.mysql.MysqlFacts.Running;
import brume.service.mysql.MysqlFacts;
import brume.service.mysql.MysqlOrders;
import brume.testkit.fake.FakeCloud;
import brume.testkit.fake.FakeGuest;
import brume.testkit.sim.FakeAgent;
import brume.testkit.sim.RoleBehaviour.Result;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * MariaDB with Galera on simulated machines: a primary component whose members have every acknowledged write, majorities, leaves in good order, joins. Data is on the volume, so it
 * outlives machines of its instance.
 */
final class Galera {
    /** What is on an instance's volume, and what runs on its machine. */
    private static final class Server {
        private final String instance;
        private Optional<Duty> duty = Optional.empty();
        private String cluster = "";
        private long seqno = -1;
        private boolean seeded;
        private String boot = "";
        private String address = "";
        private boolean primary;
        private Optional<Instant> lostSince = Optional.empty();

        private Server(String instance) {
            this.instance = instance;
        }

        private boolean runs() {
            return !boot.isEmpty();
        }
    }

    /** All that was ever one service. */
    private static final class Group {
        private final Map<String, Server> servers = new TreeMap<>();
        private long acknowledged;

        private List<Server> primaries() {
            return servers.values().stream().filter(s -> s.runs() && s.primary).toList();
        }
    }

    private final FakeCloud cloud;
    private final InstantSource clock;
    private final Map<String, Group> groups = new TreeMap<>();
    private final List<String> broken = new ArrayList<>();
    private List<FakeGuest> seen = List.of();
    private int clusters;

    Galera(FakeCloud cloud, InstantSource clock) {
        this.cloud = cloud;
        this.clock = clock;
    }

    Result bring(FakeAgent agent, MysqlOrders orders) {
        sync();
        Group group = groups.computeIfAbsent(orders.group(), g -> new Group());
        Server server = group.servers.computeIfAbsent(agent.bootstrap().instance(), Server::new);
        server.address = agent.guest().address();
        obey(group, server, orders, agent.guest().bootId());
        if (server.runs() && server.primary && orders.writer()) {
            group.acknowledged++;
            group.primaries().forEach(p -> {
                p.seeded = true;
                p.seqno = group.acknowledged;
            });
        }
        return new Result(server.primary ? RoleState.RUNNING : RoleState.STARTING, facts(group, server).toMap());
    }

    private void obey(Group group, Server server, MysqlOrders orders, String boot) {
        Duty wanted = orders.wanted();
        switch (wanted.kind()) {
            case ALONE -> {
                server.duty = Optional.of(wanted);
                if (!(server.runs() && server.primary) && (orders.cluster().isEmpty() || !server.cluster.isEmpty())) {
                    begin(group, server, boot);
                }
            }
            case MEMBER -> {
                server.duty = Optional.of(wanted);
                if (!server.runs()) {
                    join(group, server, orders, boot);
                }
            }
            case HOLD -> {
                if (!(server.runs() && server.primary)) {
                    stop(server);
                    server.duty = Optional.of(wanted);
                }
            }
            case BOOTSTRAP -> {
                if (!server.runs() && !server.duty.equals(Optional.of(Duty.spent(wanted.round())))) {
                    server.duty = Optional.of(Duty.spent(wanted.round()));
                    begin(group, server, boot);
                }
            }
            case LEAVE -> {
                stop(server);
                server.duty = Optional.of(wanted);
            }
            case SPENT -> throw new AssertionError("never ordered");
        }
    }

    private void begin(Group group, Server server, String boot) {
        if (!group.primaries().isEmpty()) {
            broken.add("the database of " + server.instance + " starts a second cluster");
        }
        if (group.acknowledged > 0 && server.seqno < group.acknowledged) {
            broken.add("the database of " + server.instance + " starts with write " + server.seqno + " of " + group.acknowledged);
        }
        if (server.cluster.isEmpty()) {
            server.cluster = String.format("%08x-2222-3333-4444-555555555555", ++clusters);
            server.seqno = 0;
        }
        run(server, boot);
    }

    private void join(Group group, Server server, MysqlOrders orders, String boot) {
        Optional<Server> donor = group.primaries().stream().filter(p -> orders.peers().contains(p.address)).findFirst();
        donor.ifPresent(from -> {
            server.cluster = from.cluster;
            server.seqno = from.seqno;
            server.seeded = from.seeded;
            run(server, boot);
        });
    }

    private static void run(Server server, String boot) {
        server.boot = boot;
        server.primary = true;
        server.lostSince = Optional.empty();
    }

    /** Leaves its component in good order: the others stay what they are. */
    private static void stop(Server server) {
        server.boot = "";
        server.primary = false;
        server.lostSince = Optional.empty();
    }

    /** The agent went inert: it stops what it runs. */
    void end(FakeAgent agent) {
        groups.values().stream()
                .flatMap(g -> g.servers.values().stream())
                .filter(s -> s.boot.equals(agent.guest().bootId()))
                .forEach(Galera::stop);
    }

    /** Machines that are not there any more have fallen out of their component: the others need a majority of what it was. */
    private void sync() {
        List<FakeGuest> guests = cloud.guests();
        if (guests.equals(seen)) {
            return;
        }
        seen = guests;
        Set<String> boots = guests.stream().map(FakeGuest::bootId).collect(Collectors.toSet());
        for (Group group : groups.values()) {
            group.servers.values().stream().filter(s -> s.runs() && !boots.contains(s.boot)).forEach(s -> crash(group, s));
        }
    }

    private void crash(Group group, Server server) {
        int size = group.primaries().size();
        boolean counted = server.primary;
        stop(server);
        if (counted && (size - 1) * 2 <= size) {
            group.primaries().forEach(p -> {
                p.primary = false;
                p.lostSince = Optional.of(clock.instant());
            });
        }
    }

    private static MysqlFacts facts(Group group, Server server) {
        List<String> view = server.primary ? group.primaries().stream().map(s -> s.address).sorted().toList() : List.of();
        return new MysqlFacts(
                server.duty,
                server.runs() ? Running.YES : Running.NO,
                server.primary,
                server.primary ? MysqlFacts.SYNCED : 0,
                server.primary,
                server.seeded,
                server.cluster,
                server.runs() ? -1 : server.seqno,
                false,
                !server.cluster.isEmpty(),
                16,
                view,
                server.lostSince);
    }

    /** Whether the MariaDB at that address takes statements. */
    boolean serves(String address) {
        sync();
        return groups.values().stream().flatMap(g -> g.primaries().stream()).anyMatch(s -> s.address.equals(address) && s.seeded);
    }

    Optional<String> broken() {
        return broken.stream().findFirst();
    }

    /** Who has the data must leave the cluster first. */
    Optional<String> needed(FakeAgent agent) {
        return groups.values().stream()
                .flatMap(g -> g.servers.values().stream())
                .filter(s -> s.instance.equals(agent.bootstrap().instance()) && !s.cluster.isEmpty())
                .filter(s -> s.duty.filter(d -> d.is(Duty.Kind.LEAVE)).isEmpty())
                .findFirst()
                .map(s -> "it has data and was not told to leave");
    }
}
