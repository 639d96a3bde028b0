package brume.testkit.rules;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Makes rules of plain functions. */
final class Conditions {
    private Conditions() {}

    /** A rule over the chosen classes: the function names what each of them does wrong. */
    static ArchRule rule(String text, Predicate<JavaClass> chosen, Function<JavaClass, Stream<String>> wrongs) {
        return ArchRuleDefinition.classes()
                .should(new ArchCondition<>(text) {
                    @Override
                    public void check(JavaClass type, ConditionEvents events) {
                        if (ours(type) && chosen.test(type)) {
                            wrongs.apply(type).distinct().sorted().forEach(wrong -> events.add(SimpleConditionEvent.violated(type, wrong)));
                        }
                    }
                })
                .as(text)
                .allowEmptyShould(true);
    }

    /** Written by people here: not by a generator, and not a package's description. */
    private static boolean ours(JavaClass type) {
        return type.getName().startsWith("brume.") && !generated(type) && !type.getSimpleName().equals("package-info");
    }

    static boolean generated(JavaClass type) {
        return type.getPackageName().startsWith("brume.director.db.generated") || type.getPackageName().contains(".jmh_generated");
    }

    static boolean in(JavaClass type, String packageName) {
        return type.getPackageName().equals(packageName) || type.getPackageName().startsWith(packageName + ".");
    }

    /** Name of the top-level class that the class is in. */
    static String outer(JavaClass type) {
        String name = type.getName();
        int nested = name.indexOf('$');
        return nested < 0 ? name : name.substring(0, nested);
    }

    /** Whether the top-level class's name ends so: {@code InstanceStore} and all that is nested in it for {@code Store}. */
    static boolean room(JavaClass type, String suffix) {
        return outer(type).endsWith(suffix);
    }

    /** What the class needs, arrays taken apart, itself and what is nested beside it left out. */
    static Stream<Need> needs(JavaClass type) {
        return type.getDirectDependenciesFromSelf().stream()
                .map(d -> new Need(d.getTargetClass().getBaseComponentType(), d.getDescription()))
                .filter(need -> !outer(need.target()).equals(outer(type)));
    }

    /** @param text how ArchUnit describes it, with the line */
    record Need(JavaClass target, String text) {
        boolean in(String packageName) {
            return Conditions.in(target, packageName);
        }
    }
}
