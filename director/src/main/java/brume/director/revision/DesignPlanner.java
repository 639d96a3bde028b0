package brume.director.revision;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Compares what is wanted now with what shall be wanted, and says what doing the difference gives. Pure. */
public final class DesignPlanner {
    private DesignPlanner() {}

    /** What leads from one design to the other; services are the same when their names are. Nothing when they are equal. */
    public static List<Change> changes(Design from, Design to) {
        return changes(from, to, to.services().stream().collect(Collectors.toMap(ServiceDesign::name, ServiceDesign::name)));
    }

    /**
     * As {@link #changes(Design, Design)}, for services that may have changed their names. Passwords are not compared: who gives one adds {@link Change.Password}.
     *
     * @param before a service's name in {@code from}, by its name in {@code to}
     */
    public static List<Change> changes(Design from, Design to, Map<String, String> before) {
        List<Change> changes = new ArrayList<>();
        if (!from.name().equals(to.name())) {
            changes.add(new Change.Renamed(from.name(), to.name()));
        }
        if (!from.description().equals(to.description())) {
            changes.add(new Change.Described(from.description(), to.description()));
        }
        Set<String> kept = new TreeSet<>();
        List<Change> within = new ArrayList<>();
        for (ServiceDesign wanted : to.services()) {
            Optional<ServiceDesign> present = Optional.ofNullable(before.get(wanted.name())).flatMap(from::find);
            present.ifPresent(p -> kept.add(p.name()));
            present.ifPresentOrElse(p -> compare(p, wanted, within), () -> within.add(new Change.Added(wanted)));
        }
        from.services().stream().filter(s -> !kept.contains(s.name())).map(Change.Removed::new).forEach(changes::add);
        changes.addAll(within);
        return changes;
    }

    private static void compare(ServiceDesign from, ServiceDesign to, List<Change> changes) {
        String service = to.name();
        if (!from.name().equals(service)) {
            changes.add(new Change.ServiceRenamed(from.name(), service));
        }
        if (!from.type().equals(to.type()) || !from.site().equals(to.site())) {
            changes.add(new Change.Replaced(from, to));
            return;
        }
        if (from.run() != to.run()) {
            changes.add(new Change.Run(service, to.run()));
        }
        for (String role : keys(from.counts(), to.counts())) {
            int was = from.counts().getOrDefault(role, 0);
            int will = to.counts().getOrDefault(role, 0);
            if (was != will) {
                changes.add(new Change.Count(service, role, was, will));
            }
        }
        for (String key : keys(from.settings(), to.settings())) {
            Optional<String> was = Optional.ofNullable(from.settings().get(key));
            Optional<String> will = Optional.ofNullable(to.settings().get(key));
            if (!was.equals(will)) {
                changes.add(new Change.Setting(service, key, was, will));
            }
        }
        for (Slot slot : Slot.values()) {
            if (!from.content(slot).equals(to.content(slot))) {
                changes.add(new Change.Bytes(service, slot, from.content(slot), to.content(slot)));
            }
        }
    }

    private static Set<String> keys(Map<String, ?> one, Map<String, ?> other) {
        Set<String> keys = new TreeSet<>(one.keySet());
        keys.addAll(other.keySet());
        return keys;
    }

    /** What is wanted when the changes are done: services that stay in their order, new ones behind them. */
    public static Design apply(Design from, List<Change> changes) {
        Map<String, ServiceDesign> services = new LinkedHashMap<>();
        Map<String, String> names = new TreeMap<>();
        Set<String> removed = new TreeSet<>();
        for (Change change : changes) {
            if (change instanceof Change.ServiceRenamed(String was, String is)) {
                names.put(was, is);
            } else if (change instanceof Change.Removed(ServiceDesign gone)) {
                removed.add(gone.name());
            }
        }
        for (ServiceDesign service : from.services()) {
            if (!removed.contains(service.name())) {
                ServiceDesign named = service.withName(names.getOrDefault(service.name(), service.name()));
                services.put(named.name(), named);
            }
        }
        String name = from.name();
        String description = from.description();
        for (Change change : changes) {
            switch (change) {
                case Change.Renamed renamed -> name = renamed.to();
                case Change.Described described -> description = described.to();
                case Change.Removed removedBefore -> {}
                case Change.ServiceRenamed renamedBefore -> {}
                case Change.Added added -> services.put(added.service().name(), added.service());
                case Change.Replaced replaced -> services.put(replaced.to().name(), replaced.to());
                case Change.Run run -> edit(services, run.service(), s -> s.withRun(run.to()));
                case Change.Count count -> edit(services, count.service(), s -> s.withCounts(with(s.counts(), count.role(), Optional.of(count.to()))));
                case Change.Setting setting -> edit(services, setting.service(), s -> s.withSettings(with(s.settings(), setting.key(), setting.to())));
                case Change.Bytes bytes -> edit(services, bytes.service(), s -> s.withContent(bytes.slot(), bytes.to()));
                case Change.Password password -> edit(services, password.service(), s -> s.withPasswordGiven(true));
            }
        }
        return new Design(name, description, List.copyOf(services.values()));
    }

    private static void edit(Map<String, ServiceDesign> services, String name, Function<ServiceDesign, ServiceDesign> how) {
        services.compute(name, (key, service) -> how.apply(Objects.requireNonNull(service, "a change names a service that is there")));
    }

    private static <V> Map<String, V> with(Map<String, V> map, String key, Optional<V> value) {
        Map<String, V> changed = new TreeMap<>(map);
        value.ifPresentOrElse(v -> changed.put(key, v), () -> changed.remove(key));
        return changed;
    }
}
