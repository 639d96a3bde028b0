package brume.service.web.node;

import java.nio.file.Path;
import java.util.Objects;

/**
 * Where things of a kind of web service are on a node.
 *
 * @param type name of the service type
 */
public record Paths(String type) {
    public static final Path UNITS = Path.of("/etc/systemd/system");

    public Paths {
        Objects.requireNonNull(type);
    }

    public Path config() {
        return Path.of("/etc/brume-" + type);
    }

    /** Gone when the machine goes. */
    public Path run() {
        return Path.of("/run/brume-" + type);
    }

    /** Folder of the code versions. */
    public Path code() {
        return Path.of("/srv/brume/" + type);
    }

    /** Name of a unit of ours, such as {@code brume-php-nginx.service}. */
    public String unit(String name) {
        return "brume-" + type + "-" + name;
    }
}
