package brume.service.php.node;

import java.nio.file.Path;

/** Where things are on a node. */
final class Paths {
    static final Path CONFIG = Path.of("/etc/brume-php");
    static final Path RUN = Path.of("/run/brume-php");
    static final Path UNITS = Path.of("/etc/systemd/system");
    static final Path CODE = Path.of("/srv/brume/php");

    static final Path SESSIONS = Path.of("/var/lib/brume-php-sessions");

    private Paths() {}
}
