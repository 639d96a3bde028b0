package brume.driver.incus;

import java.io.ByteArrayOutputStream;
import java.security.GeneralSecurityException;
import java.util.Arrays;

/** Puts the two older private key forms into PKCS#8 (RFC 5958), which is all that the JDK reads. DER by hand: four tags are enough. */
final class Pkcs8 {
    private static final int SEQUENCE = 0x30;
    private static final int OCTET_STRING = 0x04;

    /** {@code [0] EXPLICIT}: the curve inside an RFC 5915 key. */
    private static final int CURVE = 0xa0;

    private static final byte[] VERSION_0 = {0x02, 0x01, 0x00};

    /** rsaEncryption 1.2.840.113549.1.1.1 with its NULL parameter. */
    private static final byte[] RSA = {0x06, 0x09, 0x2a, (byte) 0x86, 0x48, (byte) 0x86, (byte) 0xf7, 0x0d, 0x01, 0x01, 0x01, 0x05, 0x00};

    /** id-ecPublicKey 1.2.840.10045.2.1. */
    private static final byte[] EC = {0x06, 0x07, 0x2a, (byte) 0x86, 0x48, (byte) 0xce, 0x3d, 0x02, 0x01};

    private Pkcs8() {}

    static byte[] wrapRsa(byte[] key) {
        return tagged(SEQUENCE, join(VERSION_0, tagged(SEQUENCE, RSA), tagged(OCTET_STRING, key)));
    }

    static byte[] wrapEc(byte[] key) throws GeneralSecurityException {
        return tagged(SEQUENCE, join(VERSION_0, tagged(SEQUENCE, join(EC, curve(key))), tagged(OCTET_STRING, key)));
    }

    private static byte[] curve(byte[] key) throws GeneralSecurityException {
        int position = contentStart(key, 0);
        while (position < key.length - 1) {
            int start = contentStart(key, position);
            int end = start + length(key, position);
            if ((key[position] & 0xff) == CURVE && end <= key.length) {
                return Arrays.copyOfRange(key, start, end);
            }
            position = end;
        }
        throw new GeneralSecurityException("the elliptic curve key does not name its curve");
    }

    private static int contentStart(byte[] der, int tagAt) {
        int first = der[tagAt + 1] & 0xff;
        return tagAt + 2 + (first < 0x80 ? 0 : first & 0x7f);
    }

    private static int length(byte[] der, int tagAt) throws GeneralSecurityException {
        int length = 0;
        int start = contentStart(der, tagAt);
        if (start > der.length || start - tagAt > 4) {
            throw new GeneralSecurityException("not a private key");
        }
        if (start == tagAt + 2) {
            return der[tagAt + 1] & 0xff;
        }
        for (int i = tagAt + 2; i < start; i++) {
            length = (length << 8) | (der[i] & 0xff);
        }
        return length;
    }

    private static byte[] tagged(int tag, byte[] content) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(tag);
        if (content.length < 0x80) {
            out.write(content.length);
        } else {
            out.write(0x82);
            out.write(content.length >> 8);
            out.write(content.length);
        }
        out.writeBytes(content);
        return out.toByteArray();
    }

    private static byte[] join(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }
}
