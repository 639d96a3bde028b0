package brume.director.identity;

import brume.director.db.Database;
import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.Objects;
import java.util.stream.Stream;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

/** Lets client certificates pass that our authority signed, that are on record and not revoked. Thread-safe. */
public final class AgentTrust extends X509ExtendedTrustManager {
    private final X509ExtendedTrustManager chains;
    private final CertificateStore store;
    private final Database database;
    private final InstantSource clock;

    public AgentTrust(Authority authority, CertificateStore store, Database database, InstantSource clock) {
        this.chains = chains(authority.ca());
        this.store = Objects.requireNonNull(store);
        this.database = Objects.requireNonNull(database);
        this.clock = Objects.requireNonNull(clock);
    }

    private static X509ExtendedTrustManager chains(X509Certificate ca) {
        try {
            KeyStore anchors = KeyStore.getInstance(KeyStore.getDefaultType());
            anchors.load(null, null);
            anchors.setCertificateEntry("ca", ca);
            TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
            factory.init(anchors);
            return Stream.of(factory.getTrustManagers())
                    .filter(X509ExtendedTrustManager.class::isInstance)
                    .map(X509ExtendedTrustManager.class::cast)
                    .findFirst()
                    .orElseThrow();
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("every Java verifies certificate chains", e);
        }
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine) throws CertificateException {
        chains.checkClientTrusted(chain, authType, engine);
        requireOnRecord(chain[0]);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket) throws CertificateException {
        chains.checkClientTrusted(chain, authType, socket);
        requireOnRecord(chain[0]);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        chains.checkClientTrusted(chain, authType);
        requireOnRecord(chain[0]);
    }

    private void requireOnRecord(X509Certificate certificate) throws CertificateException {
        String serial = Authority.serial(certificate);
        if (!database.read(tx -> store.valid(tx, serial, clock.instant()))) {
            throw new CertificateException("the certificate is revoked, unknown or expired: " + serial);
        }
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine) throws CertificateException {
        throw new CertificateException("this is for clients only");
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket) throws CertificateException {
        throw new CertificateException("this is for clients only");
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        throw new CertificateException("this is for clients only");
    }

    /** None are named to clients: an agent has one certificate and knows whom it is for. */
    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return new X509Certificate[0];
    }
}
