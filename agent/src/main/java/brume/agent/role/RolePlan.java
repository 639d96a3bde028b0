package brume.agent.role;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What to do now.
 *
 * @param begin steps for roles that are idle, each on a thread of its own
 * @param interrupt roles whose step is not wanted any more
 * @param again when to plan again if nothing happens before
 */
record RolePlan(List<RoleStep> begin, List<String> interrupt, Optional<Instant> again) {
    RolePlan {
        begin = List.copyOf(begin);
        interrupt = List.copyOf(interrupt);
    }
}
