package brume.dist.bench;

import brume.core.problem.Problem;
import brume.core.service.NodePlan;
import brume.core.service.Progress;
import brume.core.service.RoleDef;
import brume.core.service.SecretDef;
import brume.core.service.ServicePlan;
import brume.core.service.ServiceSpec;
import brume.core.service.ServiceType;
import brume.core.service.ServiceView;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** A service of as many nodes as are wanted, none of which does anything. It is ready when all of them have rows: no agent is waited for. */
final class CrowdService implements ServiceType {
    private static final String NODE = "node";
    private static final int NODES_MAX = 1_000;

    @Override
    public String name() {
        return "crowd";
    }

    @Override
    public String defaultName() {
        return "Crowd";
    }

    @Override
    public List<RoleDef> roles() {
        return List.of(new RoleDef(NODE, 0, 1, NODES_MAX, true, "Does nothing."));
    }

    @Override
    public List<SecretDef> secrets() {
        return List.of();
    }

    @Override
    public boolean takesCode() {
        return false;
    }

    @Override
    public List<Problem> check(ServiceSpec spec) {
        return List.of();
    }

    @Override
    public ServicePlan plan(ServiceView view) {
        int wanted = view.counts().getOrDefault(NODE, 0);
        List<NodePlan> nodes = IntStream.rangeClosed(1, wanted).mapToObj(ordinal -> new NodePlan(ordinal, List.of(), List.of())).toList();
        Progress progress = view.members().size() == wanted ? new Progress.Ready("All nodes have rows.") : new Progress.Moving("Nodes get their rows.");
        return new ServicePlan(nodes, Map.of(), Optional.empty(), progress);
    }
}
