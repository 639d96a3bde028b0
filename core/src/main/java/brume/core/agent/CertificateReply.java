package brume.core.agent;

import java.util.Objects;

/** Answer to enrol and renew: the agent's certificate and the authority to trust from now on, both PEM. */
public record CertificateReply(String certificate, String ca) {
    public CertificateReply {
        Objects.requireNonNull(certificate);
        Objects.requireNonNull(ca);
    }
}
