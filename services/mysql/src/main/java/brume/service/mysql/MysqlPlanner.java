package brume.service.mysql;

import brume.core.agent.ContentRef;
import brume.core.agent.RoleConfig;
import brume.core.outcome.Reason;
import brume.core.service.LoadProgress;
import brume.core.service.NodePlan;
import brume.core.service.Progress;
import brume.core.service.SecretRef;
import brume.core.service.ServicePlan;
import brume.core.service.ServiceView;
import brume.core.service.VolumeNeed;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Plans a {@code mysql} service; the rules are told in the package. */
public final class MysqlPlanner {
    /** Where the volume is in the guest; the data directory lies below it. */
    public static final String VOLUME_PATH = "/var/lib/mysql";

    private static final int PORT = 3306;
    // Measured with an almost empty database: rsync 4 to 6 s, mariabackup 13 to 14 s, 10 of which its script sleeps. With rsync all writes wait for the copy, so only for what is copied quickly.
    private static final long RSYNC_MEBIBYTES_MAX = 256;

    private MysqlPlanner() {}

    /** The plan; deterministic. */
    public static ServicePlan plan(ServiceView view) {
        Cluster cluster = Cluster.of(view);
        Set<Integer> leaving = Leavers.nodes(cluster);
        Set<Integer> added = cluster.freeOrdinals(cluster.missingNodes(), Set.of());
        Set<Integer> addedBalancers = cluster.freeOrdinals(cluster.missingBalancers(), added);
        Duties duties = Duties.decide(cluster, leaving, added);
        Set<Integer> staying = new TreeSet<>(duties.of().keySet());
        staying.removeAll(leaving);
        int writer = Writer.choose(cluster, leaving, staying);
        Balancers balancers = Balancers.decide(cluster, leaving, writer, addedBalancers);

        List<NodePlan> nodes = new ArrayList<>(balancers.nodes());
        duties.of().keySet().forEach(ordinal -> nodes.add(node(view, cluster, duties, ordinal, ordinal == writer, leaving.contains(ordinal))));
        nodes.sort(Comparator.comparingInt(NodePlan::ordinal));
        return new ServicePlan(nodes, exports(view, cluster, balancers, writer), Optional.empty(), progress(cluster, duties, balancers, leaving, added, writer));
    }

    private static NodePlan node(ServiceView view, Cluster cluster, Duties duties, int ordinal, boolean writer, boolean leaving) {
        boolean seeds = writer && cluster.uuid().isEmpty();
        Optional<ContentRef> dump = Optional.ofNullable(view.attachments().get(MysqlService.DUMP)).filter(d -> seeds);
        Optional<ContentRef> load = view.attachments().values().stream().filter(a -> writer && a.name().startsWith(LoadProgress.ATTACHMENT)).findFirst();
        MysqlOrders orders = new MysqlOrders(
                duties.of(ordinal).toString(),
                Math.max(cluster.round(), duties.round()),
                writer,
                leaving,
                cluster.uuid(),
                view.id().toString().replace("-", ""),
                DbNode.name(ordinal),
                peers(cluster, duties, ordinal),
                donors(cluster, ordinal),
                transfer(cluster),
                cluster.options().database(),
                MysqlOptions.USER,
                secret(view, "password"),
                secret(view, "sst_password"),
                secret(view, "monitor_password"),
                dump.map(ContentRef::digest).orElse(""),
                load.map(ContentRef::name).orElse(""),
                cluster.options().variables());
        RoleConfig role = new RoleConfig(MysqlService.MYSQL_ROLE, Json.write(orders), Stream.concat(dump.stream(), load.stream()).toList());
        return new NodePlan(ordinal, List.of(role), List.of(new VolumeNeed("data", VOLUME_PATH, cluster.options().volume())));
    }

    /** Nodes that were never let in are left out, so that the orders of the others stay the same while new machines come. */
    private static List<String> peers(Cluster cluster, Duties duties, int ordinal) {
        return cluster.nodes().stream()
                .filter(n -> n.ordinal() != ordinal && !duties.of(n.ordinal()).equals(Duty.FRESH))
                .flatMap(n -> n.address().stream())
                .toList();
    }

