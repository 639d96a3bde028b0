package brume.director.sim;

import brume.core.agent.EnrolRequest;
import brume.core.id.InstanceId;
import brume.director.node.Node;
import brume.testkit.sim.AgentPort;
import java.util.Optional;

/** A planted mistake: whoever has the token gets the identity, be it held by another machine or not. */
final class Trusting extends Forwarding {
    private final SimWorld world;

    Trusting(AgentPort real, SimWorld world) {
        super(real);
        this.world = world;
    }

    @Override
    public EnrolAnswer enrol(EnrolRequest request) {
        EnrolAnswer answer = super.enrol(request);
        InstanceId id = InstanceId.parse(request.instance());
        Optional<Node> held = world.director().nodes().find(id).filter(node -> node.key().isPresent());
        return answer instanceof Refused && held.isPresent()
                ? new Enrolled(AgentLine.certificate(id, held.get().keyGeneration(), held.get().key().orElseThrow()))
                : answer;
    }
}
