package brume.testkit.rules;

import static brume.testkit.rules.Conditions.rule;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** How classes are written, everywhere. */
public final class CodeRules {
    private static final Pattern EMPTY_NAME = Pattern.compile(".*(Manager|Helper|Utils?|Impl|Common)");

    private static final Set<String> BARE = Set.of("java.lang.RuntimeException", "java.lang.Exception", "java.lang.Throwable", "java.lang.Error");

    private static final Set<String> AMBIENT = Set.of(
            "java.lang.System.currentTimeMillis", "java.lang.System.nanoTime", "java.util.UUID.randomUUID", "java.lang.Math.random",
            "java.util.concurrent.ThreadLocalRandom.current", "java.time.InstantSource.system", "java.util.random.RandomGenerator.getDefault",
            "java.util.random.RandomGenerator.of");

    /** Generators that seed themselves when they are made without a seed. */
    private static final Set<String> SELF_SEEDED = Set.of("java.util.Random", "java.util.SplittableRandom");

    private CodeRules() {}

    public static List<ArchRule> all(NamedPlaces ambient, NamedPlaces sleepers) {
        return List.of(
                timeAndChanceArePassedIn(ambient), nobodySleeps(sleepers), namesSaySomething(), classesAreFinal(), exceptionsHaveNames(),
                insertsReturnNothing(), packagesAreNullMarked());
    }

    public static ArchRule timeAndChanceArePassedIn(NamedPlaces places) {
        return rule("time and chance are passed in", type -> !places.include(type), type -> type.getAccessesFromSelf().stream()
                .filter(CodeRules::ambient)
                .map(JavaAccess::getDescription));
    }

    private static boolean ambient(JavaAccess<?> access) {
        String owner = access.getTargetOwner().getName();
        String name = access.getName();
        boolean now = owner.startsWith("java.time.") && name.equals("now");
        boolean clock = owner.equals("java.time.Clock") && (name.startsWith("system") || name.startsWith("tick"));
        boolean selfSeeded = SELF_SEEDED.contains(owner) && access.getTarget().getFullName().endsWith("<init>()");
        return now || clock || selfSeeded || AMBIENT.contains(owner + "." + name);
    }

    public static ArchRule nobodySleeps(NamedPlaces places) {
        return rule("nobody sleeps", type -> !places.include(type), type -> type.getAccessesFromSelf().stream()
                .filter(access -> access.getName().equals("sleep")
                        && Set.of("java.lang.Thread", "java.util.concurrent.TimeUnit").contains(access.getTargetOwner().getName()))
                .map(JavaAccess::getDescription));
    }

    public static ArchRule namesSaySomething() {
        return rule("no class is called Manager, Helper, Util, Impl or Common", type -> EMPTY_NAME.matcher(type.getSimpleName()).matches(), type -> Stream.of(
                type.getName()));
    }

    /** What is open for inheritance is so on purpose: sealed or abstract. */
    public static ArchRule classesAreFinal() {
        return rule("classes are final, sealed or abstract", CodeRules::canBeInherited, type -> Stream.of(type.getName()));
    }

    private static boolean canBeInherited(JavaClass type) {
        Set<JavaModifier> modifiers = type.getModifiers();
        boolean plain = !type.isInterface() && !type.isEnum() && !type.isRecord() && !type.isAnonymousClass();
        return plain && !modifiers.contains(JavaModifier.FINAL) && !modifiers.contains(JavaModifier.ABSTRACT)
                && !modifiers.contains(JavaModifier.SYNTHETIC) && !type.isSealed();
    }

    public static ArchRule exceptionsHaveNames() {
        return rule("no bare RuntimeException, Exception, Throwable or Error is made", type -> true, type -> type.getConstructorCallsFromSelf().stream()
                .filter(call -> BARE.contains(call.getTargetOwner().getName()) && !superCall(type, call.getTargetOwner()))
                .map(JavaAccess::getDescription));
    }

    private static boolean superCall(JavaClass type, JavaClass made) {
        return type.getRawSuperclass().filter(made::equals).isPresent();
    }

    /** SQLite's driver and jOOQ disagree on when such a statement is run to its end; ids are ours, so nothing needs to be returned. */
    public static ArchRule insertsReturnNothing() {
        return rule("no INSERT … RETURNING through jOOQ", type -> true, type -> type.getAccessesFromSelf().stream()
                .filter(access -> access.getName().startsWith("returning") && access.getTargetOwner().getName().startsWith("org.jooq.Insert"))
                .map(JavaAccess::getDescription));
    }

    public static ArchRule packagesAreNullMarked() {
        return rule("every package has a package-info with @NullMarked", type -> true, type -> type.getPackage().isAnnotatedWith("org.jspecify.annotations.NullMarked")
                ? Stream.of()
                : Stream.of("package " + type.getPackageName()));
    }
}
