package brume.service.mysql;

import brume.core.agent.ContentRef;
import brume.core.agent.NodeLoad;
import brume.core.agent.NodeReport;
import brume.core.agent.RoleConfig;
import brume.core.agent.RoleReport;
import brume.core.agent.RoleState;
import brume.core.id.InstanceId;
import brume.core.id.ServiceId;
import brume.core.outcome.Reason;
import brume.core.service.Member;
import brume.core.service.NodePlan;
import brume.core.service.Progress;
import brume.core.service.Removal;
import brume.core.service.SecretRef;
import brume.core.service.ServicePlan;
import brume.core.service.ServiceView;
import brume.service.mysql.MysqlFacts.Running;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;

/**
 * A director that plans, agents that obey, and a model of Galera: a primary component whose members all have every acknowledged write, majorities, graceful leaves, joins. Breaks the
 * test when two clusters come to be or an acknowledged write is lost.
 */
final class World {
    static final ServiceId SERVICE = ServiceId.parse("01900000-0000-7000-8000-000000000001");
    private int clusters;

    /** A machine with its volume. Everything that is not on the volume is lost in a reboot. */
    static final class Node {
        final int ordinal;
        List<RoleConfig> wanted = List.of();
        long generation = 1;
        // the machine
        boolean up;
        boolean connected;
        boolean unwanted;
        List<RoleConfig> orders = List.of();
        long ordersGeneration;
        Optional<NodeReport> report = Optional.empty();
        // MariaDB
        Optional<Duty> duty = Optional.empty();
        boolean running;
        boolean primary;
        Optional<Instant> lostSince = Optional.empty();
        String uuid = "";
        long seqno = -1;
        boolean seeded;
        // balancer
        List<String> servers = List.of();

        Node(int ordinal) {
            this.ordinal = ordinal;
        }

        String address() {
            return "10.0.0." + (10 + ordinal);
        }

        boolean isMysql() {
            return wanted.stream().anyMatch(r -> r.role().equals(MysqlService.MYSQL_ROLE));
        }

        MysqlOrders mysqlOrders() {
            return Json.read(orders.getFirst().settings(), MysqlOrders.class).orElseThrow();
        }
    }

    final SortedMap<Integer, Node> nodes = new TreeMap<>();
    final Map<String, Integer> counts = new TreeMap<>(Map.of("mysql", 1, "glb", 0));
    String settings = "{}";
    Map<String, ContentRef> attachments = Map.of();
    Instant now = Instant.parse("2026-01-01T00:00:00Z");
    ServicePlan plan = new ServicePlan(List.of(), Map.of(), Optional.empty(), new Progress.Moving("nothing planned yet"));
    /** Position of the last acknowledged write. */
    long acknowledged;
    int passwordVersion = 1;
    /** A member that the user took out by hand may take writes with it. */
    boolean amputated;

    /** Everybody acts until nothing changes; what was planned on the way, each plan once. */
    String settle() {
        List<String> texts = new ArrayList<>();
        for (int calm = 0; calm < 3; ) {
            calm = step() ? 0 : calm + 1;
            if (texts.isEmpty() || !texts.getLast().equals(text())) {
                texts.add(text());
            }
        }
        return String.join("--\n", texts);
    }

    // --- director

    /** The user removes a very node. */
    void remove(int ordinal) {
        if (new MysqlService().remove(counts, view().members(), ordinal) instanceof Removal.Counts(Map<String, Integer> without)) {
            counts.putAll(without);
            Objects.requireNonNull(nodes.get(ordinal)).unwanted = true;
        }
    }

    ServiceView view() {
        List<Member> members = new ArrayList<>();
        for (Node n : nodes.values()) {
            InstanceId id = new InstanceId(new UUID(7, n.ordinal));
            members.add(new Member(id, n.ordinal, Optional.of(n.address()), n.wanted, n.generation, n.connected ? n.report : Optional.empty(), n.unwanted));
        }
        Map<String, SecretRef> secrets = new TreeMap<>();
        new MysqlService().secrets().forEach(s -> secrets.put(s.name(), new SecretRef(SERVICE, s.name(), s.name().equals("password") ? passwordVersion : 1)));
        return new ServiceView(SERVICE, counts, settings, secrets, Optional.empty(), List.of(), attachments, Map.of(), members, now);
    }

