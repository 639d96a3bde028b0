package brume.core.agent;

import java.util.List;
import java.util.Objects;

/**
 * {@code POST /agent/v1/enrol}, the one call without a client certificate.
 *
 * @param csr PKCS#10 request, PEM; its subject is ignored, the director chooses the name
 * @param addresses the machine's own global addresses, by which the director tells duplicates apart
 */
public record EnrolRequest(String instance, long generation, String token, String csr, List<String> addresses) {
    public EnrolRequest {
        Objects.requireNonNull(instance);
        Objects.requireNonNull(token);
        Objects.requireNonNull(csr);
        addresses = List.copyOf(addresses);
    }

    @Override
    public String toString() {
        return "EnrolRequest[" + instance + "." + generation + "]"; // never the token
    }
}
