package brume.director.whole;

import brume.core.driver.CloudDriver;
import brume.core.driver.DriverFactory;
import brume.core.driver.SiteSettings;
import brume.core.problem.Problem;
import brume.testkit.fake.FakeCloud;
import java.util.List;

/** The driver {@code fake}: every site of it is the same fake cloud. */
record FakeSites(FakeCloud cloud) implements DriverFactory {
    static final String KIND = "fake";

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public List<Problem> check(SiteSettings settings) {
        return List.of();
    }

    @Override
    public CloudDriver open(SiteSettings settings, String deployment) {
        return cloud.driver(deployment);
    }
}
