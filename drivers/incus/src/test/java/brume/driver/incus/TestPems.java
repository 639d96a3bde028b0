package brume.driver.incus;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.List;

/** A fresh self-signed certificate and its key, in PEM files, made by the JDK's keytool. */
record TestPems(Path store, Path certificate, Path key) {
    static final char[] PASSWORD = "changeit".toCharArray();

    static TestPems in(Path folder) throws IOException, GeneralSecurityException {
        Path store = folder.resolve("store.p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                        "-genkeypair", "-alias", "it", "-keyalg", "EC", "-groupname", "secp256r1", "-dname", "CN=brume-test", "-validity", "2",
                        "-storetype", "PKCS12", "-storepass", new String(PASSWORD), "-keystore", store.toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (keytool.onExit().join().exitValue() != 0) {
            throw new IOException("keytool failed");
        }
        KeyStore keys = KeyStore.getInstance(store.toFile(), PASSWORD);
        X509Certificate certificate = (X509Certificate) keys.getCertificate("it");
        PrivateKey key = (PrivateKey) keys.getKey("it", PASSWORD);
        return new TestPems(
                store,
                pem(folder.resolve("it.crt"), "CERTIFICATE", certificate.getEncoded()),
                pem(folder.resolve("it.key"), "PRIVATE KEY", key.getEncoded()));
    }

    static Path pem(Path file, String label, byte[] der) throws IOException {
        String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        return Files.write(file, List.of("-----BEGIN " + label + "-----", body, "-----END " + label + "-----"));
    }
}
