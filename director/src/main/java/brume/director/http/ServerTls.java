package brume.director.http;

import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509ExtendedTrustManager;

/** What the listeners need for TLS. Both are asked at every handshake, so that a new certificate or a revocation is in force at once. Thread-safe. */
public interface ServerTls {
    /** Gives the director's own key and certificate. */
    X509ExtendedKeyManager server();

    /** Decides which client certificates pass the agent door. */
    X509ExtendedTrustManager agents();
}
