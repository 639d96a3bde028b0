package brume.service.mysql.lab;

import brume.core.agent.ContentRef;
import brume.core.agent.RoleConfig;
import brume.core.id.InstanceId;
import brume.core.id.ServiceId;
import brume.core.outcome.Reason;
import brume.core.role.NodeSystem.Result;
import brume.core.role.Role;
import brume.core.role.RoleException;
import brume.core.service.Member;
import brume.core.service.NodePlan;
import brume.core.service.Progress;
import brume.core.service.SecretRef;
import brume.core.service.ServicePlan;
import brume.core.service.ServiceView;
import brume.service.mysql.MysqlService;
import brume.service.mysql.node.MysqlRoles;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Predicate;

/** A director of one service: plans, makes and removes containers, hands out orders. */
final class Lab {
    private final List<String> incus;
    private final String prefix;
    private final String subnet;
    private final String image;
    final Map<String, Integer> counts = new TreeMap<>(Map.of("mysql", 1, "glb", 0));
    String settings = "{}";
    final Map<String, ContentRef> attachments = new TreeMap<>();
    final Map<String, Path> blobs = new TreeMap<>();
    private final ServiceId service = new ServiceId(new UUID(System.nanoTime(), 1));
    private final Map<String, String> secrets = new TreeMap<>();
    private final SortedMap<Integer, Node> nodes = new TreeMap<>();
    private final Instant began = Instant.now();
    private Optional<ServicePlan> plan = Optional.empty();
    private String told = "";
    private boolean alive = true;
    private int made;

    private static final class Node {
        final int ordinal;
        final String name;
        final String address;
        List<RoleConfig> wanted = List.of();
        long generation = 1;
        Optional<LabAgent> agent = Optional.empty();

        Node(int ordinal, String name, String address) {
            this.ordinal = ordinal;
            this.name = name;
            this.address = address;
        }
    }

    Lab(List<String> incus, String prefix, String subnet, String image) {
        this.incus = incus;
        this.prefix = prefix;
        this.subnet = subnet;
        this.image = image;
        new MysqlService().secrets().forEach(s -> secrets.put(s.name(), (UUID.randomUUID() + "" + UUID.randomUUID()).replace("-", "").substring(0, s.length())));
        Thread.ofPlatform().name("director").daemon().start(this::run);
    }

    void say(String text) {
        System.out.printf("%7.2f %s%n", Duration.between(began, Instant.now()).toMillis() / 1000.0, text);
    }

    private synchronized void run() {
        try {
            while (alive) {
                turn();
                wait(1000);
            }
        } catch (InterruptedException | RoleException e) {
            say("director ended: " + e);
        }
    }

    synchronized void wake() {
        notifyAll();
    }

    private void turn() throws RoleException {
        ServicePlan now = new MysqlService().plan(view());
        plan = Optional.of(now);
        List<Integer> kept = now.nodes().stream().map(NodePlan::ordinal).toList();
        for (Node gone : nodes.values().stream().filter(n -> !kept.contains(n.ordinal)).toList()) {
            nodes.remove(gone.ordinal);
            gone.agent.ifPresent(LabAgent::kill);
            incus("delete", "--force", gone.name);
            incus("storage", "volume", "delete", "brume", gone.name);
        }
        for (NodePlan p : now.nodes()) {
            Node node = nodes.get(p.ordinal());
            if (node == null) {
                node = make(p);
            }
            if (!node.wanted.equals(p.roles())) {
                node.wanted = p.roles();
                node.generation++;
            }
            Node target = node;
            node.agent.ifPresent(a -> a.want(open(target.wanted.getFirst()), target.generation));
        }
        String text = describe(now);
        if (!text.equals(told)) {
            told = text;
            say(text);
        }
    }

    private static String describe(ServicePlan plan) {
        StringBuilder text = new StringBuilder();
        for (NodePlan p : plan.nodes()) {
            String s = p.roles().getFirst().settings();
            String duty = s.replaceFirst(".*\"duty\":\"([^\"]*)\".*", "$1");
            text.append(p.ordinal()).append(s.contains("\"duty\"") ? "=" + duty : "=glb").append(s.contains("\"writer\":true") ? "* " : " ");
        }
        String progress = switch (plan.progress()) {
            case Progress.Ready(String t) -> "READY " + t;
            case Progress.Moving(String t) -> t;
            case Progress.Stuck(Reason r) -> "STUCK " + r;
        };
        return text + "-> " + plan.exports().getOrDefault("MYSQL_IP", "-") + " | " + progress;
    }

    private ServiceView view() {
        Map<String, SecretRef> refs = new TreeMap<>();
        secrets.keySet().forEach(s -> refs.put(s, new SecretRef(service, s, 1)));
        List<Member> members = new ArrayList<>();
        for (Node n : nodes.values()) {
            members.add(new Member(
                    new InstanceId(new UUID(1, n.ordinal)), n.ordinal, Optional.of(n.address), n.wanted, n.generation, n.agent.flatMap(LabAgent::report)));
        }
        return new ServiceView(service, counts, settings, refs, Optional.empty(), List.of(), attachments, Map.of(), members, Instant.now());
    }

    private RoleConfig open(RoleConfig config) {
        String text = SecretRef.PLACEHOLDER.matcher(config.settings()).replaceAll(m -> secrets.getOrDefault(m.group(2), ""));
        return new RoleConfig(config.role(), text, config.content());
    }

