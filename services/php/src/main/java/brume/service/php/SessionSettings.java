package brume.service.php;

import java.util.Objects;

/**
 * Settings of the role {@code php.sessions}, as the plan half writes and the node half reads them.
 *
 * @param service text form of the service's id
 * @param password that Redis demands; may be a secret placeholder until delivery
 */
public record SessionSettings(String service, String password) {
    public static final String ROLE = "php.sessions";

    /** Where the volume is mounted. */
    public static final String FOLDER = "/var/lib/brume-php-redis";

    public SessionSettings {
        Objects.requireNonNull(service);
        Objects.requireNonNull(password);
    }

    /** The password is left out. */
    @Override
    public String toString() {
        return "SessionSettings[" + service + "]";
    }
}
