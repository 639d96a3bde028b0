package brume.core.driver;

import java.util.List;
import java.util.Optional;

/**
 * One site's machines. All methods may throw {@link DriverException} and nothing else that is expected; all are safe to repeat.
 */
public interface CloudDriver extends AutoCloseable {

    /** What this driver promises beyond the SPI; constant while it is open. */
    Capabilities capabilities();

    /** Every machine that carries this deployment's tag, as the provider lists it: possibly late by {@link Capabilities#listingLag()}. */
    List<ObservedInstance> list();

    /** One machine by its provider reference, empty when the provider says that there is none. Foreign machines are "none". */
    Optional<ObservedInstance> find(ProviderRef ref);

    /**
     * Makes a machine and, where the provider can, starts it in the same call. Where {@link Capabilities#honoursKeys()} a repeat with the same key answers with the
     * machine of the first call; elsewhere a repeat may make a second one, and the caller looks first.
     */
    ObservedInstance create(InstanceSpec spec, CreateKey key);

    /** Starts a stopped machine; no effect on a running one. {@link DriverException.Rejected} with {@code no-such-instance} when there is none. */
    void start(ProviderRef ref);

    /** Stops a machine, keeping its disks; no effect on a stopped one or when there is none. */
    void stop(ProviderRef ref, StopMode mode);

    /** Removes a machine with its own disk, running or not; attached volumes stay. No effect when there is none. */
    void remove(ProviderRef ref);

    default Optional<Volumes> volumes() {
        return Optional.empty();
    }

    default Optional<Images> images() {
        return Optional.empty();
    }

    default Optional<Files> files() {
        return Optional.empty();
    }

    default Optional<Exec> exec() {
        return Optional.empty();
    }

    /** Frees connections. The machines stay. */
    @Override
    void close();
}
