package brume.director.instance;

import brume.core.driver.ObservedInstance;
import brume.core.driver.ProviderRef;
import brume.core.outcome.Reason;
import java.time.Duration;
import java.util.Objects;

/** The one thing to do about an instance now. */
sealed interface InstanceStep {
    /** Make a volume; nothing happens when it is there. */
    record EnsureVolume(Volume volume) implements InstanceStep {}

    /** Take an address from the site's pool. */
    record AllotAddress() implements InstanceStep {}

    /** Record that the machine is asked for (from here on, it may be there), then ask for it. */
    record Create() implements InstanceStep {}

    /** Make a machine that is there the instance's own. */
    record AdoptSeen(ObservedInstance machine) implements InstanceStep {}

    record Start(ProviderRef ref) implements InstanceStep {}

    /** Let the guest shut down, and pull the plug if it does not. */
    record Stop(ProviderRef ref) implements InstanceStep {}

    /** Remove a machine beside the instance's own, or of an earlier generation. */
    record ReapDuplicate(ProviderRef ref) implements InstanceStep {}

    /** Remove the instance's own machine: the instance goes, or the machine will never run again. */
    record Remove(ProviderRef ref) implements InstanceStep {}

    record RemoveVolume(Volume volume) implements InstanceStep {}

    /** Nothing is left outside: give the address back and be dead. */
    record Bury() implements InstanceStep {}

    /** No listing can show this instance any more: forget it. */
    record Purge() implements InstanceStep {}

    /** Write down that the machine is not found. */
    record NoteMissing() implements InstanceStep {}

    /** The machine is surely gone: the next one may be asked for. */
    record NextGeneration() implements InstanceStep {}

    /** Machines live again: attempts count from the beginning. */
    record ForgetLosses() implements InstanceStep {}

    record Wait(String what, Duration lookAgain) implements InstanceStep {
        public Wait {
            Objects.requireNonNull(what);
            Objects.requireNonNull(lookAgain);
        }
    }

    /** Wait for something outside that a person should know of. */
    record Hold(Reason reason, Duration lookAgain) implements InstanceStep {
        public Hold {
            Objects.requireNonNull(reason);
            Objects.requireNonNull(lookAgain);
        }
    }

    record Settled(String text, Duration lookAgain) implements InstanceStep {
        public Settled {
            Objects.requireNonNull(text);
            Objects.requireNonNull(lookAgain);
        }
    }
}
