package brume.driver.incus;

import brume.testkit.contract.CloudDriverContract;
import brume.testkit.contract.DriverUnderTest;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;

/** The contract at a real daemon, over HTTPS with a client certificate. */
@Tag("containers")
final class IncusHttpsContractTest extends CloudDriverContract {
    private static final AtomicReference<@Nullable HttpsReach> REACH = new AtomicReference<>();

    @Override
    protected DriverUnderTest subject() {
        TestSite site = TestSite.open();
        HttpsReach reach = REACH.updateAndGet(known -> known == null ? HttpsReach.to(site.socket()) : known);
        return new IncusUnderTest(site, java.util.Objects.requireNonNull(reach));
    }
}
