package brume.director.app;

import brume.core.problem.Place;
import brume.core.problem.Problem;
import brume.core.service.RoleDef;
import brume.core.service.ServiceSpec;
import brume.core.service.ServiceType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Checks wanted counts and settings. Pure. */
final class Spec {
    private Spec() {}

    /** Roles that the type does not have, by the names the user gave, and everything that the type itself finds wrong. */
    static List<Problem> problems(ServiceType type, Map<String, Integer> counts, Map<String, Integer> given, String settings) {
        List<String> roles = type.roles().stream().map(RoleDef::name).toList();
        List<Problem> problems = new ArrayList<>();
        for (String role : given.keySet()) {
            if (!roles.contains(role)) {
                problems.add(Problem.at(
                        "unknown-role", "A " + type.name() + " service has no role '" + role + "'; it has: " + String.join(", ", roles) + ".",
                        Place.field("/counts/" + role)));
            }
        }
        if (problems.isEmpty()) {
            problems.addAll(type.check(new ServiceSpec(counts, settings)));
        }
        return problems;
    }
}
