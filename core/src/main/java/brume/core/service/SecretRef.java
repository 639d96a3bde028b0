package brume.core.service;

import brume.core.id.ServiceId;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Names a secret without holding it. Planners put {@link #placeholder()} into settings and exports; the director puts the value in its place, JSON-escaped, only in the
 * document that it hands to the agent. So no planner, table, log or {@code why} ever holds a secret.
 *
 * @param version grows when the secret is changed, so that the settings that name it change too
 */
public record SecretRef(ServiceId service, String name, int version) {
    /** Finds placeholders in a text; groups: service id, name, version. */
    public static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{secret:([0-9a-f-]{36}):([a-z_]{1,40}):([0-9]{1,9})}}");

    public SecretRef {
        Objects.requireNonNull(service);
        if (!name.matches("[a-z_]{1,40}")) {
            throw new IllegalArgumentException("secret names are [a-z_]{1,40}: " + name);
        }
    }

    public String placeholder() {
        return "{{secret:" + service + ":" + name + ":" + version + "}}";
    }

    /** The reference that a match of {@link #PLACEHOLDER} stands for. */
    public static SecretRef of(Matcher match) {
        return new SecretRef(ServiceId.parse(match.group(1)), match.group(2), Integer.parseInt(match.group(3)));
    }
}
