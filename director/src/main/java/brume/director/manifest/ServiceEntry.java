package brume.director.manifest;

import brume.core.problem.Place;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * One service of a manifest.
 *
 * @param site the manifest's {@code Cloud}; empty means the default site
 * @param start left out it means false for a new service, as ConPaaS documents it
 * @param counts wanted nodes per role, as far as they are given
 * @param settings JSON object text
 */
public record ServiceEntry(
        String type,
        Optional<String> name,
        Optional<String> site,
        Optional<Boolean> start,
        Optional<Source> startupScript,
        Map<String, Integer> counts,
        Optional<Source> archive,
        Optional<Source> dump,
        Optional<Password> password,
        Optional<String> settings,
        Place place) {
    public ServiceEntry {
        Objects.requireNonNull(type);
        counts = Map.copyOf(counts);
        Objects.requireNonNull(settings);
    }

    /** What stands for the service's password. */
    public sealed interface Password {
        record Given(String value) implements Password {
            /** Never the password. */
            @Override
            public String toString() {
                return "Given[]";
            }
        }

        /** The mark of an exported manifest: a user chose it, and it stands nowhere. */
        record Anew(Place place) implements Password {}
    }

    /** The password, if it stands here. */
    public Optional<String> givenPassword() {
        return password.flatMap(p -> switch (p) {
            case Password.Given(String value) -> Optional.of(value);
            case Password.Anew mark -> Optional.empty();
        });
    }

    /** Never the password. */
    @Override
    public String toString() {
        return "ServiceEntry[" + type + ", name=" + name + "]";
    }
}
