package brume.director.identity;

import brume.core.id.InstanceId;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.jooq.DSLContext;

/**
 * The director's own certificate authority (X.509, RFC 5280; EC keys on the curve P-256): made at the first start, kept in the state directory. Issues the director's server
 * certificates and the agents' client certificates.
 *
 * <p>Thread-safe.
 */
public final class Authority {
    /** The authority outlives the installation; replacing it means touching every client. */
    public static final Duration CA_LIFE = Duration.ofDays(3_650);

    /** Short, because the director renews it by itself while it runs. */
    public static final Duration SERVER_LIFE = Duration.ofDays(90);

    /** An agent that was cut off for so long enrols no more; its machine is replaced. */
    public static final Duration AGENT_LIFE = Duration.ofDays(30);

    /** Certificates begin a little earlier, for machines whose clock is behind. */
    private static final Duration BACKDATE = Duration.ofMinutes(10);

    /** Expired certificates stay on record for so long, for whoever looks into the past. */
    private static final Duration RECORD_KEPT = Duration.ofDays(30);

    /** More than the 64 bits of chance that certificate authorities must put into a serial (CA/Browser Forum baseline requirements, 7.1). */
    private static final int SERIAL_BITS = 126;

    private static final String SIGNATURE = "SHA256withECDSA";
    static final String INSTANCE_URN = "urn:brume:instance:";

    private final PrivateKey key;
    private final X509Certificate certificate;
    private final CertificateStore store;
    private final InstantSource clock;
    private final SecureRandom random;

    private Authority(PrivateKey key, X509Certificate certificate, CertificateStore store, InstantSource clock, SecureRandom random) {
        this.key = key;
        this.certificate = certificate;
        this.store = store;
        this.clock = clock;
        this.random = random;
    }

    /** A certificate that was issued to an agent. {@code serial} and {@code keyDigest} in lower-case hexadecimal. */
    public record Issued(String certificatePem, String serial, String keyDigest, Instant until) {}

    /** The director's own key and certificate. */
    record ServerKey(PrivateKey key, X509Certificate certificate) {}

