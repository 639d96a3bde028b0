package brume.core.service;

import brume.core.outcome.Reason;
import brume.core.problem.Problem;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A kind of service. Stateless; all methods are pure. */
public interface ServiceType {
    /** What the user writes as {@code Type}, such as {@code php}. */
    String name();

    /** Name of a new service when the user gives none, such as {@code New PHP service}. */
    String defaultName();

    /** The roles, in the order to show them. Exactly one is the default role, which a bare count means. */
    List<RoleDef> roles();

    /** Secrets to make once when the service is created. */
    List<SecretDef> secrets();

    /** Whether the service runs code versions that users upload. */
    boolean takesCode();

    /** Every mistake in wanted counts and settings; places are JSON Pointers below the service, such as {@code /StartupInstances/backend}. */
    List<Problem> check(ServiceSpec spec);

    /**
     * Whether one very node can go, and how many of each role are wanted without it. Roles that the node is giving up anyway are not counted twice. A type that does not say so chooses
     * itself which nodes go.
     *
     * @param counts wanted now, complete
     * @param members living nodes; one of them has the {@code ordinal}
     */
    default Removal remove(Map<String, Integer> counts, List<Member> members, int ordinal) {
        return new Removal.Refused(new Reason("node-needed", "A " + name() + " service chooses itself which nodes go; remove nodes by role."));
    }

    /**
     * The settings with another share of the requests for one node: 100 is the usual one, 0 none. Empty when the type does not spread requests over its nodes; {@link #check} judges the
     * weight.
     */
    default Optional<String> weigh(String settings, int ordinal, int weight) {
        return Optional.empty();
    }

    /** How many machines a service with these counts has once everything has settled; {@code counts} complete. A type whose machines carry more than one role each says so. */
    default int machines(Map<String, Integer> counts) {
        return counts.values().stream().mapToInt(Integer::intValue).sum();
    }

    /** Which nodes should exist now, and how far things are. Deterministic. */
    ServicePlan plan(ServiceView view);
}
