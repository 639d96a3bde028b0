package brume.service.web.node;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * What a running nginx or HAProxy serves by.
 *
 * @param loaded fingerprint of the configuration that is loaded; empty while it changes
 * @param version of the code, for webs
 * @param named addresses that it asks
 * @param older worker processes that finish their requests by an older list
 */
public record Served(String loaded, String version, List<String> named, List<Older> older) {
    static final Served NOTHING = new Served("", "", List.of(), List.of());

    /** Worker processes of one older configuration. */
    record Older(String version, List<String> named, List<Long> workers) {
        Older {
            Objects.requireNonNull(version);
            named = List.copyOf(named);
            workers = List.copyOf(workers);
        }
    }

    public Served {
        Objects.requireNonNull(loaded);
        Objects.requireNonNull(version);
        named = List.copyOf(named);
        older = List.copyOf(older);
    }

    /** About to be reloaded: these workers become old ones. Until it is {@link #done}, both lists may be in use. */
    Served changingTo(String newVersion, List<String> newNamed, List<Long> workers) {
        List<Older> all = new ArrayList<>(older);
        all.add(new Older(version, named, workers));
        return new Served("", newVersion, newNamed, all);
    }

    Served done(String fingerprint) {
        return new Served(fingerprint, version, named, older);
    }

    Served with(List<Older> remaining) {
        return new Served(loaded, version, named, remaining);
    }

    /** Every address that some worker may ask. */
    public List<String> allNamed() {
        List<String> all = new ArrayList<>(named);
        older.forEach(o -> all.addAll(o.named()));
        return all;
    }

    /** Every version that some worker may ask for. */
    List<String> allVersions() {
        List<String> all = new ArrayList<>(List.of(version));
        older.forEach(o -> all.add(o.version()));
        return all;
    }
}
