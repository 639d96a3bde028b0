package brume.core.driver;

import brume.core.id.InstanceId;
import java.util.Objects;

/** The tag that marks a resource as ours: which deployment made it, for which row and generation. */
public record Tags(String deployment, InstanceId instance, long generation) {
    public Tags {
        Objects.requireNonNull(deployment);
        Objects.requireNonNull(instance);
    }
}
