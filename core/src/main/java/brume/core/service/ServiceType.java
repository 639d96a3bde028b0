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

    /**
     * Which node gives all that users have put into the service, as one stream that it can be made again from.
     *
     * @param members living nodes
     */
    default Demand dump(List<Member> members) {
        return new Demand.Refused(new Reason("holds-no-data", "A " + name() + " service holds no data that could be dumped."));
    }

    /** Whether dumps can be loaded while the service runs, as attachments named {@link LoadProgress#ATTACHMENT} and an id. */
    default boolean takesLoads() {
        return false;
    }

    /**
     * The newest load that the nodes know of; empty before the first.
     *
     * @param members living nodes
     */
    default Optional<LoadProgress> load(List<Member> members) {
        return Optional.empty();
    }

    /**
     * How to ask one node for the values that its settable variables have just now: a JSON object of names and texts. Variables are set in the service's settings under
     * {@code variables}.
     *
     * @param members living nodes
     */
    default Demand variables(List<Member> members, int ordinal) {
        return new Demand.Refused(new Reason("has-no-variables", "A " + name() + " service has no variables."));
    }

    /** Which nodes should exist now, and how far things are. Deterministic. */
    ServicePlan plan(ServiceView view);
}
