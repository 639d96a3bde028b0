package brume.service.web;

import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which nodes should carry which role in the end.
 *
 * <p>The rule: node 1 always carries a proxy. A role wanted once sits on node 1 too. Of a role wanted twice or more every carrier is a node of its own, and node 1 does not carry
 * it. Further proxies are nodes of their own. So {@code {proxy:1, web:1, backend:1}} is one packed node, and {@code {proxy:1, web:1, backend:2}} is three: proxy and web on node 1,
 * backends on 2 and 3. A node never changes from one role to another: new carriers are new nodes with the lowest free ordinals.
 *
 * <p>Nodes that the user wants gone are never chosen. When fewer are wanted than there are, those that serve stay before those that do not, those that are not already leaving before those that are, those that get
 * requests before those whose weight is 0, and lower ordinals before
 * higher ones.
 */
final class Placement {
    static final int FIRST = 1;

    private final Map<RoleKind, NavigableSet<Integer>> wanted = new EnumMap<>(RoleKind.class);

    private Placement() {}

    static Placement of(Fleet fleet, Map<String, Integer> counts, Weights weights) {
        Placement placement = new Placement();
        Set<Integer> taken = new TreeSet<>(fleet.ordinals());
        taken.add(FIRST);
        for (RoleKind role : RoleKind.values()) {
            int count = Math.max(1, counts.getOrDefault(role.shortName(), 1));
            NavigableSet<Integer> chosen = new TreeSet<>();
            if (role == RoleKind.PROXY) {
                chosen.add(FIRST);
                chosen.addAll(dedicated(fleet, role, count - 1, taken, weights));
            } else if (count == 1) {
                chosen.add(FIRST);
            } else {
                chosen.addAll(dedicated(fleet, role, count, taken, weights));
            }
            placement.wanted.put(role, Collections.unmodifiableNavigableSet(chosen));
        }
        return placement;
    }

    /** Ordinals of the nodes that should carry the role. */
    NavigableSet<Integer> wanted(RoleKind role) {
        return wanted.getOrDefault(role, Collections.emptyNavigableSet());
    }

    boolean wants(RoleKind role, int ordinal) {
        return wanted(role).contains(ordinal);
    }

    private static NavigableSet<Integer> dedicated(Fleet fleet, RoleKind role, int count, Set<Integer> taken, Weights weights) {
        List<Integer> there = fleet.carriers(role).stream()
                .filter(carrier -> carrier.ordinal() != FIRST && !carrier.member().unwanted())
                .sorted(Comparator.comparing((Carrier carrier) -> !carrier.live())
                        .thenComparing(carrier -> carrier.leave().leaving())
                        .thenComparing(carrier -> weights.of(carrier.ordinal()) == 0)
                        .thenComparingInt(Carrier::ordinal))
                .map(Carrier::ordinal)
                .limit(count)
                .toList();
        NavigableSet<Integer> chosen = new TreeSet<>(there);
        for (int ordinal = FIRST + 1; chosen.size() < count; ordinal++) {
            if (taken.add(ordinal)) {
                chosen.add(ordinal);
            }
        }
        return chosen;
    }
}
