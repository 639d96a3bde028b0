package brume.agent.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/** A certificate with its key, and what they make of TLS. Immutable. */
public final class Credentials {
    private final NodeKey key;
    private final X509Certificate[] chain;

    private Credentials(NodeKey key, List<X509Certificate> chain) {
        this.key = key;
        this.chain = chain.toArray(new X509Certificate[0]);
    }

    /**
     * @param certificate PEM, the machine's own first
     * @throws IOException when it is not for this key
     */
    public static Credentials of(NodeKey key, String certificate) throws IOException {
        List<X509Certificate> chain = certificates(certificate);
        if (!chain.getFirst().getPublicKey().equals(key.publicKey())) {
            throw new IOException("the certificate is for another key");
        }
        return new Credentials(key, chain);
    }

    /** When to ask for the next certificate: at two thirds of this one's lifetime. */
    public Instant renewAt() {
        Instant from = chain[0].getNotBefore().toInstant();
        return from.plus(Duration.between(from, endsAt()).multipliedBy(2).dividedBy(3));
    }

    public Instant endsAt() {
        return chain[0].getNotAfter().toInstant();
    }

    /** TLS by which this machine shows who it is. {@code authority} is PEM; nobody else is trusted. */
    public SSLContext tls(String authority) throws IOException {
        return context(authority, new KeyManager[] {new OneKey(key.privateKey(), chain)});
    }

    /** TLS before there is a certificate. */
    public static SSLContext anonymousTls(String authority) throws IOException {
        return context(authority, new KeyManager[0]);
    }

    private static SSLContext context(String authority, KeyManager[] keys) throws IOException {
        try {
            KeyStore trusted = KeyStore.getInstance("PKCS12");
            trusted.load(null, null);
            int n = 0;
            for (X509Certificate certificate : certificates(authority)) {
                trusted.setCertificateEntry("ca" + n++, certificate);
            }
            TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
            trust.init(trusted);
            SSLContext context = SSLContext.getInstance("TLSv1.3");
            context.init(keys, trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IOException("TLS cannot be set up from the authority given", e);
        }
    }

    private static List<X509Certificate> certificates(String pem) throws IOException {
        try {
            Collection<? extends Certificate> all =
                    CertificateFactory.getInstance("X.509").generateCertificates(new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)));
            List<X509Certificate> certificates = all.stream().map(X509Certificate.class::cast).toList();
            if (certificates.isEmpty()) {
                throw new IOException("no certificate in the text given");
            }
            return certificates;
        } catch (CertificateException e) {
            throw new IOException("not a certificate", e);
        }
    }

    /** The only key there is, whatever is asked for. */
    private static final class OneKey extends X509ExtendedKeyManager {
        private static final String ALIAS = "agent";
        private final PrivateKey key;
        private final X509Certificate[] chain;

        OneKey(PrivateKey key, X509Certificate[] chain) {
            this.key = key;
            this.chain = chain;
        }

        @Override
        public String[] getClientAliases(String keyType, Principal[] issuers) {
            return new String[] {ALIAS};
        }

        @Override
        public String chooseClientAlias(String[] keyType, Principal[] issuers, Socket socket) {
            return ALIAS;
        }

        @Override
        public String chooseEngineClientAlias(String[] keyType, Principal[] issuers, SSLEngine engine) {
            return ALIAS;
        }

        @Override
        public String @Nullable [] getServerAliases(String keyType, Principal[] issuers) {
            return null; // the contract's way of saying that there is none
        }

        @Override
        public @Nullable String chooseServerAlias(String keyType, Principal[] issuers, Socket socket) {
            return null;
        }

        @Override
        public X509Certificate[] getCertificateChain(String alias) {
            return chain.clone();
        }

        @Override
        public PrivateKey getPrivateKey(String alias) {
            return key;
        }
    }
}
