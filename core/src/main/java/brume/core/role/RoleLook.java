package brume.core.role;

import brume.core.agent.RoleState;
import java.util.Map;
import java.util.Objects;

/** What a role found of itself; the parts are those of {@link brume.core.agent.RoleReport}. */
public record RoleLook(RoleState state, String detail, Map<String, String> facts) {
    public RoleLook {
        Objects.requireNonNull(state);
        Objects.requireNonNull(detail);
        facts = Map.copyOf(facts);
    }
}
