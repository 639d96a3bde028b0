package brume.service.php.node;

import brume.core.role.NodeSystem;
import brume.core.role.RoleException;
import brume.service.php.Sessions;
import brume.service.web.node.Addresses;
import brume.service.web.node.CodeStore;
import brume.service.web.node.Daemon;
import brume.service.web.node.HaproxyText;
import java.util.List;

/**
 * The way from a backend to the Redis with the sessions: a HAProxy of its own, because it waits for a Redis that is away, which PHP's extension does not. Directives: HAProxy
 * configuration manual, version 2.6 on.
 */
final class SessionLink {
    static final String SOCKET = FpmText.PATHS.run() + "/sessions.sock";

    /** A new try comes each second (manual, {@code retries}): longer than it takes to make the machine anew. */
    private static final int TRIES = 60;

    private static final Daemon HAPROXY = new Daemon(FpmText.PATHS, "sessions", "haproxy", List.of("haproxy", "-c", "-q", "-f"));

    private SessionLink() {}

    static void bring(Sessions sessions, NodeSystem system) throws RoleException {
        if (sessions.shared()) {
            String host = Addresses.resolve(List.of(sessions.host()), system).getFirst();
            HAPROXY.bring(system, HaproxyText.unit(FpmText.PATHS, HAPROXY.name()), config(host), "", List.of());
        } else {
            stop(system);
        }
    }

    static void stop(NodeSystem system) throws RoleException {
        HAPROXY.stop(system);
    }

    static String config(String host) {
        return """
                global
                    log stdout format raw local0
                    user haproxy
                    group haproxy
                    maxconn 1000
                    hard-stop-after 600s

                defaults
                    mode tcp
                    log global
                    option dontlog-normal
                    retries %1$d
                    timeout connect 2s
                    timeout client 10m
                    timeout server 10m

                listen sessions
                    bind unix@%2$s mode 660 user root group %3$s
                    server redis %4$s:%5$d
                """
                .formatted(TRIES, SOCKET, CodeStore.USER, host, SessionRole.PORT);
    }
}
