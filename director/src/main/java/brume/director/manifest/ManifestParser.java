package brume.director.manifest;

import brume.core.problem.Place;
import brume.core.problem.Problem;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Text to manifest. Pure; every mistake is reported, none is fatal to the search for the next. */
public final class ManifestParser {
    /** Far beyond any manifest, small beside the memory of the director. */
    public static final int TEXT_CHARS_MAX = 1_000_000;

    private static final int SERVICES_MAX = 100;
    private static final int NAME_CHARS_MAX = 90; // room for " (98)" in the column's 100
    private static final Set<String> TOP_FIELDS = Set.of("Version", "Description", "Application", "Services");

    private final Catalog catalog;
    private final List<Problem> problems = new ArrayList<>();

    private ManifestParser(Catalog catalog) {
        this.catalog = catalog;
    }

    /**
     * Reads a manifest.
     *
     * @param source what the user calls the text, for places
     */
    public static Parsed parse(String text, String source, DocumentFormat format, Catalog catalog) {
        if (text.length() > TEXT_CHARS_MAX) {
            return new Parsed.Bad(List.of(Problem.at(
                    "too-large", "A manifest has at most " + TEXT_CHARS_MAX + " characters.", new Place(source, 0, 0, ""))));
        }
        DocumentReader reader = new DocumentReader(source);
        Optional<Located> tree = reader.read(text, format);
        ManifestParser parser = new ManifestParser(catalog);
        Optional<Manifest> manifest = tree.map(parser::manifest);
        List<Problem> all = new ArrayList<>(reader.problems());
        all.addAll(parser.problems);
        if (all.isEmpty() && manifest.isPresent()) {
            return new Parsed.Good(manifest.get());
        }
        all.sort(Comparator.comparing((Problem p) -> p.place().map(Place::line).orElse(0))
                .thenComparing(p -> p.place().map(Place::column).orElse(0)));
        return new Parsed.Bad(all);
    }

    private Manifest manifest(Located document) {
        if (!(document instanceof Located.Fields fields)) {
            problems.add(Problem.at("not-a-manifest", "A manifest is an object, not " + document.kind() + ".", document.place()));
            return new Manifest(Optional.empty(), Optional.empty(), List.of());
        }
        FieldReader top = new FieldReader(fields, problems);
        top.refuseOthers(TOP_FIELDS, "manifest");
        top.text("Version").filter(v -> !v.equals("1")).ifPresent(v -> top.mistake("Version", "version", "The only manifest version is 1."));
        Optional<String> name = top.name("Application", NAME_CHARS_MAX);
        Optional<String> description = top.text("Description");
        List<ServiceEntry> services = new ArrayList<>();
        Optional<Located.Items> items = top.items("Services");
        if (items.isEmpty() && fields.find("Services").isEmpty()) {
            problems.add(Problem.at(
                    "missing-field", "The field 'Services' is missing; an application without services has an empty list.", fields.place()));
        }
        items.ifPresent(list -> list.values().forEach(item -> service(item).ifPresent(services::add)));
        if (services.size() > SERVICES_MAX) {
            top.mistake("Services", "too-many", "An application has at most " + SERVICES_MAX + " services.");
        }
        refuseSharedNames(services);
        return new Manifest(name, description, services);
    }

    private Optional<ServiceEntry> service(Located item) {
        if (!(item instanceof Located.Fields fields)) {
            problems.add(Problem.at("not-a-service", "A service is an object, not " + item.kind() + ".", item.place()));
            return Optional.empty();
        }
        return new ServiceEntryReader(fields, catalog, NAME_CHARS_MAX, problems).read();
    }

    private void refuseSharedNames(List<ServiceEntry> services) {
        Map<String, ServiceEntry> seen = new HashMap<>();
        for (ServiceEntry service : services) {
            service.name().ifPresent(name -> {
                if (seen.put(name, service) != null) {
                    problems.add(Problem.at(
                            "duplicate-name", "Two services are called '" + name + "'; names are unique in an application.", service.place()));
                }
            });
        }
    }
}
