package brume.director.instance;

import brume.core.driver.ObservedInstance;
import brume.core.driver.PowerState;
import brume.core.driver.ProviderRef;
import brume.core.driver.Tags;
import brume.director.db.Life;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A world in which every step does at once what it says, and nothing else happens. */
final class Obedient {
    private final SiteTerms terms;
    private final List<ObservedInstance> machines = new ArrayList<>();
    private Instant now = Instant.parse("2030-01-01T12:00:00Z");
    private int made;
    private boolean purged;
    Instance row;

    Obedient(Instance row, SiteTerms terms) {
        this.row = row;
        this.terms = terms;
    }

    InstanceStep plan() {
        return InstancePlanner.plan(row, new Sighting(machines, now), terms, now);
    }

    boolean atRest() {
        return purged || (row.life() == Life.ALIVE && plan() instanceof InstanceStep.Settled);
    }

    void pass() {
        if (!purged) {
            apply(plan());
        }
    }

    private void apply(InstanceStep step) {
        now = now.plusMillis(1);
        switch (step) {
            case InstanceStep.EnsureVolume s -> row = with(replaced(s.volume()), row.address(), row.life());
            case InstanceStep.AllotAddress() -> row = with(row.volumes(), Optional.of("10.0.0.2"), row.life());
            case InstanceStep.Create() -> create();
            case InstanceStep.AdoptSeen s -> row = seen(s.machine());
            case InstanceStep.Start s -> power(s.ref(), PowerState.RUNNING);
            case InstanceStep.Stop s -> power(s.ref(), PowerState.STOPPED);
            case InstanceStep.ReapDuplicate s -> machines.removeIf(m -> m.ref().equals(s.ref()));
            case InstanceStep.Remove s -> machines.removeIf(m -> m.ref().equals(s.ref()));
            case InstanceStep.RemoveVolume s -> row = with(without(s.volume()), row.address(), row.life());
            case InstanceStep.Bury() -> row = with(row.volumes(), Optional.empty(), Life.DEAD);
            case InstanceStep.Purge() -> purged = true;
            case InstanceStep.NoteMissing() -> row = times(row.generation(), row.losses(), row.askedAt(), row.seen(), Optional.of(now));
            case InstanceStep.NextGeneration() ->
                row = times(row.generation() + 1, row.losses() + 1, Optional.empty(), Optional.empty(), Optional.empty());
            case InstanceStep.ForgetLosses() -> row = times(row.generation(), 0, row.askedAt(), row.seen(), row.missingSince());
            case InstanceStep.Wait s -> now = now.plus(s.lookAgain());
            case InstanceStep.Hold s -> now = now.plus(s.lookAgain());
            case InstanceStep.Settled s -> now = now.plus(s.lookAgain().compareTo(Duration.ofMinutes(1)) < 0 ? Duration.ofMinutes(1) : s.lookAgain());
        }
    }

    private void create() {
        String name = row.machineName();
        ObservedInstance machine = new ObservedInstance(
                new ProviderRef("made" + made++), name, new Tags("t", row.id(), row.generation()), PowerState.RUNNING, List.of(), now, "");
        machines.add(machine);
        row = times(row.generation(), row.losses(), Optional.of(now), row.seen(), row.missingSince());
        row = seen(machine);
    }

    private void power(ProviderRef ref, PowerState power) {
        machines.replaceAll(m -> m.ref().equals(ref)
                ? new ObservedInstance(m.ref(), m.name(), m.tags(), power, m.addresses(), m.createdAt(), m.host())
                : m);
    }

    private List<Volume> replaced(Volume volume) {
        return row.volumes().stream().map(v -> v.equals(volume) ? new Volume(v.want(), true) : v).toList();
    }

    private List<Volume> without(Volume volume) {
        return row.volumes().stream().filter(v -> !v.equals(volume)).toList();
    }

    private Instance seen(ObservedInstance m) {
        Instance.Seen seen = new Instance.Seen(m.ref(), m.power(), m.addresses(), m.host(), now);
        return times(row.generation(), row.losses(), row.askedAt(), Optional.of(seen), Optional.empty());
    }

    private Instance with(List<Volume> volumes, Optional<String> address, Life life) {
        Optional<Instant> dead = life == Life.DEAD ? Optional.of(now) : Optional.empty();
        return new Instance(
                row.want(), volumes, address, life, row.createdAt(), row.generation(), row.losses(), row.askedAt(), row.seen(), row.missingSince(), dead);
    }

    private Instance times(
            long generation, int losses, Optional<Instant> asked, Optional<Instance.Seen> seen, Optional<Instant> missing) {
        return new Instance(
                row.want(), row.volumes(), row.address(), row.life(), row.createdAt(), generation, losses, asked, seen, missing, row.deadAt());
    }
}
