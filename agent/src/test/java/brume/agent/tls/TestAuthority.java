package brume.agent.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.X509EncodedKeySpec;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Locale;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** A certificate authority (RFC 5280) small enough for tests. The JDK's own path validation judges what it makes. */
public final class TestAuthority {
    private static final byte[] ECDSA_WITH_SHA256 = Der.sequence(Der.oid("1.2.840.10045.4.3.2"));
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyyMMddHHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final char[] NO_PASSWORD = new char[0];

    private final SecureRandom random = new SecureRandom();
    private final NodeKey key = NodeKey.make(random);
    private final NodeKey serverKey = NodeKey.make(random);
    private final String name;
    private final String certificate;
    private long serial = 1;

    public TestAuthority(String name, Instant now) {
        this.name = name;
        byte[] mayIssue = extension("2.5.29.19", Der.sequence(primitive(0x01, new byte[] {(byte) 0xff})));
        this.certificate = certificate(key.publicKey(), name, now.minusSeconds(60), now.plusSeconds(86_400), mayIssue);
    }

    /** Its own certificate, PEM. */
    public String certificate() {
        return certificate;
    }

    /** Checks a PKCS#10 request's signature and answers its key. */
    public static PublicKey keyOf(String csr) throws IOException, GeneralSecurityException {
        ByteBuffer request = content(ByteBuffer.wrap(Pem.read("CERTIFICATE REQUEST", csr)));
        byte[] info = whole(request);
        whole(request); // algorithm
        byte[] bits = whole(request);
        ByteBuffer fields = content(ByteBuffer.wrap(info));
        whole(fields); // version
        whole(fields); // subject
        PublicKey asked = KeyFactory.getInstance("EC").generatePublic(new X509EncodedKeySpec(whole(fields)));
        Signature signature = Signature.getInstance("SHA256withECDSA");
        signature.initVerify(asked);
        signature.update(info);
        ByteBuffer value = content(ByteBuffer.wrap(bits));
        value.get(); // unused bits: none
        byte[] signed = new byte[value.remaining()];
        value.get(signed);
        if (!signature.verify(signed)) {
            throw new IOException("the request is not signed by its key");
        }
        return asked;
    }

    /** A certificate for that key, PEM. */
    public String issue(PublicKey subject, String commonName, Instant from, Instant until) {
        return certificate(subject, commonName, from, until, uri("urn:brume:instance:" + commonName));
    }

    /** What a server at that address uses; trusts client certificates of this authority. */
    public SSLContext serverTls(InetAddress address, Instant now) throws IOException, GeneralSecurityException {
        byte[] host = extension("2.5.29.17", Der.sequence(primitive(0x87, address.getAddress())));
        String server = certificate(serverKey.publicKey(), "director", now.minusSeconds(60), now.plusSeconds(86_400), host);
        KeyStore own = KeyStore.getInstance("PKCS12");
        own.load(null, null);
        own.setKeyEntry("server", serverKey.privateKey(), NO_PASSWORD, new Certificate[] {parsed(server), parsed(certificate)});
        own.setCertificateEntry("ca", parsed(certificate));
        KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
        keys.init(own, NO_PASSWORD);
        TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
        trust.init(own);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), trust.getTrustManagers(), random);
        return context;
    }

    private String certificate(PublicKey subject, String commonName, Instant from, Instant until, byte[] extension) {
        byte[] body = Der.sequence(
                Der.context(0, Der.integer(2)),
                Der.integer(serial++),
                ECDSA_WITH_SHA256,
                nameOf(name),
                Der.sequence(time(from), time(until)),
                nameOf(commonName),
                subject.getEncoded(),
                Der.context(3, Der.sequence(extension)));
        return Pem.of("CERTIFICATE", Der.sequence(body, ECDSA_WITH_SHA256, Der.bits(key.signature(body))));
    }

    /** GeneralizedTime, which RFC 5280 wants from 2050 on only, but everybody reads. */
    private static byte[] time(Instant instant) {
        return primitive(0x18, TIME.format(instant).getBytes(StandardCharsets.US_ASCII));
    }

    private static byte[] nameOf(String commonName) {
        return Der.sequence(Der.set(Der.sequence(Der.oid("2.5.4.3"), Der.utf8(commonName))));
    }

    private static byte[] uri(String uri) {
        return extension("2.5.29.17", Der.sequence(primitive(0x86, uri.getBytes(StandardCharsets.US_ASCII))));
    }

    private static byte[] extension(String oid, byte[] value) {
        return Der.sequence(Der.oid(oid), primitive(0x04, value));
    }

    /** An element shorter than 128 bytes. */
    private static byte[] primitive(int tag, byte[] value) {
        byte[] all = new byte[value.length + 2];
        all[0] = (byte) tag;
        all[1] = (byte) value.length;
        System.arraycopy(value, 0, all, 2, value.length);
        return all;
    }

    private static Certificate parsed(String pem) throws GeneralSecurityException, IOException {
        return CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(Pem.read("CERTIFICATE", pem)));
    }

    /** The content of the element at the start of {@code in}, which moves behind it. */
    private static ByteBuffer content(ByteBuffer in) {
        in.get();
        int length = in.get() & 0xff;
        if (length >= 0x80) {
            int octets = length & 0x7f;
            length = 0;
            for (int i = 0; i < octets; i++) {
                length = (length << 8) | (in.get() & 0xff);
            }
        }
        ByteBuffer content = in.slice(in.position(), length);
        in.position(in.position() + length);
        return content;
    }

    /** The whole element at the start of {@code in}, which moves behind it. */
    private static byte[] whole(ByteBuffer in) {
        int from = in.position();
        content(in);
        return Arrays.copyOfRange(in.array(), in.arrayOffset() + from, in.arrayOffset() + in.position());
    }
}
