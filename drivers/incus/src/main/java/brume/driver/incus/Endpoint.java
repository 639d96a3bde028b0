package brume.driver.incus;

import java.net.URI;
import java.nio.file.Path;

/** Where the daemon listens. */
sealed interface Endpoint {
    record Socket(Path path) implements Endpoint {}

    /**
     * @param url scheme, host and port only
     * @param certificate PEM file of the client certificate
     * @param key PEM file of its private key
     */
    record Https(URI url, Path certificate, Path key, Pin server) implements Endpoint {}

    /** How the server's certificate is known. */
    sealed interface Pin {
        /** SHA-256 of its DER form, 64 lower-case hexadecimal digits: what {@code incus info} shows as {@code certificate_fingerprint}. */
        record Fingerprint(String digits) implements Pin {}

        /** PEM file of the certificate itself. */
        record File(Path path) implements Pin {}
    }
}
