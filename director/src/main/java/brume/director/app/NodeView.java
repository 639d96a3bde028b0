package brume.director.app;

import brume.core.agent.NodeLoad;
import java.util.List;
import java.util.Optional;

/**
 * A node of a service, as the API shows it.
 *
 * @param id of the node and of its instance
 * @param power {@code running}, {@code stopped} … as the site shows it, {@code unknown} before
 * @param agent {@code waiting}, {@code connected} or {@code lost}
 */
public record NodeView(
        String id,
        int ordinal,
        List<RoleView> roles,
        Optional<String> address,
        String power,
        String agent,
        boolean deleting,
        String text,
        Optional<NodeLoad> load,
        String instanceName) {

    /** A role that the node carries; {@code state} as the agent reports it, {@code WAITING} before. */
    public record RoleView(String role, String state, String text) {}
}
