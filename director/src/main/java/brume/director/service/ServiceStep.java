package brume.director.service;

import brume.core.outcome.Reason;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What a pass over a service comes to: at most one change per node, and what is seen.
 *
 * @param bury whether nothing of it is left
 * @param stuck why it cannot go on by itself
 */
record ServiceStep(List<NodeAct> acts, ServiceSight seen, boolean bury, Optional<Reason> stuck) {
    ServiceStep {
        acts = List.copyOf(acts);
        Objects.requireNonNull(seen);
        Objects.requireNonNull(stuck);
    }
}
