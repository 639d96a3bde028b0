package brume.driver.incus;

import brume.testkit.contract.CloudDriverContract;
import brume.testkit.contract.DriverUnderTest;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;

/**
 * The contract at a real daemon, over HTTPS with a client certificate. It runs where {@code BRUME_TEST_URL} names a daemon, because a daemon that does not listen for HTTPS
 * yet would have to be changed, and the user's own is not ours to change.
 */
@Tag("containers")
final class IncusHttpsContractTest extends CloudDriverContract {
    @Override
    protected DriverUnderTest subject() {
        Optional<HttpsReach> reach = HttpsReach.fromEnvironment();
        Assumptions.assumeTrue(reach.isPresent(), "BRUME_TEST_URL names no daemon that listens for HTTPS");
        return new IncusUnderTest(TestSite.open(), reach.orElseThrow());
    }
}