    private static List<String> donors(Cluster cluster, int ordinal) {
        return cluster.nodes().stream()
                .filter(n -> n.ordinal() != ordinal && !n.markedWriter() && n.duty().equals(Duty.MEMBER))
                .map(DbNode::name)
                .toList();
    }

    private static String transfer(Cluster cluster) {
        long mebibytes = cluster.nodes().stream()
                .flatMap(n -> n.facts().stream())
                .mapToLong(MysqlFacts::mebibytes)
                .max()
                .orElse(0);
        return mebibytes <= RSYNC_MEBIBYTES_MAX ? "rsync" : "mariabackup";
    }

    private static String secret(ServiceView view, String name) {
        return Optional.ofNullable(view.secrets().get(name)).map(SecretRef::placeholder).orElse("");
    }

    /** All or nothing, and only once the database has served: an application must not fill a database into which a dump is still to be loaded. */
    private static Map<String, String> exports(ServiceView view, Cluster cluster, Balancers balancers, int writer) {
        Optional<String> address = balancers.entry().flatMap(GlbNode::address).or(() -> cluster.nodes().stream()
                .filter(n -> n.ordinal() == writer)
                .findFirst()
                .flatMap(DbNode::address));
        if (cluster.uuid().isEmpty() || address.isEmpty()) {
            return Map.of();
        }
        Map<String, String> exports = new TreeMap<>();
        exports.put("MYSQL_IP", address.get());
        exports.put("MYSQL_HOST", address.get());
        exports.put("MYSQL_PORT", String.valueOf(PORT));
        exports.put("MYSQL_DATABASE", cluster.options().database());
        exports.put("MYSQL_USER", MysqlOptions.USER);
        exports.put("MYSQL_PASSWORD", secret(view, "password"));
        return exports;
    }

    private static Progress progress(Cluster cluster, Duties duties, Balancers balancers, Set<Integer> leaving, Set<Integer> added, int writer) {
        if (duties.progress().isPresent()) {
            return duties.progress().get();
        }
        long serving = cluster.nodes().stream().filter(n -> !leaving.contains(n.ordinal()) && n.serving()).count();
        boolean done = serving == cluster.wantedNodes()
                && leaving.isEmpty()
                && added.isEmpty()
                && cluster.nodes().stream().allMatch(n -> n.synced() && n.reached())
                && balancers.settled();
        String text = serving + " of " + cluster.wantedNodes() + (cluster.wantedNodes() == 1 ? " MariaDB node serves" : " MariaDB nodes serve");
        if (done) {
            return new Progress.Ready(text + ", node " + writer + " takes the writes");
        }
        Optional<DbNode> failed = cluster.nodes().stream().filter(n -> n.ordinal() == writer && n.failed() && !n.serving()).findFirst();
        if (serving == 0 && failed.isPresent()) {
            return new Progress.Stuck(new Reason(failed.get().fault(), "node " + writer + " does not serve: " + failed.get().detail()));
        }
        return new Progress.Moving(text + waits(cluster, balancers, leaving, added));
    }

    private static String waits(Cluster cluster, Balancers balancers, Set<Integer> leaving, Set<Integer> added) {
        StringBuilder text = new StringBuilder();
        if (!added.isEmpty()) {
            text.append("; makes ").append(named(added));
        }
        if (!leaving.isEmpty()) {
            text.append("; takes out ").append(named(leaving));
        }
        for (DbNode node : cluster.nodes()) {
            if (!node.serving() && !leaving.contains(node.ordinal())) {
                text.append("; node ").append(node.ordinal()).append(": ").append(node.detail());
            }
        }
        if (!balancers.settled()) {
            text.append("; the load balancers follow");
        }
        return text.toString();
    }

    private static String named(Set<Integer> ordinals) {
        return (ordinals.size() == 1 ? "node " : "nodes ") + ordinals.stream().map(String::valueOf).collect(Collectors.joining(", "));
    }
}
