package brume.director.sim;

import brume.testkit.fake.FakeCloudSettings;
import brume.testkit.fake.FakeFaults;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * What goes wrong in one run, and for how long.
 *
 * @param crash share of boundaries at which the director dies
 * @param nap share of calls during which it oversleeps its lease while another director goes on
 * @param steps how many steps the storm lasts
 */
record Storm(FakeCloudSettings cloud, FakeFaults faults, double crash, double nap, int steps, int instancesMax) {
    private static final int INSTANCES_MAX = 5;

    private static final List<FakeCloudSettings> CLOUDS = List.of(
            FakeCloudSettings.containers(),
            FakeCloudSettings.lateWithKeys(),
            FakeCloudSettings.withoutKeys(),
            FakeCloudSettings.namedWithoutKeys(),
            FakeCloudSettings.containers().withListingLag(Duration.ofSeconds(3)).withCapacity(INSTANCES_MAX),
            FakeCloudSettings.withoutKeys().withHosts(2));

    /** The storm of a seed: any cloud, from a drizzle to the worst. */
    static Storm of(long seed) {
        RandomGenerator random = new SplittableRandom(seed);
        FakeCloudSettings cloud = CLOUDS.get(random.nextInt(CLOUDS.size()));
        FakeFaults faults =
                switch (random.nextInt(5)) {
                    case 0 -> FakeFaults.NONE;
                    case 1, 2 -> FakeFaults.wild();
                    default -> FakeFaults.moderate();
                };
        double crash = random.nextInt(3) == 0 ? 0 : 0.002 + random.nextDouble(0.02);
        double nap = random.nextInt(3) == 0 ? 0.01 : 0;
        return new Storm(cloud, faults, crash, nap, 60 + random.nextInt(120), 1 + random.nextInt(INSTANCES_MAX));
    }

    /** Nothing goes wrong but what a test adds. */
    static Storm quiet(FakeCloudSettings cloud) {
        return new Storm(cloud, FakeFaults.NONE, 0, 0, 0, 0);
    }
}
