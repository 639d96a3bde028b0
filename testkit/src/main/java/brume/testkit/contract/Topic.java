package brume.testkit.contract;

/** What the contract is about, and what a driver can opt out of, with a reason. */
public enum Topic {
    /** A machine comes to be, with its name, tags, power and address. No driver opts out of this one. */
    CREATE,
    /** What a repeated {@code create} does, with and without honoured keys. */
    KEYS,
    /** Resources without our tag are not seen and not touched. Needs {@link DriverUnderTest#foreignMachine}. */
    TAGS,
    /** Start and stop, both repeatable. */
    POWER,
    REMOVAL,
    /** What {@code list} and {@code find} show, and by when. */
    LISTING,
    /** The machine takes the address that it was ordered with. Needs {@link DriverUnderTest#addresses}. */
    STATIC_ADDRESSES,
    /** A successor with the same address has the same MAC address. Needs {@link DriverUnderTest#macOf}. */
    MAC_FOLLOWS_ADDRESS,
    VOLUMES,
    /** A volume's data outlives the machine. Needs the facet {@code Files}. */
    VOLUME_DATA,
    /** Needs {@link DriverUnderTest#foreignVolume}. */
    FOREIGN_VOLUMES,
    IMAGES,
    /** Needs {@link DriverUnderTest#splitImage}. */
    IMAGE_IMPORT,
    FILES,
    EXEC,
    /** The bootstrap text reaches the guest and nobody else. Needs {@link DriverUnderTest#bootstrapInGuest}. */
    BOOTSTRAP,
    /** Mistakes in the order are {@code Rejected} with the right code and make nothing. */
    REJECTED,
    /** Nobody listens at the provider's address. Needs {@link DriverUnderTest#unreachable}. */
    UNREACHABLE,
    /** Needs {@link DriverUnderTest#unauthorized}. */
    UNAUTHORIZED,
    /** Needs {@link DriverUnderTest#full}. */
    NO_CAPACITY,
    /** The call took effect and its answer was lost. Needs {@link DriverUnderTest#losingCreateReplies}. */
    LOST_REPLY,
    /** The provider takes the call and never answers. Needs {@link DriverUnderTest#silent}. */
    DEADLINES,
    INTERRUPTS,
    /** Two deployments on one provider. */
    DEPLOYMENTS,
    CONCURRENCY
}
