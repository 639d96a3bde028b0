package brume.director.app;

import brume.core.problem.Place;
import brume.core.problem.Problem;
import brume.core.service.ServiceType;
import brume.director.manifest.Manifest;
import brume.director.manifest.ServiceEntry;
import brume.director.manifest.Source;
import brume.director.revision.CanonicalJson;
import brume.director.revision.Content;
import brume.director.revision.Design;
import brume.director.revision.ServiceDesign;
import brume.director.revision.Slot;
import brume.director.service.ServiceTypes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Completes what a manifest says to all that is wanted: what it does not say of a service that is there stays as it is, a service that it does not name is not wanted, and a new
 * service has the defaults. Pure.
 */
final class Drafts {
    private Drafts() {}

    /**
     * What a manifest comes to.
     *
     * @param passwords that the manifest gives, by service
     * @param places of the services in the manifest, and of what they name
     */
    record Draft(Design design, Map<String, String> passwords, Map<Part, Place> places) {
        Draft {
            Objects.requireNonNull(design);
            passwords = Map.copyOf(passwords);
            places = Map.copyOf(places);
        }

        /** Without the passwords. */
        @Override
        public String toString() {
            return "Draft[" + design + "]";
        }
    }

    /** A service, or what it has in a slot. */
    record Part(String service, Optional<Slot> slot) {}

    /** @param site where a service goes that names none */
    record Defaults(ServiceTypes types, String site) {}

    /**
     * @param contents the bytes of what the manifest names
     * @param present what is wanted now; of an application that does not exist, nothing
     */
    static Draft of(Manifest manifest, Map<Source, Content> contents, Design present, Defaults defaults) {
        List<ServiceDesign> services = new ArrayList<>();
        Map<String, String> passwords = new HashMap<>();
        Map<Part, Place> places = new HashMap<>();
        for (ServiceEntry entry : manifest.services()) {
            ServiceType type = type(defaults, entry);
            List<String> taken = services.stream().map(ServiceDesign::name).toList();
            String name = Siblings.freeName(taken, entry.name().orElse(type.defaultName()), entry.name().isPresent());
            services.add(service(entry, name, contents, present.find(name), defaults));
            entry.givenPassword().ifPresent(password -> passwords.put(name, password));
            places.put(new Part(name, Optional.empty()), entry.place());
            entry.archive().ifPresent(s -> places.put(new Part(name, Optional.of(Slot.ARCHIVE)), s.place()));
            entry.dump().ifPresent(s -> places.put(new Part(name, Optional.of(Slot.DUMP)), s.place()));
            entry.startupScript().ifPresent(s -> places.put(new Part(name, Optional.of(Slot.STARTUP_SCRIPT)), s.place()));
        }
        Design design = new Design(manifest.application().orElse(present.name()), manifest.description().orElse(present.description()), services);
        return new Draft(design, passwords, places);
    }

    private static ServiceDesign service(
            ServiceEntry entry, String name, Map<Source, Content> contents, Optional<ServiceDesign> called, Defaults defaults) {
        Optional<ServiceDesign> present = called.filter(p -> p.type().equals(entry.type()));
        Map<String, Integer> counts = new TreeMap<>(ServiceTypes.complete(type(defaults, entry), Map.of()));
        present.ifPresent(p -> counts.putAll(p.counts()));
        counts.putAll(entry.counts());
        return new ServiceDesign(
                name,
                entry.type(),
                entry.site().or(() -> present.map(ServiceDesign::site)).orElse(defaults.site()),
                entry.start().or(() -> present.map(ServiceDesign::run)).orElse(false),
                new TreeMap<>(counts),
                entry.settings().map(CanonicalJson::fields).or(() -> present.map(ServiceDesign::settings)).orElseGet(TreeMap::new),
                bytes(entry.archive(), contents).or(() -> present.flatMap(ServiceDesign::code)),
                bytes(entry.dump(), contents).or(() -> present.flatMap(ServiceDesign::dump)),
                bytes(entry.startupScript(), contents).or(() -> present.flatMap(ServiceDesign::startupScript)),
                entry.givenPassword().isPresent() || present.filter(ServiceDesign::passwordGiven).isPresent());
    }

    /** Marks where a password has to be given anew, of services that have none yet. */
    static List<Problem> missingPasswords(Manifest manifest, Design present) {
        List<Problem> problems = new ArrayList<>();
        for (ServiceEntry entry : manifest.services()) {
            if (entry.password().orElse(null) instanceof ServiceEntry.Password.Anew(Place place)
                    && entry.name().flatMap(present::find).filter(p -> p.type().equals(entry.type())).isEmpty()) {
                problems.add(Problem.at(
                        "password-missing", "The password of this service stands in no exported manifest: write it here, or leave the field out to have one made.", place));
            }
        }
        return problems;
    }

    private static Optional<Content> bytes(Optional<Source> source, Map<Source, Content> contents) {
        return source.map(s -> Optional.ofNullable(contents.get(s)).orElseThrow(() -> new IllegalStateException("found before")));
    }

    private static ServiceType type(Defaults defaults, ServiceEntry entry) {
        return defaults.types().find(entry.type()).orElseThrow(() -> new IllegalStateException("the manifest was checked"));
    }
}