    /** Reads {@code ca.key} and {@code ca.pem} in the directory; makes them when there are none. {@code deployment} goes into the authority's name. */
    public static Authority open(Path directory, String deployment, CertificateStore store, InstantSource clock, SecureRandom random) {
        Path keyFile = directory.resolve("ca.key");
        Path certificateFile = directory.resolve("ca.pem");
        try {
            if (!Files.exists(certificateFile)) {
                make(deployment, keyFile, certificateFile, clock.instant(), random); // the key first: without its certificate it counts for nothing
            }
            byte[] keyDer = Pem.read(Pem.PRIVATE_KEY, Files.readString(keyFile))
                    .orElseThrow(() -> new IllegalStateException("the authority's key file holds no key: " + keyFile));
            PrivateKey key = KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(keyDer));
            return new Authority(key, certificate(Files.readAllBytes(certificateFile)), store, clock, random);
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException("the certificate authority cannot be opened: " + directory, e);
        }
    }

    /** The authority's certificate, for clients to trust; PEM. */
    public String caPem() {
        return pem(certificate);
    }

    /** Of the key pair: the certificate's public half stands for both. */
    String fingerprint() {
        return Fingerprint.of("authority", certificate.getPublicKey().getEncoded());
    }

    /**
     * The deployment's name and what tells it from every other of that name: eight hexadecimal digits of its key. Machines and volumes are tagged with it, so that two
     * directors that were never one deployment take nothing of each other for theirs, even in one project of one cloud.
     */
    public String owner(String deployment) {
        return deployment + "-" + fingerprint().substring(0, 8);
    }

    X509Certificate ca() {
        return certificate;
    }

    /**
     * Issues an agent's certificate and records it, in the caller's transaction: valid for TLS clients, names the instance and the generation of its machine.
     */
    public Issued issue(DSLContext tx, InstanceId instance, long generation, SigningRequest request) {
        Instant now = clock.instant();
        Instant until = now.plus(AGENT_LIFE);
        String urn = INSTANCE_URN + instance + ":" + generation;
        GeneralNames names = new GeneralNames(new GeneralName(GeneralName.uniformResourceIdentifier, urn));
        X509Certificate issued = sign("CN=" + instance, names, KeyPurposeId.id_kp_clientAuth, request.key(), now, until);
        String serial = serial(issued);
        store.want(tx, serial, urn, instance, until, now);
        store.trim(tx, now.minus(RECORD_KEPT));
        return new Issued(pem(issued), serial, request.keyDigest(), until);
    }

    /** Takes back every certificate of the instance, in the caller's transaction; in force for the next request. */
    public void revoke(DSLContext tx, InstanceId instance) {
        store.wantRevoked(tx, instance, clock.instant());
    }

    /** A fresh key and certificate for the director itself, under these names; addresses in text form are names too. */
    ServerKey issueServer(List<String> names) {
        Instant now = clock.instant();
        KeyPair pair = keyPair(random);
        GeneralNames alternatives = new GeneralNames(names.stream().map(Authority::generalName).toArray(GeneralName[]::new));
        SubjectPublicKeyInfo info = SubjectPublicKeyInfo.getInstance(pair.getPublic().getEncoded());
        return new ServerKey(pair.getPrivate(), sign("CN=brume director", alternatives, KeyPurposeId.id_kp_serverAuth, info, now, now.plus(SERVER_LIFE)));
    }

    static String serial(X509Certificate certificate) {
        return certificate.getSerialNumber().toString(16);
    }

    private X509Certificate sign(
            String subject, GeneralNames names, KeyPurposeId purpose, SubjectPublicKeyInfo publicKey, Instant now, Instant until) {
        try {
            X509v3CertificateBuilder builder = builder(certificateName(), subject, publicKey, now, until, random);
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
            builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
            builder.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(purpose));
            builder.addExtension(Extension.subjectAlternativeName, false, names);
            builder.addExtension(
                    Extension.authorityKeyIdentifier, false, new JcaX509ExtensionUtils().createAuthorityKeyIdentifier(certificate.getPublicKey()));
            return complete(builder, key);
        } catch (CertIOException | GeneralSecurityException e) {
            throw new IllegalStateException("a certificate cannot be made", e);
        }
    }

    private X500Name certificateName() {
        return X500Name.getInstance(certificate.getSubjectX500Principal().getEncoded());
    }

    private static void make(String deployment, Path keyFile, Path certificateFile, Instant now, SecureRandom random) throws IOException {
        KeyPair pair = keyPair(random);
        String name = "CN=brume authority " + deployment.replaceAll("[^A-Za-z0-9-]", "-");
        SubjectPublicKeyInfo info = SubjectPublicKeyInfo.getInstance(pair.getPublic().getEncoded());
        try {
            X509v3CertificateBuilder builder = builder(new X500Name(name), name, info, now, now.plus(CA_LIFE), random);
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(0)); // signs ends only, no further authorities
            builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
            builder.addExtension(Extension.subjectKeyIdentifier, false, new JcaX509ExtensionUtils().createSubjectKeyIdentifier(info));
            PrivateFile.write(keyFile, Pem.write(Pem.PRIVATE_KEY, pair.getPrivate().getEncoded()).getBytes(StandardCharsets.US_ASCII));
            PrivateFile.write(certificateFile, pem(complete(builder, pair.getPrivate())).getBytes(StandardCharsets.US_ASCII));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a certificate authority cannot be made", e);
        }
    }

    private static X509v3CertificateBuilder builder(
            X500Name issuer, String subject, SubjectPublicKeyInfo publicKey, Instant now, Instant until, SecureRandom random) {
        BigInteger serial = new BigInteger(SERIAL_BITS, random).setBit(SERIAL_BITS); // positive and always of the same length
        return new X509v3CertificateBuilder(
                issuer, serial, Date.from(now.minus(BACKDATE)), Date.from(until), new X500Name(subject), publicKey);
    }

    private static X509Certificate complete(X509v3CertificateBuilder builder, PrivateKey key) {
        try {
            return certificate(builder.build(new JcaContentSignerBuilder(SIGNATURE).build(key)).getEncoded());
        } catch (OperatorCreationException | IOException | GeneralSecurityException e) {
            throw new IllegalStateException("a certificate cannot be signed", e);
        }
    }

    private static X509Certificate certificate(byte[] encoded) throws GeneralSecurityException {
        return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(encoded));
    }

    private static KeyPair keyPair(SecureRandom random) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"), random);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has EC keys", e);
        }
    }

    private static GeneralName generalName(String name) {
        boolean address = name.matches("[0-9.]+") || name.contains(":");
        return new GeneralName(address ? GeneralName.iPAddress : GeneralName.dNSName, name);
    }

    private static String pem(X509Certificate certificate) {
        try {
            return Pem.write(Pem.CERTIFICATE, certificate.getEncoded());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a certificate that cannot be encoded", e);
        }
    }
}
