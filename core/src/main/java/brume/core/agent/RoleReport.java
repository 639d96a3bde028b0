package brume.core.agent;

import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What one role is.
 *
 * @param generation of the last {@link NodeConfig} that the role was brought to whole; 0 when none
 * @param detail one sentence for people; the reason when FAILED
 * @param facts what the plan half decides by, in the service's own words: sequence numbers, cluster state, versions present
 */
public record RoleReport(String role, RoleState state, long generation, String detail, Map<String, String> facts) {
    /** The one fact that is the agent's own: the code of the failure. */
    public static final String FAULT = "fault";

    public RoleReport {
        Objects.requireNonNull(role);
        Objects.requireNonNull(state);
        Objects.requireNonNull(detail);
        facts = Map.copyOf(facts);
    }

    /** Why it FAILED, as a code of {@code docs/errors.md}, where the agent knows one. */
    public Optional<String> fault() {
        return state == RoleState.FAILED ? Optional.ofNullable(facts.get(FAULT)) : Optional.empty();
    }
}
