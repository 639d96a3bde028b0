package brume.director.app;

import brume.core.service.Member;
import brume.director.db.Life;
import brume.director.node.Node;
import brume.director.node.NodeStore;
import brume.director.node.Presence;
import brume.director.service.Service;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** The nodes of a service as its type looks at them when somebody asks for something at once. */
final class LivingMembers {
    private final NodeStore nodes;
    private final Presence presence;

    LivingMembers(NodeStore nodes, Presence presence) {
        this.nodes = Objects.requireNonNull(nodes);
        this.presence = Objects.requireNonNull(presence);
    }

    List<Node> nodes(Service service) {
        return nodes.ofService(service.id()).stream().filter(n -> n.life() == Life.ALIVE).toList();
    }

    List<Member> of(Service service) {
        return nodes(service).stream().map(this::member).toList();
    }

    private Member member(Node node) {
        return new Member(
                node.id(),
                node.ordinal(),
                Optional.empty(),
                node.roles(),
                node.configGeneration(),
                presence.connected(node) ? node.report() : Optional.empty(),
                node.unwanted());
    }
}
