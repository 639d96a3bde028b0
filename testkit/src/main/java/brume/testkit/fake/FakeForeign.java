package brume.testkit.fake;

import brume.testkit.contract.ForeignResource;
import java.util.function.BooleanSupplier;

/** A foreign machine or volume of the fake cloud. */
record FakeForeign(String handle, BooleanSupplier asMade, Runnable removal) implements ForeignResource {
    @Override
    public boolean untouched() {
        return asMade.getAsBoolean();
    }

    @Override
    public void close() {
        removal.run();
    }
}
