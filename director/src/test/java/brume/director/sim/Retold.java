package brume.director.sim;

import brume.core.driver.Capabilities;
import brume.core.driver.CloudDriver;
import brume.core.driver.CreateKey;
import brume.core.driver.InstanceSpec;
import brume.core.driver.ObservedInstance;
import brume.core.driver.ProviderRef;
import brume.core.driver.StopMode;
import brume.core.driver.Volumes;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** A driver that promises something else than it keeps. */
class Retold implements CloudDriver {
    private final CloudDriver real;
    private final UnaryOperator<Capabilities> promise;

    Retold(CloudDriver real, UnaryOperator<Capabilities> promise) {
        this.real = real;
        this.promise = promise;
    }

    @Override
    public Capabilities capabilities() {
        return promise.apply(real.capabilities());
    }

    @Override
    public List<ObservedInstance> list() {
        return real.list();
    }

    @Override
    public Optional<ObservedInstance> find(ProviderRef ref) {
        return real.find(ref);
    }

    @Override
    public ObservedInstance create(InstanceSpec spec, CreateKey key) {
        return real.create(spec, key);
    }

    @Override
    public void start(ProviderRef ref) {
        real.start(ref);
    }

    @Override
    public void stop(ProviderRef ref, StopMode mode) {
        real.stop(ref, mode);
    }

    @Override
    public void remove(ProviderRef ref) {
        real.remove(ref);
    }

    @Override
    public Optional<Volumes> volumes() {
        return real.volumes();
    }

    @Override
    public void close() {
        real.close();
    }
}
