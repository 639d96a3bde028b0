package brume.testkit.fake;

import brume.core.driver.CreateKey;
import brume.core.driver.DriverException;
import brume.core.driver.InstanceSpec;
import brume.core.driver.ProviderRef;
import brume.core.driver.Tags;
import brume.core.driver.VolumeMount;
import brume.testkit.fake.FakeMachine.State;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/** The machines of the fake cloud, foreign ones too. Every method is told the time. Not thread-safe: the cloud's lock guards it. */
final class Machines {
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,61}");
    private static final int OCTET = 256;

    /** What tells orders apart: keys of two deployments never meet. */
    record Order(String deployment, CreateKey key) {}

    private final FakeCloudSettings settings;
    private final Agenda agenda;
    private final Map<ProviderRef, FakeMachine> byRef = new HashMap<>();
    private final Map<String, Map<ProviderRef, FakeMachine>> byDeployment = new HashMap<>();
    private final Map<String, FakeMachine> byName = new HashMap<>();
    private final Map<String, FakeMachine> byAddress = new HashMap<>();
    private final Map<String, FakeMachine> byVolume = new HashMap<>();
    private final Map<Order, FakeMachine> byOrder = new HashMap<>();
    /** Gone, but still listed by the lag. */
    private final Deque<FakeMachine> past = new ArrayDeque<>();

    private final BooleanSupplier bootFails;
    private long made;
    private long revision;
    private int tagged;

    Machines(FakeCloudSettings settings, Agenda agenda, BooleanSupplier bootFails) {
        this.settings = settings;
        this.agenda = agenda;
        this.bootFails = bootFails;
    }

    FakeMachine create(InstanceSpec spec, CreateKey key, Instant now) {
        Order order = new Order(spec.tags().deployment(), key);
        Optional<FakeMachine> known = Optional.ofNullable(byOrder.get(order));
        if (settings.honoursKeys() && known.isPresent()) {
            return known.get();
        }
        refuse(spec);
        FakeMachine machine = createAnother(spec, now);
        machine.orders.add(order);
        byOrder.put(order, machine);
        return machine;
    }

    /** What a cloud does that takes one order for two. */
    FakeMachine createAnother(InstanceSpec spec, Instant now) {
        FakeMachine machine = add(spec.name(), Optional.of(spec.tags()), spec, now);
        appear(machine, now);
        return machine;
    }

    /** A machine that somebody else made; it runs at once and carries no tags. */
    FakeMachine createForeign(String name, InstanceSpec like, Instant now) {
        FakeMachine machine = add(name, Optional.empty(), like, now);
        enter(machine, State.RUNNING, now);
        return machine;
    }

    private void refuse(InstanceSpec spec) {
        if (!NAME.matcher(spec.name()).matches()) {
            throw new DriverException.Rejected("bad-request", "the name cannot be used", spec.name());
        }
        if (settings.namesAreRefs() && byName.containsKey(spec.name())) {
            throw new DriverException.Rejected("in-use", "the name is taken", spec.name());
        }
        if (settings.staticAddresses() && spec.address().filter(byAddress::containsKey).isPresent()) {
            throw new DriverException.Rejected("in-use", "the address is taken", spec.address().orElseThrow());
        }
        for (VolumeMount mount : spec.volumes()) {
            if (attached(mount.volume())) {
                throw new DriverException.Rejected("in-use", "the volume is attached elsewhere", mount.volume());
            }
        }
        if (tagged >= settings.capacity()) {
            throw new DriverException.NoCapacity("the fake cloud is full", settings.capacity() + " machines");
        }
    }

    private FakeMachine add(String name, Optional<Tags> tags, InstanceSpec spec, Instant now) {
        long number = ++made;
        ProviderRef ref = new ProviderRef(settings.namesAreRefs() ? name : String.format("i-%08x", number));
        String address = spec.address().filter(ignored -> settings.staticAddresses()).orElseGet(() -> ownAddress(number));
        String host = "host" + number % settings.hosts();
        FakeMachine machine = new FakeMachine(number, ref, name, tags, spec.bootstrap(), address, host, spec.volumes(), now);
        byRef.put(ref, machine);
        byName.put(name, machine);
        byAddress.put(address, machine);
        machine.mounts.forEach(mount -> byVolume.put(mount.volume(), machine));
        tags.ifPresent(t -> {
            byDeployment.computeIfAbsent(t.deployment(), ignored -> new LinkedHashMap<>()).put(ref, machine);
            tagged++;
        });
        return machine;
    }

    /** Of 10.64.0.0/10, so that it never meets an address that a test gives. */
    private static String ownAddress(long number) {
        return "10." + (64 + number / (OCTET * OCTET) % 64) + "." + number / OCTET % OCTET + "." + number % OCTET;
    }

    private void appear(FakeMachine machine, Instant now) {
        after(machine, settings.createDelay(), now, at -> {
            enter(machine, State.STARTING, at);
            boot(machine, at);
        });
    }

    private void boot(FakeMachine machine, Instant now) {
        after(machine, settings.bootDelay(), now, at -> enter(machine, bootFails.getAsBoolean() ? State.FAILED : State.RUNNING, at));
    }

    void start(FakeMachine machine, Instant now) {
        if (machine.state() == State.FAILED) {
            throw new DriverException.Rejected("bad-request", "a failed machine never runs again", machine.ref.value());
        }
        if (machine.removing || (machine.state() != State.STOPPED && machine.state() != State.STOPPING)) {
            return;
        }
        machine.order++;
        enter(machine, State.STARTING, now);
        boot(machine, now);
    }

    void stop(FakeMachine machine, Instant now) {
        if (machine.removing) {
            return;
        }
        switch (machine.state()) {
            case PENDING -> {
                machine.order++;
                Instant appears = machine.createdAt.plus(settings.createDelay());
                after(machine, Duration.between(now, appears), now, at -> enter(machine, State.STOPPED, at));
            }
            case STARTING, RUNNING -> {
                machine.order++;
                later(machine, State.STOPPING, settings.stopDelay(), now, State.STOPPED);
            }
            case STOPPING, STOPPED, FAILED, GONE -> {}
        }
    }

    void remove(FakeMachine machine, Instant now) {
        if (machine.removing) {
            return;
        }
        machine.removing = true;
        machine.order++;
        if (machine.state() == State.PENDING) {
            enter(machine, State.GONE, now);
        } else {
            later(machine, State.STOPPING, settings.removeDelay(), now, State.GONE);
        }
    }

    /** Ends the machine without anybody's order. */
    void dies(FakeMachine machine, State as, Instant now) {
        machine.order++;
        machine.removing = false;
        enter(machine, as, now);
    }

    private void later(FakeMachine machine, State first, Duration delay, Instant now, State then) {
        if (delay.isPositive()) {
            enter(machine, first, now);
        }
        after(machine, delay, now, at -> enter(machine, then, at));
    }

    /** Has it happen after the delay, unless another order comes in between; at once when there is no delay. */
    private void after(FakeMachine machine, Duration delay, Instant now, Consumer<Instant> effect) {
        if (!delay.isPositive()) {
            effect.accept(now);
            return;
        }
        int order = machine.order;
        agenda.at(now.plus(delay), at -> {
            if (machine.order == order && machine.state() != State.GONE) {
                effect.accept(at);
            }
        });
    }

    private void enter(FakeMachine machine, State state, Instant now) {
        machine.enter(state, now, now.minus(settings.listingLag()));
        revision++;
        if (state == State.GONE) {
            forget(machine, now);
        }
    }

    private void forget(FakeMachine machine, Instant now) {
        byRef.remove(machine.ref, machine);
        byName.remove(machine.name, machine);
        byAddress.remove(machine.address, machine);
        machine.mounts.forEach(mount -> byVolume.remove(mount.volume(), machine));
        machine.orders.forEach(order -> byOrder.remove(order, machine));
        machine.tags.ifPresent(t -> {
            Map<ProviderRef, FakeMachine> ofDeployment = byDeployment.getOrDefault(t.deployment(), Map.of());
            ofDeployment.remove(machine.ref);
            tagged--;
            if (settings.listingLag().isPositive()) {
                past.add(machine);
                agenda.at(now.plus(settings.listingLag()), at -> past.removeFirst());
            }
        });
    }

    /** Grows with every change of any machine's state. */
    long revision() {
        return revision;
    }

    /** Whatever is there now, foreign or not. */
    Optional<FakeMachine> find(ProviderRef ref) {
        return Optional.ofNullable(byRef.get(ref));
    }

    Collection<FakeMachine> of(String deployment) {
        return byDeployment.getOrDefault(deployment, Map.of()).values();
    }

    Collection<FakeMachine> all() {
        return byRef.values();
    }

    List<FakeMachine> allTagged() {
        List<FakeMachine> all = new ArrayList<>(tagged);
        byDeployment.values().forEach(machines -> all.addAll(machines.values()));
        return all;
    }

    /** Machines that are gone now and may still be listed, oldest first. */
    Collection<FakeMachine> gone() {
        return past;
    }

    boolean attached(String volume) {
        return byVolume.containsKey(volume);
    }
}