    /** Plans and writes the plan down. True when anything changed. */
    boolean direct() {
        ServicePlan before = plan;
        plan = new MysqlService().plan(view());
        Set<Integer> kept = new HashSet<>();
        boolean changed = !plan.equals(before);
        for (NodePlan p : plan.nodes()) {
            kept.add(p.ordinal());
            Node n = nodes.computeIfAbsent(p.ordinal(), Node::new);
            if (!n.wanted.equals(p.roles())) {
                n.wanted = p.roles();
                n.generation++;
                changed = true;
            }
        }
        List<Node> dropped = nodes.values().stream().filter(n -> !kept.contains(n.ordinal)).toList();
        for (Node n : dropped) {
            nodes.remove(n.ordinal);
            die(n);
            changed = true;
            check(!n.isMysql() || acknowledged == 0 || somebodyHasEverything(), "the last node with all writes was removed: " + n.ordinal);
        }
        return changed;
    }

    /** One turn of everybody: plan, then agents obey and report; new machines boot. True when the plan changed. */
    boolean step() {
        Set<Integer> before = new HashSet<>(nodes.keySet());
        boolean changed = direct();
        for (Node n : nodes.values()) {
            if (!before.contains(n.ordinal)) {
                boot(n);
            }
            obey(n);
            report(n);
        }
        return changed;
    }

    private boolean somebodyHasEverything() {
        return amputated || nodes.values().stream().anyMatch(n -> n.seqno >= acknowledged);
    }

    /** The user removes a node by hand. */
    void amputate(int ordinal) {
        Node n = nodes.remove(ordinal);
        if (n != null) {
            die(n);
            amputated = true;
        }
    }

    // --- machines and agents

    void boot(Node n) {
        n.up = true;
        n.connected = true;
        n.report = Optional.empty();
    }

    /** The machine goes down: politely, or at once. */
    void down(Node n, boolean politely) {
        if (politely) {
            stop(n);
        } else {
            crash(n);
        }
        n.up = false;
        n.connected = false;
        n.report = Optional.empty();
        n.servers = List.of();
    }

    private void die(Node n) {
        crash(n);
        n.up = false;
    }

    /** The agent does what it was last told, as far as it can now; fetches orders first when it is connected. */
    void obey(Node n) {
        if (!n.up) {
            return;
        }
        if (n.connected) {
            n.orders = n.wanted;
            n.ordersGeneration = n.generation;
        }
        if (n.orders.isEmpty()) {
            return;
        }
        if (n.orders.getFirst().role().equals(MysqlService.GLB_ROLE)) {
            n.servers = Json.read(n.orders.getFirst().settings(), GlbOrders.class).orElseThrow().servers().stream().map(GlbOrders.Server::name).toList();
        } else {
            obeyMysql(n, n.mysqlOrders());
        }
    }

    private void obeyMysql(Node n, MysqlOrders orders) {
        Duty wanted = orders.wanted();
        switch (wanted.kind()) {
            case ALONE -> {
                n.duty = Optional.of(wanted);
                if (!(n.running && n.primary) && (orders.cluster().isEmpty() || !n.uuid.isEmpty())) {
                    newCluster(n);
                }
            }
            case MEMBER -> {
                n.duty = Optional.of(wanted);
                if (!n.running) {
                    join(n, orders);
                }
            }
            case HOLD -> {
                if (!(n.running && n.primary)) {
                    stop(n);
                    n.duty = Optional.of(wanted);
                }
            }
            case BOOTSTRAP -> {
                if (!n.running && !n.duty.equals(Optional.of(Duty.spent(wanted.round())))) {
                    n.duty = Optional.of(Duty.spent(wanted.round()));
                    newCluster(n);
                }
            }
            case LEAVE -> {
                stop(n);
                n.duty = Optional.of(wanted);
            }
            case SPENT -> throw new AssertionError("never ordered");
        }
        if (n.running && n.primary && orders.writer()) {
            primaries().forEach(p -> p.seeded = true);
        }
    }

    void report(Node n) {
        if (!n.up || !n.connected || n.orders.isEmpty()) {
            return;
        }
        String role = n.orders.getFirst().role();
        Map<String, String> facts = role.equals(MysqlService.GLB_ROLE)
                ? new GlbFacts(n.servers, n.servers.isEmpty() || primaries().isEmpty() ? List.of() : n.servers.subList(0, 1), true).toMap()
                : facts(n).toMap();
        RoleState state = role.equals(MysqlService.GLB_ROLE) || n.primary ? RoleState.RUNNING : RoleState.STARTING;
        n.report = Optional.of(new NodeReport(
                n.ordersGeneration, 1, "test", "boot", List.of(new RoleReport(role, state, n.ordersGeneration, "as the model says", facts)), NodeLoad.UNKNOWN));
    }

