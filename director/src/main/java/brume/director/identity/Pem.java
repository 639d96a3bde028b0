package brume.director.identity;

import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Optional;
import org.bouncycastle.util.io.pem.PemObject;
import org.bouncycastle.util.io.pem.PemReader;
import org.bouncycastle.util.io.pem.PemWriter;

/** Text encodings of keys, certificates and requests (RFC 7468). */
final class Pem {
    static final String CERTIFICATE = "CERTIFICATE";
    static final String PRIVATE_KEY = "PRIVATE KEY";
    static final String REQUEST = "CERTIFICATE REQUEST";

    private Pem() {}

    static String write(String label, byte[] der) {
        StringWriter text = new StringWriter();
        try (PemWriter writer = new PemWriter(text)) {
            writer.writeObject(new PemObject(label, der));
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory fails", e);
        }
        return text.toString();
    }

    /** The bytes of the first object; empty when it is none or has another label. */
    static Optional<byte[]> read(String label, String text) {
        try (PemReader reader = new PemReader(new StringReader(text))) {
            return Optional.ofNullable(reader.readPemObject()).filter(o -> o.getType().equals(label)).map(PemObject::getContent);
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
