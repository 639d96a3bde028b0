package brume.testkit.contract;

/** A machine or volume that is not ours, made with the provider's own means rather than through the driver under test. */
public interface ForeignResource extends AutoCloseable {
    /** The provider's handle: what a {@link brume.core.driver.ProviderRef} of it would hold, or the name of a volume. */
    String handle();

    /** Whether it is there as it was made: same power, same configuration. */
    boolean untouched();

    /** Removes it with the provider's own means. */
    @Override
    void close();
}
