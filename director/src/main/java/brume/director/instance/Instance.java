package brume.director.instance;

import brume.core.driver.CreateKey;
import brume.core.driver.PowerState;
import brume.core.driver.ProviderRef;
import brume.core.id.InstanceId;
import brume.core.id.SiteId;
import brume.director.db.Life;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The row of an instance.
 *
 * @param want with the wanted power as it is now; {@code volumes} are those that were wanted at first
 * @param address from the site's pool; empty where the provider chooses, or while the pool is exhausted
 * @param generation of the machine, from 1
 * @param losses machines that ended one after the other since the last that ran for a while
 * @param askedAt when the current generation was last asked for; empty: never, so there is no such machine
 * @param seen the machine of the current generation, as it was last seen
 * @param missingSince since when a machine that was seen is not found
 * @param deadAt when the instance died
 */
public record Instance(
        InstanceWant want,
        List<Volume> volumes,
        Optional<String> address,
        Life life,
        Instant createdAt,
        long generation,
        int losses,
        Optional<Instant> askedAt,
        Optional<Seen> seen,
        Optional<Instant> missingSince,
        Optional<Instant> deadAt) {
    public Instance {
        Objects.requireNonNull(want);
        volumes = List.copyOf(volumes);
        Objects.requireNonNull(address);
        Objects.requireNonNull(life);
        Objects.requireNonNull(createdAt);
        Objects.requireNonNull(askedAt);
        Objects.requireNonNull(seen);
        Objects.requireNonNull(missingSince);
        Objects.requireNonNull(deadAt);
    }

    /**
     * A machine as it was seen.
     *
     * @param at when it was first seen so
     */
    public record Seen(ProviderRef ref, PowerState power, List<String> addresses, String host, Instant at) {
        public Seen {
            Objects.requireNonNull(ref);
            Objects.requireNonNull(power);
            addresses = List.copyOf(addresses);
            Objects.requireNonNull(host);
            Objects.requireNonNull(at);
        }
    }

    public InstanceId id() {
        return want.id();
    }

    public SiteId site() {
        return want.site();
    }

    public Power power() {
        return want.power();
    }

    /** Name at the provider of the machine of the current generation. */
    public String machineName() {
        return want.name() + "-" + generation;
    }

    public CreateKey key() {
        return new CreateKey(id(), generation);
    }

    /** Whether any machine of this row may be at the site. */
    public boolean mayHaveMachine() {
        return life != Life.DEAD && (generation > 1 || askedAt.isPresent());
    }

    /** Address by which others reach it: the allotted one, else the first that the provider shows. */
    public Optional<String> reachableAddress() {
        return address.or(() -> seen.flatMap(s -> s.addresses().stream().findFirst()));
    }
}
