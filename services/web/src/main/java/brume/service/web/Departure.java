package brume.service.web;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.NavigableMap;
import java.util.NavigableSet;

/**
 * How a role leaves a node without a request noticing: named by nobody, then reported by nobody, then idle, then gone.
 *
 * @param proxies the webs that each remaining proxy is to be told of
 * @param webs the backends that each remaining web is to be told of
 * @param longest after this time without new requests none is open
 */
record Departure(
        Fleet fleet,
        NavigableMap<Integer, NavigableSet<Integer>> proxies,
        NavigableMap<Integer, NavigableSet<Integer>> webs,
        Duration longest,
        Instant now) {
    /** So long a leaving backend waits for a web whose agent is cut off, before the proxies are told not to use that web; longer than a director takes to restart. */
    static final Duration CUT_WEB_PATIENCE = Duration.ofSeconds(30);

    /** So long a leaving web waits for a proxy whose agent is cut off: nobody can be told not to use that proxy. Longer than it takes to replace its machine. */
    static final Duration CUT_PROXY_PATIENCE = Duration.ofMinutes(10);

    /** Added to the longest time of a request: for what is on its way in queues. */
    static final Duration MARGIN = Duration.ofSeconds(30);

    /** The stage that the role is in from now on; empty when it is gone. */
    Optional<Leave> next(Carrier carrier) {
        if (isNamed(carrier)) {
            return Optional.of(new Leave(Leave.Stage.STANDS_IN, 0));
        }
        Leave present = carrier.leave();
        return switch (present.stage()) {
            case STAYS, STANDS_IN -> Optional.of(unnamed(carrier, Leave.at(Leave.Stage.UNNAMED, now)));
            case UNNAMED -> Optional.of(unnamed(carrier, present));
            case QUIET -> isIdle(carrier) || passed(present, longest.plus(MARGIN), now) ? Optional.empty() : Optional.of(present);
        };
    }

    private Leave unnamed(Carrier carrier, Leave unnamed) {
        return isForgotten(carrier, unnamed) ? Leave.at(Leave.Stage.QUIET, now) : unnamed;
    }

    /** Whether no request was open after everyone had forgotten it. */
    private static boolean isIdle(Carrier carrier) {
        return carrier.reached() && carrier.fact(Facts.ACTIVE).equals("0");
    }

    static boolean passed(Leave leave, Duration patience, Instant now) {
        return !now.isBefore(Instant.ofEpochMilli(leave.since()).plus(patience));
    }

    private boolean isNamed(Carrier carrier) {
        return naming(carrier.role()).values().stream().anyMatch(list -> list.contains(carrier.ordinal()));
    }

    private boolean isForgotten(Carrier carrier, Leave leave) {
        Set<Integer> askers = naming(carrier.role()).keySet();
        return carrier.role().asker().stream()
                .flatMap(role -> fleet.carriers(role).stream())
                .filter(asker -> askers.contains(asker.ordinal()))
                .noneMatch(asker -> mayStillAsk(asker, carrier, leave));
    }

    private boolean mayStillAsk(Carrier asker, Carrier carrier, Leave leave) {
        if (!asker.cut()) {
            boolean told = asker.reached() || (asker.failed() && passed(leave, CUT_WEB_PATIENCE, now));
            return !told || reports(asker, carrier) || wants(asker, carrier);
        }
        return switch (asker.role()) {
            case PROXY -> !passed(leave, CUT_PROXY_PATIENCE, now);
            case WEB -> isNamed(asker)
                    || fleet.carriers(RoleKind.PROXY).stream()
                            .anyMatch(proxy -> proxy.cut() ? !passed(leave, CUT_PROXY_PATIENCE, now) : reports(proxy, asker));
            case BACKEND -> false;
        };
    }

    private boolean reports(Carrier asker, Carrier carrier) {
        String fact = carrier.role() == RoleKind.BACKEND ? Facts.BACKENDS : Facts.WEBS;
        return carrier.member().address().filter(asker.facts(fact)::contains).isPresent();
    }

    /** Whether the last plan still names it: then the agent may be on its way there, whatever it reports. */
    private boolean wants(Carrier asker, Carrier carrier) {
        return fleet.resolve(asker.asked(), asker.ordinal()).contains(carrier.ordinal());
    }

    private Map<Integer, NavigableSet<Integer>> naming(RoleKind role) {
        return switch (role) {
            case BACKEND -> webs;
            case WEB -> proxies;
            case PROXY -> Map.of();
        };
    }
}
