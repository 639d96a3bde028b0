package brume.testkit.fake;

import brume.testkit.contract.CloudDriverContract;
import brume.testkit.contract.DriverUnderTest;

final class FakeNamedWithoutKeysContractTest extends CloudDriverContract {
    @Override
    protected DriverUnderTest subject() {
        return new FakeUnderTest(FakeCloudSettings.namedWithoutKeys());
    }
}
