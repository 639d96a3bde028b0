package brume.director.identity;

import brume.director.http.Refusal;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.bouncycastle.pkcs.PKCS10CertificationRequest;
import org.bouncycastle.pkcs.PKCSException;

/**
 * What an agent sends to get a certificate (PKCS#10, RFC 2986). Only its public key is used, once the signature has proved that the sender holds the private one. Whatever else
 * it asks for, such as a name, is ignored.
 *
 * @param key an EC key on the curve P-256
 * @param keyDigest SHA-256 of the key's SubjectPublicKeyInfo, lower-case hexadecimal; tells keys apart
 */
public record SigningRequest(SubjectPublicKeyInfo key, String keyDigest) {
    private static final int PEM_CHARS_MAX = 8_000;

    /** Reads and verifies a request in PEM; throws a {@link Refusal} with 422 when it is none, when the proof fails or the key is of another kind. */
    public static SigningRequest parse(String pem) {
        if (pem.length() > PEM_CHARS_MAX) {
            throw refusal("is too long");
        }
        Optional<byte[]> der = Pem.read(Pem.REQUEST, pem);
        if (der.isEmpty()) {
            throw refusal("is no PEM with a CERTIFICATE REQUEST");
        }
        try {
            PKCS10CertificationRequest request = new PKCS10CertificationRequest(der.get());
            SubjectPublicKeyInfo key = request.getSubjectPublicKeyInfo();
            requireCurve(key);
            if (!request.isSignatureValid(new JcaContentVerifierProviderBuilder().build(key))) {
                throw refusal("is not signed with the private key that it is for");
            }
            return new SigningRequest(key, digest(key.getEncoded()));
        } catch (IOException | PKCSException | OperatorCreationException e) {
            throw refusal("cannot be read");
        }
    }

    static String digest(byte[] keyInfo) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(keyInfo));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static void requireCurve(SubjectPublicKeyInfo key) {
        boolean curve = key.getAlgorithm().getAlgorithm().equals(X9ObjectIdentifiers.id_ecPublicKey)
                && key.getAlgorithm().getParameters() instanceof ASN1ObjectIdentifier named
                && named.equals(SECObjectIdentifiers.secp256r1);
        if (!curve) {
            throw refusal("is not for an EC key on the curve P-256");
        }
    }

    private static Refusal refusal(String what) {
        return Refusal.of(422, "bad-csr", "The certificate request " + what + ".");
    }
}
