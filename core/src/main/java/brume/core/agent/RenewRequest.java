package brume.core.agent;

import java.util.Objects;

/** {@code POST /agent/v1/renew}: a new certificate for the caller, before the old one ends. {@code csr} as in {@link EnrolRequest}. */
public record RenewRequest(String csr) {
    public RenewRequest {
        Objects.requireNonNull(csr);
    }
}
