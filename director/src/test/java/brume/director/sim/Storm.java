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
 * @param whole whether people deploy applications on the whole director; otherwise they want nodes of it, one by one, and no service has a plan
 * @param crash share of boundaries at which the director dies
 * @param nap share of calls during which it oversleeps its lease while another director goes on
 * @param lost share of the messages between agents and director that are lost
 * @param steps how many steps the storm lasts
 * @param most how many nodes, or applications, people want at most
 */
record Storm(FakeCloudSettings cloud, boolean whole, FakeFaults faults, double crash, double nap, double lost, int steps, int most) {
    /** One seed in so many is of the whole director, which costs as much as many small ones. */
    static final int WHOLE_EVERY = 20;

    private static final int NODES_MAX = 5;
    private static final int APPS_MAX = 2;
    private static final Duration ACTS_WITHIN = Duration.ofSeconds(15);

    /** An application takes half a minute to come up. */
    private static final Duration ACTS_WITHIN_WHOLE = Duration.ofSeconds(60);

    private static final List<FakeCloudSettings> CLOUDS = List.of(
            FakeCloudSettings.containers(),
            FakeCloudSettings.lateWithKeys(),
            FakeCloudSettings.withoutKeys(),
            FakeCloudSettings.namedWithoutKeys(),
            FakeCloudSettings.withoutKeys().withHosts(2),
            FakeCloudSettings.containers().withListingLag(Duration.ofSeconds(3)));

    /** The storm of a seed: any cloud, from a drizzle to the worst. */
    static Storm of(long seed) {
        RandomGenerator random = new SplittableRandom(seed);
        boolean whole = seed % WHOLE_EVERY == 0;
        FakeCloudSettings cloud = CLOUDS.get(random.nextInt(CLOUDS.size()));
        FakeFaults faults =
                switch (random.nextInt(5)) {
                    case 0 -> FakeFaults.NONE;
                    case 1, 2 -> FakeFaults.wild();
                    default -> FakeFaults.moderate();
                };
        double crash = random.nextInt(3) == 0 ? 0 : 0.002 + random.nextDouble(0.02);
        double nap = random.nextInt(3) == 0 ? 0.01 : 0;
        double lost = random.nextInt(2) == 0 ? 0 : random.nextDouble(0.2);
        if (whole) {
            return new Storm(cloud, true, faults, crash, nap, lost, 150 + random.nextInt(300), 1 + random.nextInt(APPS_MAX));
        }
        // there is room for every node at least, or the world could never settle
        FakeCloudSettings sized = random.nextInt(4) == 0 && cloud.honoursKeys() ? cloud.withCapacity(NODES_MAX) : cloud;
        return new Storm(sized, false, faults, crash, nap, lost, 60 + random.nextInt(160), 1 + random.nextInt(NODES_MAX));
    }

    /** Nothing goes wrong but what a test adds. */
    static Storm quiet(FakeCloudSettings cloud) {
        return new Storm(cloud, false, FakeFaults.NONE, 0, 0, 0, 0, 0);
    }

    /** As {@link #quiet}, on the whole director. */
    static Storm quietWhole(FakeCloudSettings cloud) {
        return new Storm(cloud, true, FakeFaults.NONE, 0, 0, 0, 0, 0);
    }

    /** Somebody acts at least once in so long. */
    Duration actsWithin() {
        return whole ? ACTS_WITHIN_WHOLE : ACTS_WITHIN;
    }

    /** Whether nothing goes wrong by chance. */
    boolean quiet() {
        return steps == 0;
    }
}
