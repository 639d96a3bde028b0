package brume.testkit.rules;

import static brume.testkit.rules.Conditions.in;
import static brume.testkit.rules.Conditions.needs;
import static brume.testkit.rules.Conditions.outer;
import static brume.testkit.rules.Conditions.rule;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Who may know whom: between modules, and between the features of the director. */
public final class ModuleRules {
    private static final String DIRECTOR = "brume.director";
    private static final String WIRING = "brume.director.Wiring";
    private static final String SHARED = "brume.service.web";

    /** Which packages of ours a module may use besides its own; everybody may use {@code brume.core}. */
    private static final Map<String, List<String>> MODULES = Map.of(
            "brume.core", List.of(),
            "brume.driver", List.of(),
            "brume.json", List.of(),
            "brume.consistency", List.of(),
            "brume.service", List.of("brume.json"),
            "brume.agent", List.of("brume.service", "brume.json"),
            "brume.director", List.of("brume.service", "brume.driver", "brume.consistency"), // the driver only in Wiring: a rule of its own
            "brume.cli", List.of(),
            "brume.testkit", List.of());

    /** Height of each feature of the director; what is higher may use what is lower, and base features each other without cycles. */
    private static final Map<String, Integer> HEIGHTS = Map.ofEntries(
            Map.entry("db", 0),
            Map.entry("engine", 0),
            Map.entry("event", 0),
            Map.entry("http", 0),
            Map.entry("identity", 0),
            Map.entry("blob", 0),
            Map.entry("secret", 0),
            Map.entry("site", 1),
            Map.entry("revision", 1),
            Map.entry("scale", 1),
            Map.entry("instance", 2),
            Map.entry("node", 3),
            Map.entry("manifest", 4),
            Map.entry("service", 4),
            Map.entry("check", 4),
            Map.entry("app", 5),
            Map.entry("log", 6));

    private ModuleRules() {}

    public static List<ArchRule> all() {
        return List.of(
                coreNeedsTheJdkOnly(),
                modulesKnowWhatTheyMay(),
                driversAndServicesStandAlone(),
                onlyWiringNamesADriver(),
                directorLeavesNodeHalvesToAgents(),
                featuresPointDown(),
                featuresHaveNoCycles());
    }

    /** {@code core} is vocabulary: the JDK and JSpecify, and no input or output. */
    public static ArchRule coreNeedsTheJdkOnly() {
        List<String> doing = List.of("java.net.http", "java.sql", "java.nio.channels", "java.util.logging", "java.util.concurrent");
        return rule("core needs the JDK and JSpecify only, and does no I/O", type -> in(type, "brume.core"), type -> needs(type)
                .filter(need -> (!need.in("brume.core") && !need.in("java") && !need.in("org.jspecify") && !need.target().isPrimitive())
                        || doing.stream().anyMatch(need::in)
                        || need.target().getName().equals("java.nio.file.Files"))
                .map(Conditions.Need::text));
    }

    public static ArchRule modulesKnowWhatTheyMay() {
        return rule("a module uses core, itself and the modules below it", type -> true, type -> needs(type)
                .filter(need -> need.in("brume") && !mayUse(type, need.target()))
                .map(Conditions.Need::text));
    }

    private static boolean mayUse(JavaClass from, JavaClass to) {
        Optional<String> module = MODULES.keySet().stream().filter(m -> in(from, m)).findFirst();
        return in(to, "brume.core")
                || module.isEmpty() // dist puts everything together
                || in(to, module.get())
                || MODULES.getOrDefault(module.get(), List.of()).stream().anyMatch(m -> in(to, m));
    }

    /** {@code brume.driver.x} and {@code brume.driver.y} do not see each other; services neither, but for what web services share. */
    public static ArchRule driversAndServicesStandAlone() {
        return rule(
                "drivers do not see each other, nor services each other",
                type -> in(type, "brume.driver") || in(type, "brume.service"),
                type -> needs(type)
                        .filter(need -> (need.in("brume.driver") || need.in("brume.service")) && !need.in(third(type)) && !need.in(SHARED))
                        .map(Conditions.Need::text));
    }

    /** {@code brume.driver.incus.rest} is of {@code brume.driver.incus}. */
    private static String third(JavaClass type) {
        List<String> names = List.of(type.getPackageName().split("\\.", -1));
        return String.join(".", names.subList(0, Math.min(3, names.size())));
    }

    public static ArchRule onlyWiringNamesADriver() {
        return rule(
                "in the director, only Wiring names a driver",
                type -> in(type, DIRECTOR) && !outer(type).equals(WIRING),
                type -> needs(type).filter(need -> need.in("brume.driver")).map(Conditions.Need::text));
    }

    public static ArchRule directorLeavesNodeHalvesToAgents() {
        return rule("the director uses plan halves of services, not node halves", type -> in(type, DIRECTOR), type -> needs(type)
                .filter(need -> need.in("brume.service") && need.target().getPackageName().endsWith(".node"))
                .map(Conditions.Need::text));
    }

    /** app → service, manifest → node → instance → site → base. What stands in {@code brume.director} itself puts everything together. */
    public static ArchRule featuresPointDown() {
        return rule("features of the director point down", type -> in(type, DIRECTOR) && !feature(type).isEmpty(), type -> {
            Optional<Integer> own = Optional.ofNullable(HEIGHTS.get(feature(type)));
            if (own.isEmpty()) {
                return Stream.of("package " + type.getPackageName() + " has no height in ModuleRules");
            }
            return needs(type)
                    .filter(need -> need.in(DIRECTOR) && !feature(need.target()).equals(feature(type)) && !below(own.get(), need.target()))
                    .map(Conditions.Need::text);
        });
    }

    private static boolean below(int own, JavaClass target) {
        int other = HEIGHTS.getOrDefault(feature(target), Integer.MAX_VALUE);
        return other < own || (own == 0 && other == 0);
    }

    /** {@code db} for {@code brume.director.db.generated}; empty for {@code brume.director}. */
    private static String feature(JavaClass type) {
        String rest = type.getPackageName().substring(DIRECTOR.length());
        int end = rest.indexOf('.', 1);
        return rest.isEmpty() ? "" : rest.substring(1, end < 0 ? rest.length() : end);
    }

    public static ArchRule featuresHaveNoCycles() {
        return SlicesRuleDefinition.slices()
                .matching(DIRECTOR + ".(*)..")
                .should()
                .beFreeOfCycles()
                .as("features of the director have no cycles")
                .allowEmptyShould(true);
    }
}
