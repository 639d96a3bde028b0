package brume.testkit.fake;

import brume.core.driver.ProviderRef;
import java.util.Objects;

/**
 * What runs inside a machine that is RUNNING, as the guest itself knows it.
 *
 * @param machine tells machines apart for ever, also where a successor takes over the name
 * @param boot counts the machine's boots from 1
 * @param bootstrap the text that the machine was ordered with
 * @param address its IPv4 address
 */
public record FakeGuest(long machine, ProviderRef ref, int boot, String bootstrap, String address) {
    public FakeGuest {
        Objects.requireNonNull(ref);
        Objects.requireNonNull(bootstrap);
        Objects.requireNonNull(address);
    }

    /** Differs after every boot of every machine. */
    public String bootId() {
        return machine + "." + boot;
    }
}
