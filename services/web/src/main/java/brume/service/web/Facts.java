package brume.service.web;

import brume.core.agent.RoleReport;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** What the roles report of themselves. Sets are comma-separated, in order. */
public final class Facts {
    /** All: {@link #YES} while the program runs, whether or not it could be brought to its newest config; the other facts then say by what it serves. */
    public static final String LIVE = "live";

    public static final String YES = "yes";
    /** Backend, web: ids of the code versions that it can serve at once. */
    public static final String VERSIONS = "versions";
    /** Web: the version that new requests are served by; {@link #WELCOME} without one; empty while it changes. */
    public static final String VERSION = "version";
    /** Web: versions that some living worker process may ask for, older ones that finish their requests included. */
    public static final String SERVED = "served";
    /** Backend: addresses that may ask. */
    public static final String CLIENTS = "clients";
    /** Web: addresses that some living worker process may ask, older ones that finish their requests included. */
    public static final String BACKENDS = "backends";
    /** Proxy: likewise. */
    public static final String WEBS = "webs";
    /** All, while they leave: number of open connections to the port. */
    public static final String ACTIVE = "active";
    /** Proxy, web: begins the names of facts that tell why a web or a backend cannot be used, each followed by its address ({@link Trouble}). */
    public static final String TROUBLE = "trouble.";
    /** Value of {@link #VERSION} while no version is active. */
    public static final String WELCOME = "default";

    private Facts() {}

    public static String join(Collection<String> values) {
        return String.join(",", new TreeSet<>(values));
    }

    public static Set<String> set(RoleReport report, String fact) {
        String text = report.facts().getOrDefault(fact, "");
        return text.isEmpty() ? Set.of() : Set.copyOf(List.of(text.split(",", -1)));
    }
}
