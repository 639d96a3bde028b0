package brume.service.mysql;

import brume.core.outcome.Reason;
import brume.core.problem.Place;
import brume.core.problem.Problem;
import brume.core.service.Demand;
import brume.core.service.LoadProgress;
import brume.core.service.Member;
import brume.core.service.Removal;
import brume.core.service.RoleDef;
import brume.core.service.SecretDef;
import brume.core.service.ServicePlan;
import brume.core.service.ServiceSpec;
import brume.core.service.ServiceType;
import brume.core.service.ServiceView;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The {@code mysql} service type; see the package for how it works. */
public final class MysqlService implements ServiceType {
    /** Node role of a MariaDB. */
    public static final String MYSQL_ROLE = "mysql.mysql";
    /** Node role of a load balancer. */
    public static final String GLB_ROLE = "mysql.glb";
    /** Attachment that is loaded into the new database. */
    public static final String DUMP = "dump";

    /** Errand that answers with all databases of applications as SQL. */
    public static final String DUMP_ERRAND = "mysql.dump";

    /** Errand that answers with the variables of one running server. */
    public static final String VARIABLES_ERRAND = "mysql.variables";

    static final String MYSQL = "mysql";
    static final String GLB = "glb";

    // Galera certifies every write on every node; beyond nine the writes get slower and nothing gets safer
    private static final RoleDef MYSQL_DEF = new RoleDef(MYSQL, 1, 1, 9, true, "MariaDB nodes that all hold the same data");
    private static final RoleDef GLB_DEF = new RoleDef(GLB, 0, 0, 4, false, "load balancers that lead applications to a working MariaDB node");

    // 62^32: no guessing
    private static final int SECRET_LENGTH = 32;

    @Override
    public String name() {
        return "mysql";
    }

    @Override
    public String defaultName() {
        return "New MySQL service";
    }

    @Override
    public List<RoleDef> roles() {
        return List.of(MYSQL_DEF, GLB_DEF);
    }

    @Override
    public List<SecretDef> secrets() {
        return List.of(
                new SecretDef("password", SECRET_LENGTH),
                new SecretDef("sst_password", SECRET_LENGTH),
                new SecretDef("monitor_password", SECRET_LENGTH));
    }

    @Override
    public boolean takesCode() {
        return false;
    }

    @Override
    public List<Problem> check(ServiceSpec spec) {
        List<Problem> problems = new ArrayList<>();
        for (Map.Entry<String, Integer> count : spec.counts().entrySet()) {
            countFault(count.getKey(), count.getValue())
                    .ifPresent(text -> problems.add(Problem.at("mysql-count", text, Place.field("/StartupInstances/" + count.getKey()))));
        }
        problems.addAll(MysqlOptions.check(spec.settings()));
        return List.copyOf(problems);
    }

    private Optional<String> countFault(String role, int count) {
        Optional<RoleDef> def = roles().stream().filter(r -> r.name().equals(role)).findFirst();
        if (def.isEmpty()) {
            return Optional.of("a mysql service has no role " + role + "; it has mysql and glb");
        }
        RoleDef found = def.get();
        if (count < found.minimum() || count > found.maximum()) {
            return Optional.of("a mysql service has " + found.minimum() + " to " + found.maximum() + " " + role + " nodes");
        }
        return Optional.empty();
    }

    @Override
    public Removal remove(Map<String, Integer> counts, List<Member> members, int ordinal) {
        Map<String, Integer> without = new TreeMap<>(counts);
        for (Member member : members) {
            if (member.ordinal() != ordinal || member.unwanted()) {
                continue;
            }
            boolean database = DbNode.of(member).filter(n -> !n.markedLeaving()).isPresent();
            if (database && counts.getOrDefault(MYSQL, 1) <= 1) {
                return new Removal.Refused(
                        new Reason("node-needed", "Node " + ordinal + " holds the only copy of the data; delete the service, or add another mysql node first."));
            }
            boolean balancer = GlbNode.of(member).filter(b -> !b.markedLeaving()).isPresent() && counts.getOrDefault(GLB, 0) > 0;
            if (database || balancer) {
                without.merge(database ? MYSQL : GLB, -1, Integer::sum);
            }
        }
        return new Removal.Counts(without);
    }

    /** From a synced node that is not the writer when there is one: the writer has enough to do. */
    @Override
    public Demand dump(List<Member> members) {
        Comparator<DbNode> order = Comparator.comparing((DbNode n) -> !n.synced()).thenComparing(DbNode::markedWriter).thenComparingInt(DbNode::ordinal);
        return members.stream()
                .flatMap(m -> DbNode.of(m).stream())
                .filter(n -> n.serving() && !n.markedLeaving())
                .min(order)
                .<Demand>map(n -> new Demand.Ask(n.ordinal(), DUMP_ERRAND, "{}"))
                .orElseGet(() -> new Demand.Refused(new Reason("mysql-not-serving", "No MariaDB node serves.")));
    }

    @Override
    public boolean takesLoads() {
        return true;
    }

    /** By the node that has read most of it: the others hear of it a moment later. */
    @Override
    public Optional<LoadProgress> load(List<Member> members) {
        return members.stream()
                .flatMap(m -> m.report().stream())
                .flatMap(r -> r.role(MYSQL_ROLE).stream())
                .flatMap(r -> Optional.ofNullable(r.facts().get(LoadFact.NAME)).flatMap(LoadFact::parse).stream())
                .max(Comparator.comparing(LoadProgress::id).thenComparing(LoadProgress::ended).thenComparingLong(LoadProgress::done));
    }

    @Override
    public Demand variables(List<Member> members, int ordinal) {
        Optional<DbNode> node = members.stream().flatMap(m -> DbNode.of(m).stream()).filter(n -> n.ordinal() == ordinal).findFirst();
        if (node.isEmpty()) {
            return new Demand.Refused(new Reason("has-no-variables", "Node " + ordinal + " is not a MariaDB node."));
        }
        return node.filter(DbNode::answers)
                .<Demand>map(n -> new Demand.Ask(ordinal, VARIABLES_ERRAND, "{}"))
                .orElseGet(() -> new Demand.Refused(new Reason("mysql-not-serving", "Its MariaDB does not run.")));
    }

    @Override
    public ServicePlan plan(ServiceView view) {
        return MysqlPlanner.plan(view);
    }
}
