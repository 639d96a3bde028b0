package brume.director.sim;

import brume.core.problem.Problem;
import brume.core.service.NodePlan;
import brume.core.service.RoleDef;
import brume.core.service.SecretDef;
import brume.core.service.ServicePlan;
import brume.core.service.ServiceSpec;
import brume.core.service.ServiceType;
import brume.core.service.ServiceView;
import java.util.List;

/** A planted mistake: nodes that are on their way out are taken from the plan at once. */
record Hasty(ServiceType real) implements ServiceType {
    private static final List<String> ON_THE_WAY_OUT = List.of("\"UNNAMED\"", "\"QUIET\"", "\"leaving\":true");

    @Override
    public ServicePlan plan(ServiceView view) {
        ServicePlan plan = real.plan(view);
        List<NodePlan> staying = plan.nodes().stream().filter(node -> !leaves(node)).toList();
        return new ServicePlan(staying, plan.exports(), plan.url(), plan.progress());
    }

    private static boolean leaves(NodePlan node) {
        return node.roles().stream().anyMatch(role -> ON_THE_WAY_OUT.stream().anyMatch(role.settings()::contains));
    }

    @Override
    public String name() {
        return real.name();
    }

    @Override
    public String defaultName() {
        return real.defaultName();
    }

    @Override
    public List<RoleDef> roles() {
        return real.roles();
    }

    @Override
    public List<SecretDef> secrets() {
        return real.secrets();
    }

    @Override
    public boolean takesCode() {
        return real.takesCode();
    }

    @Override
    public List<Problem> check(ServiceSpec spec) {
        return real.check(spec);
    }
}
