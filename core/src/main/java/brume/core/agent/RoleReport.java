package brume.core.agent;

import java.util.Map;
import java.util.Objects;

/**
 * What one role is.
 *
 * @param generation of the last {@link NodeConfig} that the role was brought to whole; 0 when none
 * @param detail one sentence for people; the reason when FAILED
 * @param facts what the plan half decides by, in the service's own words: sequence numbers, cluster state, versions present
 */
public record RoleReport(String role, RoleState state, long generation, String detail, Map<String, String> facts) {
    public RoleReport {
        Objects.requireNonNull(role);
        Objects.requireNonNull(state);
        Objects.requireNonNull(detail);
        facts = Map.copyOf(facts);
    }
}
