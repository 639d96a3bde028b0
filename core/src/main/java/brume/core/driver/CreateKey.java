package brume.core.driver;

import brume.core.id.InstanceId;
import java.util.Objects;

/** Identity of one attempt to have a machine: the same for every repeat, another for every generation. */
public record CreateKey(InstanceId instance, long generation) {
    public CreateKey {
        Objects.requireNonNull(instance);
        if (generation < 1) {
            throw new IllegalArgumentException("generations count from 1: " + generation);
        }
    }

    @Override
    public String toString() {
        return instance + "." + generation;
    }
}