    private Node make(NodePlan p) throws RoleException {
        Node node = new Node(p.ordinal(), prefix + ++made, subnet + (20 + made));
        nodes.put(p.ordinal(), node);
        node.wanted = p.roles();
        incus("init", image, node.name, "--no-profiles", "--storage", "brume", "--network", System.getProperty("lab.network", "brumemys0"));
        incus("config", "device", "set", node.name, "eth0", "ipv4.address=" + node.address);
        if (!p.volumes().isEmpty()) {
            incus("storage", "volume", "create", "brume", node.name);
            incus("config", "device", "add", node.name, "data", "disk", "pool=brume", "source=" + node.name, "path=" + p.volumes().getFirst().path());
        }
        start(node);
        return node;
    }

    private void start(Node node) throws RoleException {
        incus("start", node.name);
        LabMachine machine = new LabMachine(incus, node.name, node.address, blobs);
        machine.await(() -> machine.run(brume.core.role.NodeSystem.Command.of(Duration.ofSeconds(5), "sh", "-c", "systemctl is-system-running --wait; ip addr show eth0 | grep -q " + node.address)).ok(), Duration.ofSeconds(30), "boot", "does not boot");
        Role role = MysqlRoles.all().stream().filter(r -> r.name().equals(node.wanted.getFirst().role())).findFirst().orElseThrow();
        node.agent = Optional.of(new LabAgent(node.name, role, machine, this::wake));
    }

    Result incus(String... arguments) throws RoleException {
        List<String> all = new ArrayList<>(incus);
        all.addAll(List.of(arguments));
        Result result = LabMachine.program(all, "", Duration.ofMinutes(2));
        if (!result.ok()) {
            say("incus " + String.join(" ", arguments) + ": " + result.stderr().strip());
        }
        return result;
    }

    // --- for scenarios

    void waitFor(String what, Predicate<ServicePlan> holds, Duration patience) throws RoleException {
        Instant from = Instant.now();
        while (Duration.between(from, Instant.now()).compareTo(patience) < 0) {
            LabMachine.pause(50);
            synchronized (this) {
                if (plan.filter(holds).isPresent()) {
                    say("=== " + what + " after " + Duration.between(from, Instant.now()).toMillis() + " ms");
                    return;
                }
            }
        }
        throw new RoleException("lab", "waited in vain for: " + what);
    }

    void ready(String what) throws RoleException {
        waitFor(what, p -> p.progress() instanceof Progress.Ready && p.nodes().size() == counts.getOrDefault("mysql", 1) + counts.getOrDefault("glb", 0), Duration.ofMinutes(5));
    }

    synchronized Map<String, String> exports() {
        Map<String, String> open = new TreeMap<>(plan.map(ServicePlan::exports).orElse(Map.of()));
        open.replaceAll((k, v) -> SecretRef.PLACEHOLDER.matcher(v).replaceAll(m -> secrets.getOrDefault(m.group(2), "")));
        return open;
    }

    synchronized void scale(int mysql, int glb) {
        counts.put("mysql", mysql);
        counts.put("glb", glb);
        say("--- wanted: mysql " + mysql + ", glb " + glb);
        notifyAll();
    }

    synchronized void attach(String name, Path file) {
        String digest = UUID.nameUUIDFromBytes(file.toString().getBytes(java.nio.charset.StandardCharsets.UTF_8)).toString().replace("-", "").repeat(2);
        blobs.put(digest, file);
        attachments.put(name, new ContentRef(name, digest, 1));
    }

    /** Names of the containers by ordinal. */
    synchronized SortedMap<Integer, String> names() {
        SortedMap<Integer, String> names = new TreeMap<>();
        nodes.values().forEach(n -> names.put(n.ordinal, n.name));
        return names;
    }

    synchronized void stopMachines(boolean politely) throws RoleException {
        say("--- all machines down " + (politely ? "politely" : "at once"));
        for (Node n : nodes.values()) {
            n.agent.ifPresent(LabAgent::kill);
            n.agent = Optional.empty();
        }
        List<Thread> threads = new ArrayList<>();
        for (Node n : nodes.values()) {
            threads.add(Thread.ofVirtual().start(() -> {
                try {
                    if (politely) {
                        incus("stop", n.name);
                    } else {
                        incus("stop", "--force", n.name);
                    }
                } catch (RoleException e) {
                    say(e.text());
                }
            }));
        }
        join(threads);
        plan = Optional.empty();
    }

    synchronized void startMachines() throws RoleException {
        say("--- all machines up");
        for (Node n : nodes.values()) {
            start(n);
        }
        notifyAll();
    }

    synchronized void stopMachine(int ordinal) throws RoleException {
        Node n = nodes.get(ordinal);
        if (n != null) {
            say("--- node " + ordinal + " down at once");
            n.agent.ifPresent(LabAgent::kill);
            n.agent = Optional.empty();
            incus("stop", "--force", n.name);
        }
    }

    synchronized void startMachine(int ordinal) throws RoleException {
        Node n = nodes.get(ordinal);
        if (n != null) {
            say("--- node " + ordinal + " up");
            start(n);
            notifyAll();
        }
    }

    private static void join(List<Thread> threads) throws RoleException {
        try {
            for (Thread t : threads) {
                t.join();
            }
        } catch (InterruptedException e) {
            throw new RoleException("interrupted", "interrupted");
        }
    }

    synchronized void close() throws RoleException {
        alive = false;
        for (Node n : nodes.values()) {
            n.agent.ifPresent(LabAgent::kill);
            incus("delete", "--force", n.name);
            if (n.wanted.getFirst().role().equals(MysqlService.MYSQL_ROLE)) {
                incus("storage", "volume", "delete", "brume", n.name);
            }
        }
        notifyAll();
    }
}
