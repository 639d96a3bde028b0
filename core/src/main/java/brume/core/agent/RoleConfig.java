package brume.core.agent;

import java.util.List;
import java.util.Objects;

/**
 * What one role of a node shall be.
 *
 * @param role {@code SERVICE.ROLE}, such as {@code php.backend}; its node half is found by this name
 * @param settings JSON text whose shape only the two halves of the service know. May hold {@link brume.core.service.SecretRef} placeholders until the director
 *     hands it to the agent
 * @param content blobs that the role needs before it can be brought
 */
public record RoleConfig(String role, String settings, List<ContentRef> content) {
    public RoleConfig {
        Objects.requireNonNull(role);
        Objects.requireNonNull(settings);
        content = List.copyOf(content);
    }

    /** Settings may hold secrets, so they are left out. */
    @Override
    public String toString() {
        return "RoleConfig[" + role + ", content=" + content + "]";
    }
}
