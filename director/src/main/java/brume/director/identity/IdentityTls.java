package brume.director.identity;

import brume.director.http.ServerTls;
import java.util.Objects;

/** TLS for the listeners: the director's own keys, and the trust in agents. */
public record IdentityTls(ServerKeys server, AgentTrust agents) implements ServerTls {
    public IdentityTls {
        Objects.requireNonNull(server);
        Objects.requireNonNull(agents);
    }
}
