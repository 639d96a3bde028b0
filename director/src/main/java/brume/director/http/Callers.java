package brume.director.http;

import jakarta.servlet.http.HttpServletRequest;
import java.security.cert.X509Certificate;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds out who asks, by what the door takes: a bearer token (RFC 6750) or a client certificate. Thread-safe. */
final class Callers {
    private static final Pattern BEARER = Pattern.compile("[Bb]earer +([A-Za-z0-9_.~+/=-]{1,200})");
    private static final String CERTIFICATES = "jakarta.servlet.request.X509Certificate";

    private final Gate gate;

    Callers(Gate gate) {
        this.gate = gate;
    }

    Caller of(Access access, HttpServletRequest request) {
        return switch (access) {
            case PUBLIC, AGENT_ENROL -> new Nobody();
            case USER_READ, USER_WRITE, ADMIN -> user(request);
            case AGENT -> agent(request);
        };
    }

    /** Why the caller is not let in. */
    Refusal refusal(Access access, Caller caller) {
        return switch (caller) {
            case Nobody nobody -> access == Access.AGENT
                    ? Refusal.of(401, "no-certificate", "Show the client certificate of an agent.")
                    : Refusal.of(401, "no-token", "Show a token: Authorization: Bearer TOKEN.");
            case UserCaller user -> Refusal.of(403, "not-allowed", needed(access));
            case AgentCaller agent -> Refusal.of(403, "not-allowed", needed(access));
        };
    }

    private static String needed(Access access) {
        return switch (access) {
            case USER_WRITE -> "This needs a token of scope write.";
            case ADMIN -> "This needs an administrator's token of scope admin.";
            case PUBLIC, USER_READ, AGENT_ENROL, AGENT -> "This is not for this kind of caller.";
        };
    }

    private Caller user(HttpServletRequest request) {
        Optional<String> header = Optional.ofNullable(request.getHeader("Authorization"));
        if (header.isEmpty()) {
            return new Nobody();
        }
        Matcher bearer = BEARER.matcher(header.get());
        if (!bearer.matches()) {
            throw Refusal.of(401, "bad-token", "The Authorization header is not: Bearer TOKEN.");
        }
        return gate.user(bearer.group(1))
                .orElseThrow(() -> Refusal.of(401, "bad-token", "This token is unknown or has expired. Log in again."));
    }

    private Caller agent(HttpServletRequest request) {
        if (!(request.getAttribute(CERTIFICATES) instanceof X509Certificate[] chain) || chain.length == 0) {
            return new Nobody();
        }
        return gate.agent(chain[0])
                .orElseThrow(() -> Refusal.of(401, "bad-certificate", "This certificate is revoked, unknown or expired."));
    }
}
