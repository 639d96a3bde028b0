package brume.driver.incus;

import brume.testkit.contract.CloudDriverContract;
import brume.testkit.contract.DriverUnderTest;
import org.junit.jupiter.api.Tag;

/** The contract at the real daemon that this machine uses, over its socket. */
@Tag("containers")
final class IncusDriverContractTest extends CloudDriverContract {
    @Override
    protected DriverUnderTest subject() {
        TestSite site = TestSite.open();
        return new IncusUnderTest(site, new SocketReach(site.socket()));
    }
}
