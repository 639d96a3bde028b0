import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;

/**
 * Makes a JDK's {@code lib/security/cacerts} from a file of PEM certificates, as Debian's ca-certificates-java does when
 * it is installed. Run as a source file: {@code java TrustStore.java CERTIFICATES STORE}.
 */
final class TrustStore {
  private TrustStore() {}

  public static void main(String[] args) throws Exception {
    KeyStore store = KeyStore.getInstance("JKS");
    store.load(null, null);
    CertificateFactory x509 = CertificateFactory.getInstance("X.509");
    try (InputStream in = Files.newInputStream(Path.of(args[0]))) {
      for (Certificate certificate : x509.generateCertificates(in)) {
        store.setCertificateEntry("ca-" + store.size(), certificate);
      }
    }
    // the well-known password of every JDK's store: it guards nothing, certificates are public
    try (OutputStream out = Files.newOutputStream(Path.of(args[1]))) {
      store.store(out, "changeit".toCharArray());
    }
    System.out.println(store.size() + " certificates");
  }
}
