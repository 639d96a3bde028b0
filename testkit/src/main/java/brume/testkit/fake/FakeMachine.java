package brume.testkit.fake;

import brume.core.driver.ObservedInstance;
import brume.core.driver.PowerState;
import brume.core.driver.ProviderRef;
import brume.core.driver.Tags;
import brume.core.driver.VolumeMount;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A machine of the fake cloud and its recent past. Not thread-safe: the cloud's lock guards it. */
final class FakeMachine {
    /** PENDING: accepted and not to be seen yet. GONE: for ever. */
    enum State {
        PENDING,
        STARTING,
        RUNNING,
        STOPPING,
        STOPPED,
        FAILED,
        GONE
    }

    private record Moment(Instant at, State state) {}

    final long number;
    final ProviderRef ref;
    final String name;
    final Optional<Tags> tags;
    final String bootstrap;
    final String address;
    final String host;
    final List<VolumeMount> mounts;
    final Instant createdAt;
    final Map<String, byte[]> files = new HashMap<>();
    final List<Machines.Order> orders = new ArrayList<>(1);

    /** Grows with every order that changes the power, so that what an older order had in mind does not happen any more. */
    int order;

    int boots;
    boolean removing;
    private final List<Moment> past = new ArrayList<>(4);

    FakeMachine(
            long number, ProviderRef ref, String name, Optional<Tags> tags, String bootstrap, String address, String host,
            List<VolumeMount> mounts, Instant createdAt) {
        this.number = number;
        this.ref = ref;
        this.name = name;
        this.tags = tags;
        this.bootstrap = bootstrap;
        this.address = address;
        this.host = host;
        this.mounts = mounts;
        this.createdAt = createdAt;
        past.add(new Moment(createdAt, State.PENDING));
    }

    State state() {
        return past.getLast().state();
    }

    /** The state at that time, which no later {@link #enter} may precede by more than the lag that {@code forgetBefore} kept. */
    State state(Instant at) {
        for (Moment moment : past.reversed()) {
            if (!moment.at().isAfter(at)) {
                return moment.state();
            }
        }
        return State.PENDING;
    }

    void enter(State state, Instant at, Instant forgetBefore) {
        while (past.size() > 1 && past.get(1).at().isBefore(forgetBefore)) {
            past.removeFirst();
        }
        past.add(new Moment(at, state));
        if (state == State.RUNNING) {
            boots++;
        }
    }

    /** What a driver shows, empty while pending and once gone. */
    Optional<ObservedInstance> observed(Instant at) {
        State state = state(at);
        return switch (state) {
            case PENDING, GONE -> Optional.empty();
            case STARTING, RUNNING, STOPPING, STOPPED, FAILED -> Optional.of(observed(state));
        };
    }

    /** What the answer to {@code create} shows. */
    ObservedInstance answered() {
        return observed(state());
    }

    private ObservedInstance observed(State state) {
        List<String> addresses = state == State.RUNNING ? List.of(address) : List.of();
        return new ObservedInstance(ref, name, tags.orElseThrow(), power(state), addresses, createdAt, host);
    }

    private static PowerState power(State state) {
        return switch (state) {
            case PENDING, STARTING -> PowerState.STARTING;
            case RUNNING -> PowerState.RUNNING;
            case STOPPING, GONE -> PowerState.STOPPING;
            case STOPPED -> PowerState.STOPPED;
            case FAILED -> PowerState.FAILED;
        };
    }

    FakeGuest guest() {
        return new FakeGuest(number, ref, boots, bootstrap, address);
    }
}
