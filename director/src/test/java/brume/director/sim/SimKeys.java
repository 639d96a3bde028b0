package brume.director.sim;

import brume.director.identity.Enrolment;
import brume.director.identity.Vault;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;

/** Keys that all simulated directors share. What they seal and sign differs from run to run, so none of it may be seen in a trace. */
final class SimKeys {
    /** A folder for what a director wants on disk. */
    static final Path HOME = home();

    static final Vault VAULT = Vault.open(HOME.resolve("vault.key"), new SecureRandom());
    static final Enrolment ENROLMENT = Enrolment.open(HOME.resolve("enrolment.key"), new SecureRandom());

    private SimKeys() {}

    private static Path home() {
        try {
            return Files.createTempDirectory("brume-sim");
        } catch (IOException e) {
            throw new UncheckedIOException("no folder for keys", e);
        }
    }
}
