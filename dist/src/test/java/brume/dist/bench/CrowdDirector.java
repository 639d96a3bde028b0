package brume.dist.bench;

import brume.core.driver.CloudDriver;
import brume.core.driver.DriverFactory;
import brume.core.driver.SiteSettings;
import brume.core.problem.Problem;
import brume.director.Settings;
import brume.director.Wiring;
import brume.testkit.fake.FakeCloud;
import brume.testkit.fake.FakeCloudSettings;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.SplittableRandom;

/**
 * The director as it is shipped, but with a cloud in memory that takes no time and with {@link CrowdService}: {@code CrowdDirector HOME}. Says {@code ready URL}, answers every
 * line of input with {@code PASSES MACHINES}, and ends with its input.
 */
public final class CrowdDirector {
    private CrowdDirector() {}

    public static void main(String[] arguments) throws IOException {
        FakeCloud cloud = new FakeCloud(FakeCloudSettings.instant(), InstantSource.system(), new SplittableRandom(1));
        Settings settings = Settings.read(Path.of(arguments[0]));
        try (Wiring wiring = new Wiring(settings, List.of(new Fake(cloud)), List.of(new CrowdService()));
                BufferedReader questions = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            System.out.println("ready " + wiring.start(System.out::println));
            while (questions.readLine() != null) {
                System.out.println(wiring.passes() + " " + cloud.truth().size());
            }
        }
    }

    private record Fake(FakeCloud cloud) implements DriverFactory {
        @Override
        public String kind() {
            return "fake";
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
}
