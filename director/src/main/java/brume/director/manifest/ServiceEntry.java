package brume.director.manifest;

import brume.core.problem.Place;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * One service of a manifest.
 *
 * @param site the manifest's {@code Cloud}; empty means the default site
 * @param start false when left out, as ConPaaS documents it
 * @param counts wanted nodes per role, as far as they are given
 * @param settings JSON object text
 */
public record ServiceEntry(
        String type,
        Optional<String> name,
        Optional<String> site,
        boolean start,
        Optional<Source> startupScript,
        Map<String, Integer> counts,
        Optional<Source> archive,
        Optional<Source> dump,
        Optional<String> password,
        String settings,
        Place place) {
    public ServiceEntry {
        Objects.requireNonNull(type);
        counts = Map.copyOf(counts);
        Objects.requireNonNull(settings);
    }

    /** Never the password. */
    @Override
    public String toString() {
        return "ServiceEntry[" + type + ", name=" + name + "]";
    }
}
