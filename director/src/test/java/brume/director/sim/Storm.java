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
 * @param people what they want of the director
 * @param crash share of boundaries at which the director dies
 * @param nap share of calls during which it oversleeps its lease while another director goes on
 * @param lost share of the messages between agents and director that are lost
 * @param steps how many steps the storm lasts
 * @param most how many nodes, or applications, people want at most
 */
record Storm(FakeCloudSettings cloud, People people, FakeFaults faults, double crash, double nap, double lost, int steps, int most) {
    /** What people want, and so which half of the director they need. */
    enum People {
        /** Nodes, one by one; no service has a plan. */
        NODES,
        /** One application of one service, small. */
        SMALL,
        /** One application, mostly of both services. */
        MIDDLE,
        /** Up to two of them, and time enough to change them often. */
        LARGE
    }

    /** Of so many seeds … */
    private static final int WORLDS = 12;

    /** … so many have a small world, … */
    private static final int SMALL_WORLDS = 8;

    /** … so many a large one, and the rest one between. */
    private static final int LARGE_WORLDS = 1;

    /** In one world of so many nothing goes wrong but that people change their minds: there, more can be demanded. */
    private static final int FAIR_ONE_IN = 8;

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

    /** The storm of a seed on the whole director: any cloud, any size, from a drizzle to the worst. */
    static Storm of(long seed) {
        RandomGenerator random = new SplittableRandom(seed);
        int size = random.nextInt(WORLDS);
        if (size < SMALL_WORLDS) {
            return random(random, People.SMALL, 40 + random.nextInt(80), 1);
        }
        if (size < WORLDS - LARGE_WORLDS) {
            return random(random, People.MIDDLE, 100 + random.nextInt(160), 1);
        }
        return random(random, People.LARGE, 150 + random.nextInt(300), 1 + random.nextInt(APPS_MAX));
    }

    /** The storm of a seed on the lower half of the director. */
    static Storm ofNodes(long seed) {
        RandomGenerator random = new SplittableRandom(seed);
        Storm storm = random(random, People.NODES, 60 + random.nextInt(160), 1 + random.nextInt(NODES_MAX));
        // there is room for every node at least, or the world could never settle
        boolean tight = random.nextInt(4) == 0 && storm.cloud.honoursKeys();
        return tight ? storm.on(storm.cloud.withCapacity(NODES_MAX)) : storm;
    }

    private static Storm random(RandomGenerator random, People people, int steps, int most) {
        FakeCloudSettings cloud = CLOUDS.get(random.nextInt(CLOUDS.size()));
        if (random.nextInt(FAIR_ONE_IN) == 0) {
            return new Storm(cloud, people, FakeFaults.NONE, 0, 0, 0, steps, most);
        }
        FakeFaults faults =
                switch (random.nextInt(5)) {
                    case 0 -> FakeFaults.NONE;
                    case 1, 2 -> FakeFaults.wild();
                    default -> FakeFaults.moderate();
                };
        double crash = random.nextInt(3) == 0 ? 0 : 0.002 + random.nextDouble(0.02);
        double nap = random.nextInt(3) == 0 ? 0.01 : 0;
        double lost = random.nextInt(2) == 0 ? 0 : random.nextDouble(0.2);
        return new Storm(cloud, people, faults, crash, nap, lost, steps, most);
    }

    private Storm on(FakeCloudSettings other) {
        return new Storm(other, people, faults, crash, nap, lost, steps, most);
    }

    /** Nothing goes wrong but what a test adds. */
    static Storm quiet(FakeCloudSettings cloud) {
        return new Storm(cloud, People.NODES, FakeFaults.NONE, 0, 0, 0, 0, 0);
    }

    /** As {@link #quiet}, on the whole director. */
    static Storm quietWhole(FakeCloudSettings cloud) {
        return new Storm(cloud, People.LARGE, FakeFaults.NONE, 0, 0, 0, 0, 0);
    }

    /** Somebody acts at least once in so long. */
    Duration actsWithin() {
        return whole() ? ACTS_WITHIN_WHOLE : ACTS_WITHIN;
    }

    /** Whether services have plans, and applications reconcilers. */
    boolean whole() {
        return people != People.NODES;
    }

    /** Whether nothing goes wrong at all. */
    boolean fair() {
        return quiet() && steps > 0;
    }

    /** Whether nothing goes wrong by chance. */
    boolean quiet() {
        return faults.equals(FakeFaults.NONE) && crash == 0 && nap == 0 && lost == 0;
    }
}
