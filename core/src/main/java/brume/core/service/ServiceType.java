package brume.core.service;

import brume.core.problem.Problem;
import java.util.List;

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

    /** Which nodes should exist now, and how far things are. Deterministic. */
    ServicePlan plan(ServiceView view);
}
