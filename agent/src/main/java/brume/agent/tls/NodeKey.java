package brume.agent.tls;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.InvalidAlgorithmParameterException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Objects;

/** The machine's key: elliptic curve P-256. Its text form holds the private key. */
public final class NodeKey {
    private static final String PRIVATE = "PRIVATE KEY";
    private static final String PUBLIC = "PUBLIC KEY";
    /** ecdsa-with-SHA256, RFC 5758 section 3.2. */
    private static final String ECDSA_WITH_SHA256 = "1.2.840.10045.4.3.2";
    /** id-at-commonName, RFC 5280 appendix A.1. */
    private static final String COMMON_NAME = "2.5.4.3";

    private final PrivateKey privateKey;
    private final PublicKey publicKey;

    private NodeKey(PrivateKey privateKey, PublicKey publicKey) {
        this.privateKey = Objects.requireNonNull(privateKey);
        this.publicKey = Objects.requireNonNull(publicKey);
    }

    public static NodeKey make(SecureRandom random) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"), random);
            KeyPair pair = generator.generateKeyPair();
            return new NodeKey(pair.getPrivate(), pair.getPublic());
        } catch (NoSuchAlgorithmException | InvalidAlgorithmParameterException e) {
            throw new IllegalStateException("this runtime has no P-256", e);
        }
    }

    /** The reverse of {@link #text}. */
    public static NodeKey read(String text) throws IOException {
        try {
            KeyFactory factory = KeyFactory.getInstance("EC");
            return new NodeKey(
                    factory.generatePrivate(new PKCS8EncodedKeySpec(Pem.read(PRIVATE, text))), factory.generatePublic(new X509EncodedKeySpec(Pem.read(PUBLIC, text))));
        } catch (GeneralSecurityException e) {
            throw new IOException("the kept key is damaged", e);
        }
    }

    /** PKCS#8 and SubjectPublicKeyInfo, PEM. To be kept where only root reads. */
    public String text() {
        return Pem.of(PRIVATE, privateKey.getEncoded()) + Pem.of(PUBLIC, publicKey.getEncoded());
    }

    PrivateKey privateKey() {
        return privateKey;
    }

    PublicKey publicKey() {
        return publicKey;
    }

    /** A PKCS#10 request for this key, PEM. {@code name} becomes its common name, which the director ignores. */
    public String certificateRequest(String name) {
        byte[] subject = Der.sequence(Der.set(Der.sequence(Der.oid(COMMON_NAME), Der.utf8(name))));
        byte[] info = Der.sequence(Der.integer(0), subject, publicKey.getEncoded(), Der.context(0));
        byte[] request = Der.sequence(info, Der.sequence(Der.oid(ECDSA_WITH_SHA256)), Der.bits(signature(info)));
        return Pem.of("CERTIFICATE REQUEST", request);
    }

    byte[] signature(byte[] content) {
        try {
            Signature signature = Signature.getInstance("SHA256withECDSA");
            signature.initSign(privateKey);
            signature.update(content);
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a key that cannot sign", e);
        }
    }

    /** Nothing of it. */
    @Override
    public String toString() {
        return "NodeKey";
    }
}
