package brume.testkit.contract;

import brume.core.driver.InstanceSpec;
import brume.core.driver.VolumeMount;
import java.util.List;
import java.util.Optional;

/** Copies of an order with one thing changed. */
final class Specs {
    private Specs() {}

    static InstanceSpec name(InstanceSpec s, String name) {
        return new InstanceSpec(name, s.image(), s.flavor(), s.tags(), s.address(), s.bootstrap(), s.volumes());
    }

    static InstanceSpec image(InstanceSpec s, String image) {
        return new InstanceSpec(s.name(), image, s.flavor(), s.tags(), s.address(), s.bootstrap(), s.volumes());
    }

    static InstanceSpec address(InstanceSpec s, String address) {
        return new InstanceSpec(s.name(), s.image(), s.flavor(), s.tags(), Optional.of(address), s.bootstrap(), s.volumes());
    }

    static InstanceSpec bootstrap(InstanceSpec s, String text) {
        return new InstanceSpec(s.name(), s.image(), s.flavor(), s.tags(), s.address(), text, s.volumes());
    }

    static InstanceSpec volume(InstanceSpec s, String volume, String path) {
        return new InstanceSpec(
                s.name(), s.image(), s.flavor(), s.tags(), s.address(), s.bootstrap(), List.of(new VolumeMount(volume, path)));
    }
}
