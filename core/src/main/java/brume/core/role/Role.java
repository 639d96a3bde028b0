package brume.core.role;

import brume.core.agent.RoleConfig;
import java.util.List;

/** One role on this node. Called by one thread at a time; must pick up where a killed predecessor left off. */
public interface Role {
    /** {@code SERVICE.ROLE}, as in {@link RoleConfig#role()}. */
    String name();

    /**
     * What of the machine's journal is the role's: units, with {@code @} and nothing behind it for all instances of a template ({@code brume-php-fpm@.service}), or identifiers of
     * syslog, which have no dot.
     */
    default List<String> journal() {
        return List.of();
    }

    /** What is there now: quick (well under a second), without changing anything. */
    RoleLook look(NodeSystem system);

    /**
     * Brings the machine to {@code config}: does nothing that is done already, returns when the role serves by it. Blocking and interruptible.
     *
     * @throws RoleException when it cannot; the agent reports the text and tries again later
     */
    void bring(RoleConfig config, NodeSystem system) throws RoleException;

    /** Ends the role and frees its ports; data stays. No effect when it is not there. */
    void stop(NodeSystem system) throws RoleException;
}
