package brume.director.manifest;

import brume.core.problem.Place;
import brume.core.problem.Problem;
import brume.core.service.RoleDef;
import brume.core.service.ServiceSpec;
import brume.core.service.ServiceType;
import brume.director.revision.Content;
import brume.director.revision.DesignText;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Reads one service of a manifest. */
final class ServiceEntryReader {
    /** Fields that every service may have; those of one type follow from what the type takes. */
    private static final Set<String> COMMON = Set.of("Type", "ServiceName", "Cloud", "Start", "StartupScript", "StartupInstances", "Settings");

    private final Located.Fields fields;
    private final Catalog catalog;
    private final int nameCharsMax;
    private final List<Problem> problems;
    private final FieldReader reader;

    ServiceEntryReader(Located.Fields fields, Catalog catalog, int nameCharsMax, List<Problem> problems) {
        this.fields = fields;
        this.catalog = catalog;
        this.nameCharsMax = nameCharsMax;
        this.problems = problems;
        this.reader = new FieldReader(fields, problems);
    }

    Optional<ServiceEntry> read() {
        Optional<String> typeName = reader.text("Type");
        if (typeName.isEmpty()) {
            problems.add(Problem.at("missing-field", "A service needs the field 'Type'.", fields.place()));
            return Optional.empty();
        }
        Optional<ServiceType> type = catalog.type(typeName.get());
        if (type.isEmpty()) {
            reader.mistake("Type", "unknown-type", "There is no service type '" + typeName.get() + "' here; there are: "
                    + String.join(", ", catalog.types().keySet()) + ".");
            return Optional.empty();
        }
        reader.refuseOthers(known(type.get()), typeName.get() + " service");
        Optional<String> site = reader.text("Cloud").filter(s -> !s.equals("default"));
        site.filter(s -> !catalog.sites().contains(s)).ifPresent(s -> reader.mistake(
                "Cloud", "unknown-site", "There is no site '" + s + "' here; there are: default, " + String.join(", ", new TreeSet<>(catalog.sites())) + "."));
        Map<String, Integer> counts = counts(type.get());
        Optional<String> settings = reader.object("Settings").map(JsonText::of);
        checkSpec(type.get(), counts, settings.orElse("{}"));
        return Optional.of(new ServiceEntry(
                typeName.get(),
                reader.name("ServiceName", nameCharsMax),
                site,
                reader.flag("Start"),
                source("StartupScript"),
                counts,
                source("Archive"),
                source("Dump"),
                password(),
                settings,
                fields.place()));
    }

    private static Set<String> known(ServiceType type) {
        Set<String> known = new TreeSet<>(COMMON);
        if (type.takesCode()) {
            known.add("Archive");
        }
        if (type.secrets().stream().anyMatch(s -> s.name().equals("password"))) {
            known.add("Dump");
            known.add("Password");
        }
        return known;
    }

    private Map<String, Integer> counts(ServiceType type) {
        Map<String, Integer> counts = new HashMap<>();
        Optional<Located.Fields> object = reader.object("StartupInstances");
        if (object.isEmpty()) {
            return counts;
        }
        FieldReader instances = new FieldReader(object.get(), problems);
        Set<String> roles = type.roles().stream().map(RoleDef::name).collect(Collectors.toSet());
        instances.refuseOthers(roles, type.name() + " service's StartupInstances");
        for (RoleDef role : type.roles()) {
            instances.count(role.name()).ifPresent(n -> counts.put(role.name(), n));
        }
        return counts;
    }

    /** The type's own checks name fields of a service by JSON Pointer; here they become places of the document. */
    private void checkSpec(ServiceType type, Map<String, Integer> counts, String settings) {
        for (Problem found : type.check(new ServiceSpec(counts, settings))) {
            String pointer = found.place().map(Place::pointer).orElse("");
            problems.add(Problem.at(found.code(), found.text(), nearest(pointer)));
        }
    }

    private Place nearest(String pointer) {
        Located at = fields;
        String[] steps = pointer.split("/", -1);
        for (int i = 1; i < steps.length; i++) {
            String step = steps[i].replace("~1", "/").replace("~0", "~");
            if (at instanceof Located.Fields inner && inner.find(step).isPresent()) {
                at = inner.find(step).get();
            }
        }
        return at.place();
    }

    private Optional<ServiceEntry.Password> password() {
        Optional<String> password = reader.text("Password");
        if (password.filter(DesignText.GIVE_ANEW::equals).isPresent()) {
            return Optional.of(new ServiceEntry.Password.Anew(reader.place("Password")));
        }
        password.flatMap(ServicePassword::fault).ifPresent(fault -> reader.mistake("Password", "bad-password", fault + " Left out, a random one is made."));
        return password.map(ServiceEntry.Password.Given::new);
    }

    private Optional<Source> source(String name) {
        Optional<String> text = reader.text(name).map(String::strip);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        Place place = reader.place(name);
        if (text.get().startsWith("sha256:")) {
            return kept(name, text.get(), place);
        }
        return text.get().contains("://") ? url(name, text.get(), place) : file(name, text.get(), place);
    }

    private Optional<Source> url(String name, String text, Place place) {
        Optional<Source.Url> url = Source.Url.parse(text, place);
        if (url.isPresent()) {
            return Optional.of(url.get());
        }
        reader.mistake(name, "bad-url", "'" + name + "' is an http or https URL without user and password, or a file beside the manifest.");
        return Optional.empty();
    }

    private Optional<Source> kept(String name, String text, Place place) {
        Optional<Content> content = Content.parse(text);
        if (content.isEmpty()) {
            reader.mistake(name, "bad-digest", "'" + name + "' by digest is sha256:, 64 hexadecimal digits in lower case, a slash and a file name.");
        }
        return content.map(c -> new Source.Kept(c, place));
    }

    private Optional<Source> file(String name, String text, Place place) {
        boolean inside = !text.isEmpty()
                && !text.startsWith("/")
                && !text.contains("\\")
                && text.chars().noneMatch(Character::isISOControl)
                && List.of(text.split("/", -1)).stream().noneMatch(step -> step.isEmpty() || step.equals("..") || step.equals("."));
        if (!inside) {
            reader.mistake(name, "bad-path", "'" + name + "' names a file at or below the manifest's folder, without '..'.");
            return Optional.empty();
        }
        return Optional.of(new Source.LocalFile(text, place));
    }
}
