package brume.service.web;

import brume.core.outcome.Reason;
import brume.core.problem.Place;
import brume.core.problem.Problem;
import brume.core.service.Member;
import brume.core.service.Removal;
import brume.core.service.RoleDef;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The roles of a web service as users see them.
 *
 * @param what the kind of service, as it begins a sentence: {@code A PHP service}
 * @param all proxy, web and backend
 */
public record WebRoles(String what, List<RoleDef> all) {
    public WebRoles {
        all = List.copyOf(all);
    }

    /**
     * @param web what the web does, for people
     * @param backend what the backend does, for people
     */
    public static WebRoles of(String what, String web, String backend) {
        return new WebRoles(
                what,
                List.of(
                        new RoleDef(RoleKind.PROXY.shortName(), 1, 1, 16, false, "Takes the requests (HAProxy, port 80) and spreads them over the webs."),
                        new RoleDef(RoleKind.WEB.shortName(), 1, 1, 64, false, web),
                        new RoleDef(RoleKind.BACKEND.shortName(), 1, 1, 128, true, backend)));
    }

    /** Every mistake in wanted counts. */
    public List<Problem> check(Map<String, Integer> counts) {
        List<Problem> problems = new ArrayList<>();
        new TreeMap<>(counts).forEach((role, count) -> check(role, count, problems));
        return problems;
    }

    /**
     * Whether a very node can go, and the counts without it; as {@link brume.core.service.ServiceType#remove} tells.
     *
     * @param type name of the service type
     */
    public Removal remove(String type, Map<String, Integer> counts, List<Member> members, int ordinal) {
        if (ordinal == Placement.FIRST) {
            return new Removal.Refused(new Reason(
                    "node-needed", "Node 1 is the address of the service and cannot be removed by itself; delete the service, or remove other nodes."));
        }
        Fleet fleet = new Fleet(type, members);
        Map<String, Integer> without = new TreeMap<>(counts);
        for (RoleKind kind : RoleKind.values()) {
            boolean carries = fleet.carrier(kind, ordinal)
                    .filter(carrier -> !carrier.member().unwanted() && !carrier.leave().leaving())
                    .isPresent();
            // a count that is at its minimum already has given this node up
            if (carries && counts.getOrDefault(kind.shortName(), 0) > minimum(kind)) {
                without.merge(kind.shortName(), -1, Integer::sum);
            }
        }
        return new Removal.Counts(without);
    }

    /** How many machines carry so many of each role; as {@link brume.core.service.ServiceType#machines} tells. */
    public int machines(Map<String, Integer> counts) {
        Placement placement = Placement.of(new Fleet("", List.of()), counts, Weights.EQUAL);
        Set<Integer> ordinals = new TreeSet<>();
        for (RoleKind kind : RoleKind.values()) {
            ordinals.addAll(placement.wanted(kind));
        }
        return ordinals.size();
    }

    private int minimum(RoleKind kind) {
        return all.stream().filter(role -> role.name().equals(kind.shortName())).mapToInt(RoleDef::minimum).findFirst().orElse(1);
    }

    private void check(String role, int count, List<Problem> problems) {
        Place at = Place.field("/StartupInstances/" + role.replace("~", "~0").replace("/", "~1"));
        for (RoleDef each : all) {
            if (!each.name().equals(role)) {
                continue;
            }
            if (count < each.minimum()) {
                problems.add(Problem.at("count-too-low", "At least " + each.minimum() + " " + role + " must remain.", at));
            }
            if (count > each.maximum()) {
                problems.add(Problem.at("count-too-high", what + " has at most " + each.maximum() + " of " + role + ".", at));
            }
            return;
        }
        problems.add(Problem.at("unknown-role", what + " has the roles proxy, web and backend, not \"" + role + "\".", at));
    }
}
