package brume.director.revision;

import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What is wanted of one service.
 *
 * @param name unique in its application
 * @param site name
 * @param run whether it is wanted running
 * @param counts nodes per role, complete
 * @param settings key to JSON text in its canonical form, see {@link CanonicalJson}
 * @param code the version to serve
 * @param passwordGiven whether a user chose its password, which stands nowhere here
 */
public record ServiceDesign(
        String name,
        String type,
        String site,
        boolean run,
        SortedMap<String, Integer> counts,
        SortedMap<String, String> settings,
        Optional<Content> code,
        Optional<Content> dump,
        Optional<Content> startupScript,
        boolean passwordGiven) {
    public ServiceDesign {
        Objects.requireNonNull(name);
        Objects.requireNonNull(type);
        Objects.requireNonNull(site);
        counts = Collections.unmodifiableSortedMap(new TreeMap<>(counts));
        settings = Collections.unmodifiableSortedMap(new TreeMap<>(settings));
        Objects.requireNonNull(code);
        Objects.requireNonNull(dump);
        Objects.requireNonNull(startupScript);
    }

    public ServiceDesign withName(String other) {
        return new ServiceDesign(other, type, site, run, counts, settings, code, dump, startupScript, passwordGiven);
    }

    public ServiceDesign withRun(boolean other) {
        return new ServiceDesign(name, type, site, other, counts, settings, code, dump, startupScript, passwordGiven);
    }

    public ServiceDesign withCounts(Map<String, Integer> other) {
        return new ServiceDesign(name, type, site, run, new TreeMap<>(other), settings, code, dump, startupScript, passwordGiven);
    }

    public ServiceDesign withSettings(Map<String, String> other) {
        return new ServiceDesign(name, type, site, run, counts, new TreeMap<>(other), code, dump, startupScript, passwordGiven);
    }

    public ServiceDesign withPasswordGiven(boolean other) {
        return new ServiceDesign(name, type, site, run, counts, settings, code, dump, startupScript, other);
    }

    /** What it has in this slot. */
    public Optional<Content> content(Slot slot) {
        return switch (slot) {
            case ARCHIVE -> code;
            case DUMP -> dump;
            case STARTUP_SCRIPT -> startupScript;
        };
    }

    public ServiceDesign withContent(Slot slot, Optional<Content> other) {
        return new ServiceDesign(
                name, type, site, run, counts, settings,
                slot == Slot.ARCHIVE ? other : code,
                slot == Slot.DUMP ? other : dump,
                slot == Slot.STARTUP_SCRIPT ? other : startupScript,
                passwordGiven);
    }

    /** The settings as one JSON object in canonical form. */
    public String settingsText() {
        return CanonicalJson.join(settings);
    }
}
