package brume.dist;

import static org.assertj.core.api.Assertions.assertThat;

import brume.testkit.rules.CodeRules;
import brume.testkit.rules.ModuleRules;
import brume.testkit.rules.NamedPlaces;
import brume.testkit.rules.RoomRules;
import brume.testkit.rules.SourceRules;
import brume.testkit.rules.SourceTree;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Applies the rules of the design to every module. Here, because from here all of them are in sight. */
final class ArchitectureRulesTest {
    private static final JavaClasses CLASSES =
            new ClassFileImporter().withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS).importPackages("brume");

    /** Where the real clock and real chance come from, to be passed in everywhere else. */
    private static final NamedPlaces AMBIENT = new NamedPlaces(Map.of(
            "brume.agent.AgentMain", "hands the system's clock and chance to the agent",
            "brume.cli.Main", "hands the system's clock to the commands",
            "brume.director.DirectorMain", "hands the system's clock and chance to Wiring",
            "brume.director.Wiring", "hands the system's clock and chance to everybody",
            "brume.testkit.contract.Patience", "waits for real providers",
            "brume.testkit.contract.Scene", "names its deployments so that runs side by side do not meet",
            "brume.testkit.sim.SeedRunner", "says how long it took"));

    private static final NamedPlaces SLEEPERS = new NamedPlaces(Map.of("brume.testkit.contract.Patience", "the one place where tests wait"));

    /** Every constructor call of the director, in order: two screens, as the design says. */
    private static final Map<String, Integer> ALLOWANCES = Map.of("director/src/main/java/brume/director/Wiring.java#Wiring", 130);

    private static final List<String> SLEEPING_FILES = List.of("testkit/src/main/java/brume/testkit/contract/Patience.java");

    @TestFactory
    Stream<DynamicTest> rules() {
        return Stream.of(ModuleRules.all(), RoomRules.all(), CodeRules.all(AMBIENT, SLEEPERS))
                .flatMap(List::stream)
                .map(rule -> DynamicTest.dynamicTest(rule.getDescription(), () -> rule.check(CLASSES)));
    }

    @Test
    void everyModule_isInSight() {
        assertThat(List.of("core", "json", "consistency", "driver", "service", "agent", "director", "cli", "testkit"))
                .allSatisfy(module -> assertThat(CLASSES).anyMatch(type -> type.getPackageName().startsWith("brume." + module)));
    }

    @Test
    void sources_keepTheRules() throws IOException {
        SourceRules rules = new SourceRules(SourceTree.ratchet(ratchet()), ALLOWANCES, SLEEPING_FILES);

        assertThat(rules.breaches(SourceTree.here().javaFiles())).isEmpty();
    }

    private static String ratchet() throws IOException {
        try (InputStream in = ArchitectureRulesTest.class.getResourceAsStream("ratchet.txt")) {
            return new String(Objects.requireNonNull(in, "the ratchet is there").readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
