package brume.driver.incus;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Objects;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;

/**
 * Who we are to a daemon and whom we take for it.
 *
 * @param serverFingerprint SHA-256 of the server certificate, 64 lower-case hexadecimal digits
 */
record TlsIdentity(List<X509Certificate> certificates, PrivateKey key, String serverFingerprint) {
    TlsIdentity {
        certificates = List.copyOf(certificates);
        Objects.requireNonNull(key);
        Objects.requireNonNull(serverFingerprint);
    }

    static TlsIdentity read(Endpoint.Https endpoint) throws IOException, GeneralSecurityException {
        String pinned = switch (endpoint.server()) {
            case Endpoint.Pin.Fingerprint(String digits) -> digits;
            case Endpoint.Pin.File(java.nio.file.Path file) -> PinnedServer.fingerprint(PemFiles.certificates(file).getFirst());
        };
        return new TlsIdentity(PemFiles.certificates(endpoint.certificate()), PemFiles.key(endpoint.key()), pinned);
    }

    SSLContext context() throws GeneralSecurityException {
        // The store never leaves memory, so its password protects nothing.
        char[] none = new char[0];
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, none);
            store.setKeyEntry("client", key, none, certificates.toArray(X509Certificate[]::new));
            KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(store, none);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), new TrustManager[] {new PinnedServer(serverFingerprint)}, null);
            return context;
        } catch (IOException e) {
            throw new GeneralSecurityException("the key store cannot be made", e);
        }
    }
}
