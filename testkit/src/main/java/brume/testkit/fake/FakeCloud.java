package brume.testkit.fake;

import brume.core.driver.CloudDriver;
import brume.core.driver.DriverException;
import brume.core.driver.Flavor;
import brume.core.driver.InstanceSpec;
import brume.core.driver.ObservedInstance;
import brume.core.driver.ObservedVolume;
import brume.core.driver.ProviderRef;
import brume.core.driver.Tags;
import brume.core.id.InstanceId;
import brume.core.quantity.Bytes;
import brume.core.quantity.Millicores;
import brume.testkit.contract.ForeignResource;
import brume.testkit.fake.FakeMachine.State;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/**
 * A provider in memory, with one world of machines that all its drivers share. Deterministic: the same settings, clock readings, random generator and calls give the same
 * answers. Thread-safe by one lock, which is never held across a {@link CallGate}.
 */
public final class FakeCloud {
    private final FakeCloudSettings settings;
    private final InstantSource clock;
    private final RandomGenerator random;
    private final Agenda agenda = new Agenda();
    private final Machines machines;
    private final FakeVolumes volumes;
    private final FakeImages images;
    private final List<String> foreignAttempts = new ArrayList<>();
    private final Object lock = new Object();
    private FakeFaults faults = FakeFaults.NONE;
    private long calls;
    private List<FakeGuest> guests = List.of();
    private long guestsRevision;

    /** @param random used by faults only; a cloud without faults never asks it */
    public FakeCloud(FakeCloudSettings settings, InstantSource clock, RandomGenerator random) {
        this.settings = Objects.requireNonNull(settings);
        this.clock = Objects.requireNonNull(clock);
        this.random = Objects.requireNonNull(random);
        this.machines = new Machines(settings, agenda, () -> faults.strikes(faults.bootFails(), random));
        this.volumes = new FakeVolumes(machines);
        this.images = new FakeImages(settings.images());
    }

    /** A driver for the deployment. Any number may be open, for one deployment or several. */
    public CloudDriver driver(String deployment) {
        return driver(deployment, CallGate.OPEN);
    }

    /** A driver whose every call passes the gate. */
    public CloudDriver driver(String deployment, CallGate gate) {
        return new FakeDriver(this, deployment, gate);
    }

    public FakeCloudSettings settings() {
        return settings;
    }

    /** From now on, this goes wrong. What went wrong before stays so: a late effect still comes. */
    public void faults(FakeFaults wanted) {
        synchronized (lock) {
            faults = wanted;
        }
    }

    /** From now on, nothing more goes wrong. */
    public void calm() {
        faults(FakeFaults.NONE);
    }

    /** How many calls drivers made. */
    public long calls() {
        return now(at -> calls);
    }

    /** When the world changes next without anybody's call. */
    public Optional<Instant> nextChange() {
        return now(at -> agenda.next());
    }

    /** Every tagged machine of every deployment as it is now, without lag. Machines that no listing shows yet are left out. */
    public List<ObservedInstance> truth() {
        return now(at -> machines.allTagged().stream().map(m -> m.observed(at)).flatMap(Optional::stream).toList());
    }

    /** Every tagged volume of every deployment. */
    public List<ObservedVolume> volumeTruth() {
        return now(at -> volumes.tagged());
    }

    /** What runs in our machines now. The same list as before while no machine changed. */
    public List<FakeGuest> guests() {
        return now(at -> {
            if (guestsRevision != machines.revision()) {
                guests = machines.allTagged().stream().filter(m -> m.state() == State.RUNNING).map(FakeMachine::guest).toList();
                guestsRevision = machines.revision();
            }
            return guests;
        });
    }

    /** What runs in the machine, empty unless it is RUNNING. */
    public Optional<FakeGuest> guest(ProviderRef ref) {
        return now(at -> machines.find(ref).filter(m -> m.state() == State.RUNNING).map(FakeMachine::guest));
    }

    /** MAC address of the machine, derived from its IPv4 address. */
    public Optional<String> mac(ProviderRef ref) {
        return now(at -> machines.find(ref).map(m -> mac(m.address)));
    }

    private static String mac(String address) {
        StringBuilder text = new StringBuilder("02:bd");
        for (String octet : address.split("\\.", -1)) {
            text.append(String.format(":%02x", Integer.parseInt(octet)));
        }
        return text.toString();
    }

    /** Makes a running machine without tags. */
    public ForeignResource foreignMachine(String name) {
        InstanceSpec like = new InstanceSpec(
                name, "foreign", new Flavor(Millicores.ofCores(1), Bytes.ofMiB(1), Bytes.ofMiB(1)),
                new Tags("", new InstanceId(new UUID(0, 0)), 0), Optional.empty(), "", List.of());
        return now(at -> {
            FakeMachine machine = machines.createForeign(name, like, at);
            return new FakeForeign(
                    machine.ref.value(),
                    () -> now(later -> machine.state() == State.RUNNING && machine.order == 0),
                    () -> now(later -> {
                        machines.dies(machine, State.GONE, later);
                        return machine;
                    }));
        });
    }

    /** Makes a volume without tags. */
    public ForeignResource foreignVolume(String name) {
        return now(at -> {
            FakeVolumes.Volume volume = volumes.add(name, Optional.empty());
            return new FakeForeign(
                    name,
                    () -> now(later -> volumes.find(name).filter(v -> v.equals(volume)).isPresent()),
                    () -> now(later -> {
                        volumes.removeForeign(name);
                        return volume;
                    }));
        });
    }