    private MysqlFacts facts(Node n) {
        List<String> view = n.primary ? primaries().stream().map(Node::address).toList() : List.of();
        return new MysqlFacts(
                n.duty,
                n.running ? Running.YES : Running.NO,
                n.primary,
                n.primary ? MysqlFacts.SYNCED : 0,
                n.primary,
                n.seeded,
                n.uuid,
                n.running ? -1 : n.seqno,
                false,
                !n.uuid.isEmpty(),
                16,
                view,
                n.lostSince);
    }

    // --- Galera

    List<Node> primaries() {
        return nodes.values().stream().filter(n -> n.running && n.primary).toList();
    }

    private void newCluster(Node n) {
        check(primaries().isEmpty(), "node " + n.ordinal + " starts a second cluster");
        check(amputated || n.seqno >= acknowledged || acknowledged == 0, "node " + n.ordinal + " starts with position " + n.seqno + " of " + acknowledged);
        if (n.uuid.isEmpty()) {
            clusters++;
            n.uuid = String.valueOf(clusters).repeat(8) + "-2222-3333-4444-555555555555";
            n.seqno = 0;
        }
        acknowledged = amputated ? n.seqno : acknowledged;
        n.running = true;
        n.primary = true;
        n.lostSince = Optional.empty();
    }

    private void join(Node n, MysqlOrders orders) {
        Optional<Node> donor = primaries().stream().filter(p -> orders.peers().contains(p.address())).findFirst();
        if (donor.isPresent()) {
            n.running = true;
            n.primary = true;
            n.lostSince = Optional.empty();
            n.uuid = donor.get().uuid;
            n.seqno = donor.get().seqno;
            n.seeded = donor.get().seeded;
        }
    }

    void write() {
        List<Node> members = primaries();
        if (!members.isEmpty()) {
            acknowledged++;
            members.forEach(n -> n.seqno = acknowledged);
        }
    }

    /** Leaves its component in good order: the others stay what they are. */
    void stop(Node n) {
        n.running = false;
        n.primary = false;
        n.lostSince = Optional.empty();
    }

    /** Falls out of its component: the others need a majority of what it was. */
    void crash(Node n) {
        int size = primaries().size();
        boolean counted = n.running && n.primary;
        stop(n);
        if (counted && (size - 1) * 2 <= size) {
            primaries().forEach(this::lose);
        }
    }

    void lose(Node n) {
        n.primary = false;
        n.lostSince = Optional.of(now);
    }

    /** Whether all parts of the last component run again and can see each other. */
    void merge(List<Node> component) {
        if (primaries().isEmpty() && component.stream().allMatch(n -> n.running && nodes.containsKey(n.ordinal))) {
            component.forEach(n -> {
                n.primary = true;
                n.lostSince = Optional.empty();
            });
        }
    }

    static void check(boolean holds, String text) {
        if (!holds) {
            throw new AssertionError(text);
        }
    }

    // --- text

    /** The plan for people: one line per node, then exports and progress. */
    String text() {
        StringBuilder text = new StringBuilder();
        for (NodePlan p : plan.nodes()) {
            for (RoleConfig role : p.roles()) {
                text.append(p.ordinal()).append(' ').append(role.role()).append(' ').append(describe(role)).append('\n');
            }
        }
        Optional.ofNullable(plan.exports().get("MYSQL_IP")).ifPresent(ip -> text.append("applications use ").append(ip).append('\n'));
        text.append(switch (plan.progress()) {
            case Progress.Ready(String t) -> "ready: " + t;
            case Progress.Moving(String t) -> "moving: " + t;
            case Progress.Stuck(Reason reason) -> "stuck: " + reason.code() + ": " + reason.text();
        });
        return text.append('\n').toString();
    }

    private static String describe(RoleConfig role) {
        if (role.role().equals(MysqlService.GLB_ROLE)) {
            GlbOrders o = Json.read(role.settings(), GlbOrders.class).orElseThrow();
            return o.servers().stream().map(GlbOrders.Server::name).toList() + (o.entry() ? " entry" : "") + (o.leaving() ? " leaving" : "");
        }
        MysqlOrders o = Json.read(role.settings(), MysqlOrders.class).orElseThrow();
        String content = role.content().isEmpty() ? "" : " dump";
        return o.duty() + (o.writer() ? " writer" : "") + (o.leaving() ? " leaving" : "") + content;
    }
}
