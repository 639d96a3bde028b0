package brume.director.http;

import brume.core.id.InstanceId;
import java.util.Objects;

/**
 * An agent, known by its client certificate.
 *
 * @param generation of the machine that the certificate was issued to; a machine that was replaced has a lower one than the row
 * @param serial of the certificate, lower-case hexadecimal
 * @param keyDigest SHA-256 of the certificate's public key (SubjectPublicKeyInfo), lower-case hexadecimal
 */
public record AgentCaller(InstanceId instance, long generation, String serial, String keyDigest) implements Caller {
    public AgentCaller {
        Objects.requireNonNull(instance);
        Objects.requireNonNull(serial);
        Objects.requireNonNull(keyDigest);
    }

    @Override
    public String who() {
        return "agent " + instance + "." + generation;
    }
}