    /** Every call by which a driver was asked to act on a resource of others. Acting had no effect, but asking for it was a mistake. */
    public List<String> foreignAttempts() {
        return now(at -> List.copyOf(foreignAttempts));
    }

    /** How a machine ends by itself. */
    public enum Death {
        /** Gone without a trace. */
        VANISHES,
        /** Shown as FAILED until it is removed. */
        FAILS,
        /** STOPPED, and can be started again. */
        STOPS
    }

    /** Ends a machine by nobody's order; no effect when there is none. */
    public void die(ProviderRef ref, Death death) {
        now(at -> {
            machines.find(ref).ifPresent(machine -> die(machine, death, at));
            return ref;
        });
    }

    private void die(FakeMachine machine, Death death, Instant at) {
        switch (death) {
            case VANISHES -> machines.dies(machine, State.GONE, at);
            case FAILS -> machines.dies(machine, State.FAILED, at);
            case STOPS -> {
                if (machine.state() == State.RUNNING) {
                    machines.dies(machine, State.STOPPED, at);
                }
            }
        }
    }

    /** Ends every tagged machine of the host. */
    public void hostDies(String host, Death death) {
        now(at -> {
            machines.allTagged().stream().filter(m -> m.host.equals(host)).forEach(m -> die(m, death, at));
            return host;
        });
    }

    private <T> T now(Function<Instant, T> look) {
        synchronized (lock) {
            Instant at = clock.instant();
            agenda.settle(at);
            return look.apply(at);
        }
    }

    /** One call that only looks. The function is told the time whose state it may show. */
    <T> T look(Function<Instant, T> look) {
        return now(at -> {
            calls++;
            strike(at);
            fail(faults.fateOfLooking(random));
            return look.apply(at.minus(lag()));
        });
    }

    private Duration lag() {
        long millis = settings.listingLag().toMillis();
        return faults.unevenLag() && millis > 0 ? Duration.ofMillis(random.nextLong(millis + 1)) : settings.listingLag();
    }

    /** One call that changes something. The function is told the time of the change and throws when it is refused. */
    <T> T change(Function<Instant, T> act) {
        return now(at -> {
            calls++;
            strike(at);
            FakeFaults.Fate fate = faults.fate(random);
            return switch (fate) {
                case DONE -> act.apply(at);
                case TRANSIENT, RATE_LIMITED, UNAUTHORIZED, LOST_REQUEST -> throw failure(fate);
                case LOST_REPLY -> {
                    unheard(act, at);
                    throw failure(fate);
                }
                case LATE -> {
                    agenda.at(at.plusMillis(1 + random.nextLong(Math.max(1, faults.lateMax().toMillis()))), later -> unheard(act, later));
                    throw failure(fate);
                }
            };
        });
    }

    /** Nobody hears the answer, a refusal neither. */
    private static <T> void unheard(Function<Instant, T> act, Instant at) {
        try {
            T _ = act.apply(at);
        } catch (DriverException.Rejected | DriverException.NoCapacity refusal) {
            // A refusal is an answer too, and the answer is lost.
        }
    }

    private void fail(FakeFaults.Fate fate) {
        if (fate != FakeFaults.Fate.DONE) {
            throw failure(fate);
        }
    }

    private static DriverException failure(FakeFaults.Fate fate) {
        return switch (fate) {
            case TRANSIENT -> new DriverException.Transient("the fake cloud is busy", "nothing was done");
            case RATE_LIMITED -> new DriverException.RateLimited("too many calls to the fake cloud", "nothing was done", Duration.ofSeconds(2));
            case UNAUTHORIZED -> new DriverException.Unauthorized("the fake cloud does not accept the credentials", "nothing was done");
            case LOST_REQUEST, LOST_REPLY, LATE -> new DriverException.OutcomeUnknown("the fake cloud did not answer", "connection lost");
            case DONE -> throw new IllegalArgumentException("a call that is done did not fail");
        };
    }

    /** By chance, machines of ours end before the call. */
    private void strike(Instant at) {
        if (faults.strikes(faults.death(), random)) {
            pick(machines.allTagged()).ifPresent(machine -> die(machine, pick(List.of(Death.values())).orElseThrow(), at));
        }
        if (faults.strikes(faults.hostDeath(), random)) {
            Death death = random.nextBoolean() ? Death.VANISHES : Death.FAILS;
            String host = "host" + random.nextInt(settings.hosts());
            machines.allTagged().stream().filter(m -> m.host.equals(host)).forEach(m -> die(m, death, at));
        }
    }

    private <T> Optional<T> pick(List<T> from) {
        return from.isEmpty() ? Optional.empty() : Optional.of(from.get(random.nextInt(from.size())));
    }

    /** What the driver does with the worlds; called within {@link #look} and {@link #change} only. */
    Machines machines() {
        return machines;
    }

    FakeVolumes volumes() {
        return volumes;
    }

    FakeImages images() {
        return images;
    }

    /** By chance, the cloud makes a second machine of one order. */
    void duplicate(InstanceSpec spec, Instant at) {
        if (!settings.honoursKeys() && !settings.namesAreRefs() && faults.strikes(faults.duplicate(), random)) {
            machines.createAnother(spec, at);
        }
    }

    void foreignAttempt(String call) {
        foreignAttempts.add(call);
    }
}
