package brume.service.web.node;

import brume.service.web.Facts;
import brume.service.web.Trouble;
import java.util.Map;
import java.util.NavigableMap;
import java.util.stream.Collectors;

/** What reports say of those that cannot be used. */
final class Troubles {
    private Troubles() {}

    /** Adds the facts; the same for people, empty when there is none. */
    static String addTo(Map<String, String> facts, String what, NavigableMap<String, Trouble> troubles) {
        troubles.forEach((address, trouble) -> facts.put(Facts.TROUBLE + address, trouble.toText()));
        return troubles.entrySet().stream()
                .map(each -> what + " " + each.getKey() + " since " + each.getValue().since() + ": " + each.getValue().text())
                .collect(Collectors.joining("; "));
    }
}
