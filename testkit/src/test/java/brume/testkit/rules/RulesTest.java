package brume.testkit.rules;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class RulesTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .importPackages("brume.core", "brume.driver", "brume.director", "brume.service", "org.jooq");

    @Test
    void coreThatCallsOut_isFound() {
        assertThat(breakers(ModuleRules.coreNeedsTheJdkOnly())).containsExactly("Caller");
    }

    @Test
    void driverThatSeesAnother_isFound() {
        assertThat(breakers(ModuleRules.driversAndServicesStandAlone())).containsExactly("Beta");
    }

    @Test
    void driverNamedOutsideWiring_isFound() {
        assertThat(breakers(ModuleRules.onlyWiringNamesADriver())).containsExactly("NamesADriver");
    }

    @Test
    void featureThatPointsUp_isFound_andAPackageWithoutHeightToo() {
        assertThat(breakers(ModuleRules.featuresPointDown())).containsExactlyInAnyOrder("PointsUp", "Lost");
    }

    @Test
    void cycleOfFeatures_isFound() {
        assertThat(ModuleRules.featuresHaveNoCycles().evaluate(CLASSES).hasViolation()).isTrue();
    }

    @Test
    void plannerThatAsksTheClock_isFound() {
        assertThat(breakers(RoomRules.plannersArePure())).containsExactly("WrongPlanner");
    }

    @Test
    void plannerThatIsAnObject_isFound_butNotOneThatUsesAScratchPaper() {
        assertThat(breakers(RoomRules.plannersAreStatic())).containsExactly("WrongPlanner");
    }

    @Test
    void routesThatAct_areFound() {
        assertThat(breakers(RoomRules.routesOnlyTranslate())).containsExactly("WrongRoutes");
        assertThat(breakers(RoomRules.onlyTheEngineReconciles())).containsExactly("WrongRoutes");
        assertThat(breakers(RoomRules.routesHoldNoState())).containsExactly("WrongRoutes");
    }

    @Test
    void sqlOutsideStores_isFound_butNotATransactionThatIsPassedOn() {
        assertThat(breakers(RoomRules.sqlIsInStores())).containsExactly("Asks");
    }

    @Test
    void insertThatReturns_isFound() {
        assertThat(breakers(CodeRules.insertsReturnNothing())).containsExactly("Asks");
    }

    @Test
    void ambientTimeAndChance_areFound_eachCall() {
        ArchRule rule = CodeRules.timeAndChanceArePassedIn(NamedPlaces.none());

        assertThat(breakers(rule)).containsExactly("OrderManager");
        assertThat(rule.evaluate(CLASSES).getFailureReport().getDetails())
                .hasSize(4)
                .anyMatch(line -> line.contains("Instant.now"))
                .anyMatch(line -> line.contains("UUID.randomUUID"))
                .anyMatch(line -> line.contains("SplittableRandom"))
                .anyMatch(line -> line.contains("System.nanoTime"));
    }

    @Test
    void namedPlace_mayDoWhatTheRuleForbids() {
        NamedPlaces places = new NamedPlaces(Map.of("brume.service.wrong.OrderManager", "for this test"));

        assertThat(breakers(CodeRules.timeAndChanceArePassedIn(places))).isEmpty();
    }

    @Test
    void sleeper_isFound() {
        assertThat(breakers(CodeRules.nobodySleeps(NamedPlaces.none()))).containsExactly("OrderManager");
    }

    @Test
    void emptyName_openClass_andBareException_areFound() {
        assertThat(breakers(CodeRules.namesSaySomething())).containsExactly("OrderManager");
        assertThat(breakers(CodeRules.classesAreFinal())).containsExactly("OrderManager");
        assertThat(breakers(CodeRules.exceptionsHaveNames())).containsExactly("OrderManager");
    }

    @Test
    void packageThatIsNotNullMarked_isFound() {
        assertThat(breakers(CodeRules.packagesAreNullMarked())).contains("OrderManager", "Caller").doesNotContain("InstanceSpec");
    }

    /** Simple names of the classes that break the rule. */
    private static List<String> breakers(ArchRule rule) {
        List<String> names = new ArrayList<>();
        rule.evaluate(CLASSES).handleViolations((Collection<JavaClass> violators, String message) -> violators.forEach(type -> names.add(simpleName(type))));
        return names.stream().distinct().sorted().toList();
    }

    private static String simpleName(JavaClass type) {
        return type.getSimpleName();
    }
}
