package brume.testkit.rules;

import static brume.testkit.rules.Conditions.in;
import static brume.testkit.rules.Conditions.needs;
import static brume.testkit.rules.Conditions.outer;
import static brume.testkit.rules.Conditions.room;
import static brume.testkit.rules.Conditions.rule;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** What each room of a feature may do. The room is the suffix of a class's name. */
public final class RoomRules {
    private static final String DIRECTOR = "brume.director";
    private static final String GENERATED = "brume.director.db.generated";
    private static final String FACTORY = "brume.core.driver.DriverFactory";
    private static final String DSL_CONTEXT = "org.jooq.DSLContext";

    /** Types through which something is done or asked rather than known. */
    private static final Set<String> ACTING = Set.of(
            "brume.core.driver.CloudDriver", FACTORY, "brume.core.driver.Volumes", "brume.core.driver.Images",
            "brume.core.driver.Files", "brume.core.driver.Exec");

    private static final Set<String> TIME_AND_CHANCE = Set.of(
            "java.time.Clock", "java.time.InstantSource", "java.lang.Thread", "java.util.random.RandomGenerator", "java.util.Random",
            "java.security.SecureRandom", "brume.core.id.IdSource");

    private RoomRules() {}

    public static List<ArchRule> all() {
        return List.of(
                plannersArePure(), plannersAreStatic(), routesOnlyTranslate(), routesHoldNoState(), sqlIsInStores(), jdbcIsInTheDatabase(),
                onlyTheEngineReconciles(), storesCallNobody());
    }

    /** Rows, observations and now go in, a step comes out. */
    public static ArchRule plannersArePure() {
        return rule("a planner touches no store, driver, clock, thread, chance or log", type -> room(type, "Planner"), type -> needs(type)
                .filter(need -> ACTING.contains(need.target().getName())
                        || TIME_AND_CHANCE.contains(need.target().getName())
                        || room(need.target(), "Store")
                        || room(need.target(), "Reconciler")
                        || Stream.of("org.jooq", "org.slf4j", "java.sql", "java.io", "java.net", "java.nio", "java.util.concurrent", "java.util.logging")
                                .anyMatch(need::in))
                .map(Conditions.Need::text));
    }

    /** An instance may be a function's own scratch paper, so it is private with all that it can do; nothing of it outlives the call. */
    public static ArchRule plannersAreStatic() {
        return rule("a planner offers static functions only", type -> outer(type).equals(type.getName()) && room(type, "Planner"), type -> Stream.of(
                        type.getMethods().stream().filter(m -> !is(m, JavaModifier.STATIC) && !is(m, JavaModifier.PRIVATE)),
                        type.getConstructors().stream().filter(c -> !is(c, JavaModifier.PRIVATE)),
                        type.getFields().stream().filter(f -> !is(f, JavaModifier.PRIVATE) && !is(f, JavaModifier.FINAL)),
                        type.getFields().stream().filter(f -> is(f, JavaModifier.STATIC) && !is(f, JavaModifier.FINAL)))
                .flatMap(members -> members)
                .filter(m -> !is(m, JavaModifier.SYNTHETIC))
                .map(JavaMember::getDescription));
    }

    private static boolean is(JavaMember member, JavaModifier modifier) {
        return member.getModifiers().contains(modifier);
    }

    /** They may have settings checked by a {@code DriverFactory}, which calls nobody, but open no driver. */
    public static ArchRule routesOnlyTranslate() {
        return rule("routes neither reconcile nor call drivers", type -> room(type, "Routes"), type -> Stream.concat(
                needs(type)
                        .filter(need -> (ACTING.contains(need.target().getName()) && !need.target().getName().equals(FACTORY))
                                || room(need.target(), "Reconciler"))
                        .map(Conditions.Need::text),
                type.getAccessesFromSelf().stream()
                        .filter(access -> access.getTargetOwner().getName().equals(FACTORY) && access.getName().equals("open"))
                        .map(JavaAccess::getDescription)));
    }

    public static ArchRule routesHoldNoState() {
        return rule("routes hold no state", type -> outer(type).equals(type.getName()) && room(type, "Routes"), type -> type.getFields().stream()
                .filter(f -> !f.getModifiers().contains(JavaModifier.FINAL))
                .map(JavaField::getDescription));
    }

    /**
     * Elsewhere a transaction is passed through by its {@code DSLContext}, unused. An {@code XRows} beside its store may read generated row types, which is not SQL: it turns them
     * into the feature's records.
     */
    public static ArchRule sqlIsInStores() {
        return rule("SQL is in stores, and in db, engine and event", RoomRules::mayNotQuery, type -> Stream.concat(
                needs(type)
                        .filter(need -> (need.in("org.jooq") && !need.target().getName().equals(DSL_CONTEXT))
                                || (need.in(GENERATED) && !(room(type, "Rows") && need.in(GENERATED + ".tables.records"))))
                        .map(Conditions.Need::text),
                type.getAccessesFromSelf().stream()
                        .filter(access -> access.getTargetOwner().getName().equals(DSL_CONTEXT))
                        .map(JavaAccess::getDescription)));
    }

    private static boolean mayNotQuery(JavaClass type) {
        return !room(type, "Store") && Stream.of("db", "engine", "event").noneMatch(base -> in(type, DIRECTOR + "." + base));
    }

    public static ArchRule jdbcIsInTheDatabase() {
        return rule("java.sql is in db only, and in checks of databases of users", type -> !in(type, DIRECTOR + ".db") && !in(type, "brume.consistency.run"), type -> needs(type)
                .filter(need -> need.in("java.sql") || need.in("javax.sql"))
                .map(Conditions.Need::text));
    }

    /** A pass that is called from elsewhere has no claim, no pace and nobody who catches. */
    public static ArchRule onlyTheEngineReconciles() {
        return rule("only the engine calls reconcile", type -> !in(type, "brume.director.engine"), type -> type.getAccessesFromSelf().stream()
                .filter(access -> access.getName().equals("reconcile") && room(access.getTargetOwner(), "Reconciler"))
                .map(JavaAccess::getDescription));
    }

    public static ArchRule storesCallNobody() {
        return rule("a store calls no driver and no reconciler", type -> room(type, "Store"), type -> needs(type)
                .filter(need -> ACTING.contains(need.target().getName()) || room(need.target(), "Reconciler"))
                .map(Conditions.Need::text));
    }
}
