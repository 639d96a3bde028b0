package brume.testkit.contract;

import brume.core.driver.Capabilities;
import brume.core.driver.CloudDriver;
import brume.core.driver.CreateKey;
import brume.core.driver.DriverException;
import brume.core.driver.Files;
import brume.core.driver.InstanceSpec;
import brume.core.driver.ObservedInstance;
import brume.core.driver.ProviderRef;
import brume.core.driver.StopMode;
import brume.core.driver.Tags;
import brume.core.driver.Volumes;
import brume.core.id.InstanceId;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A good driver with one mistake.
 *
 * @param siblings good drivers of every deployment of the test, this one's too
 */
record MisbehavingDriver(CloudDriver good, List<CloudDriver> siblings, Mistake mistake) implements CloudDriver {
    private static final AtomicLong KEYS = new AtomicLong();

    enum Mistake {
        ANSWERS_WITH_OTHER_TAGS,
        FORGETS_KEYS,
        LISTS_OTHERS,
        REMOVES_OTHERS,
        START_OF_ABSENT_IS_SILENT,
        STOP_OF_ABSENT_FAILS,
        REMOVES_NOTHING,
        DENIES_ITS_LAG,
        IGNORES_THE_ADDRESS,
        WRONG_CODE_FOR_IMAGE,
        TELLS_THE_BOOTSTRAP
    }

    private boolean has(Mistake which) {
        return mistake == which;
    }

    @Override
    public Capabilities capabilities() {
        Capabilities c = good.capabilities();
        return has(Mistake.DENIES_ITS_LAG) ? new Capabilities(c.provider(), c.honoursKeys(), Duration.ZERO, c.staticAddresses()) : c;
    }

    @Override
    public List<ObservedInstance> list() {
        if (has(Mistake.LISTS_OTHERS)) {
            return siblings.stream().flatMap(sibling -> sibling.list().stream()).toList();
        }
        return good.list();
    }

    @Override
    public Optional<ObservedInstance> find(ProviderRef ref) {
        return good.find(ref);
    }

    @Override
    public ObservedInstance create(InstanceSpec spec, CreateKey key) {
        try {
            CreateKey used = has(Mistake.FORGETS_KEYS) ? new CreateKey(new InstanceId(new UUID(0, KEYS.incrementAndGet())), 1) : key;
            InstanceSpec order = has(Mistake.IGNORES_THE_ADDRESS) ? Specs.address(spec, "10.83.0.250") : spec;
            ObservedInstance made = good.create(order, used);
            if (has(Mistake.ANSWERS_WITH_OTHER_TAGS)) {
                Tags other = new Tags(made.tags().deployment(), made.tags().instance(), made.tags().generation() + 1);
                return new ObservedInstance(made.ref(), made.name(), other, made.power(), made.addresses(), made.createdAt(), made.host());
            }
            return made;
        } catch (DriverException.Rejected refusal) {
            if (has(Mistake.WRONG_CODE_FOR_IMAGE)) {
                throw new DriverException.Transient("refused", refusal.fact());
            }
            if (has(Mistake.TELLS_THE_BOOTSTRAP)) {
                throw new DriverException.Rejected(refusal.code(), "refused", "the order was " + spec + spec.bootstrap());
            }
            throw refusal;
        }
    }

    @Override
    public void start(ProviderRef ref) {
        try {
            good.start(ref);
        } catch (DriverException.Rejected refusal) {
            if (!has(Mistake.START_OF_ABSENT_IS_SILENT)) {
                throw refusal;
            }
        }
    }

    @Override
    public void stop(ProviderRef ref, StopMode mode) {
        if (has(Mistake.STOP_OF_ABSENT_FAILS) && good.find(ref).isEmpty()) {
            throw new DriverException.Rejected("no-such-instance", "there is no such machine", ref.value());
        }
        good.stop(ref, mode);
    }

    @Override
    public void remove(ProviderRef ref) {
        if (has(Mistake.REMOVES_OTHERS)) {
            siblings.forEach(sibling -> sibling.remove(ref));
        }
        if (!has(Mistake.REMOVES_NOTHING)) {
            good.remove(ref);
        }
    }

    @Override
    public Optional<Volumes> volumes() {
        return good.volumes();
    }

    @Override
    public Optional<Files> files() {
        return good.files();
    }

    @Override
    public void close() {
        good.close();
    }
}
