package brume.driver.incus;

import brume.testkit.contract.CloudDriverContract;
import brume.testkit.contract.DriverUnderTest;
import org.junit.jupiter.api.Tag;

/** The contract at a real LXD, over its socket. */
@Tag("containers")
final class LxdDriverContractTest extends CloudDriverContract {
    @Override
    protected DriverUnderTest subject() {
        TestSite site = TestSite.openLxd();
        return new IncusUnderTest(site, new SocketReach(site.socket()));
    }
}
