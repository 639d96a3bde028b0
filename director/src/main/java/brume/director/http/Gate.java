package brume.director.http;

import java.security.cert.X509Certificate;
import java.util.Optional;

/** Knows callers by what they show. Thread-safe; asked on every request, so it answers from memory or one read. */
public interface Gate {
    /** The user of a bearer token; empty when it is unknown or expired. */
    Optional<UserCaller> user(String bearer);

    /** The agent of a client certificate whose chain the listener has verified; empty when it is revoked, unknown, expired or not an agent's. */
    Optional<AgentCaller> agent(X509Certificate certificate);
}
