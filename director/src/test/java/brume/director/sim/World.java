package brume.director.sim;

import brume.core.driver.SiteSettings;
import brume.core.id.IdSource;
import brume.core.id.SiteId;
import brume.core.id.TimeOrderedIds;
import brume.director.db.CommitGate;
import brume.director.db.Database;
import brume.director.engine.Engine;
import brume.director.site.SiteWant;
import brume.director.site.Tier;
import brume.testkit.contract.ForeignResource;
import brume.testkit.fake.FakeCloud;
import brume.testkit.sim.VirtualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/** Everything that a director's death does not take away (cloud, clock, database, users, agents), and the run itself. */
final class World implements AutoCloseable {
    static final String IMAGE = "services";

    /** Longer than every backoff and grace together; the engine looks at anything at least hourly. */
    private static final Duration CALM_MAX = Duration.ofHours(4);

    /** A run that makes more passes than this spins. */
    private static final int PASSES_MAX = 6_000;

    private final Storm storm;
    private final Variation variation;
    private final SplittableRandom random;
    private final VirtualClock clock = new VirtualClock();
    private final Trace trace = new Trace(clock);
    private final Chaos chaos;
    private final FakeCloud cloud;
    private final IdSource ids;
    private final Database database = Databases.take();
    private final Users users;
    private final Agents agents;
    private final Invariants invariants = new Invariants(this);
    private final List<ForeignResource> foreign;
    private final SiteId site;
    private int directors;
    private SimDirector director;

    World(Storm storm, long seed, Variation variation) {
        this.storm = storm;
        this.variation = variation;
        this.random = new SplittableRandom(seed);
        this.chaos = new Chaos(random.split(), trace);
        this.cloud = new FakeCloud(storm.cloud(), clock, random.split());
        this.ids = new TimeOrderedIds(clock, random.split());
        this.users = new Users(this, random.split());
        this.agents = new Agents(this, variation.desk(this));
        this.site = new SiteId(ids.next());
        this.director = newDirector();
        this.foreign = List.of(cloud.foreignMachine("not-ours"), cloud.foreignVolume("not-ours-either"));
        chaos.oversleep(this::oversleep);
        chaos.witness(invariants::checkCall);
        users.wantSite(site);
        database.gate(chaos);
    }

    /** A whole run: storm, calm, judgement. */
    void run() {
        storm();
        calm();
    }

    /** Users act and the director works while everything goes wrong. */
    void storm() {
        cloud.faults(storm.faults());
        chaos.set(storm.crash(), storm.nap());
        for (int step = 0; step < storm.steps(); step++) {
            if (random.nextInt(5) == 0) {
                surviving(() -> users.act(storm.instancesMax()), true);
            } else if (!pass()) {
                advance(Duration.ofMillis(1 + random.nextInt(10_000)));
            }
            agents.step();
            invariants.check();
        }
    }

    /** Nothing more goes wrong: everything must settle. */
    void calm() {
        cloud.calm();
        chaos.set(0, 0);
        trace.add("calm");
        Instant deadline = clock.instant().plus(CALM_MAX);
        int passes = 0;
        while (true) {
            while (pass()) {
                agents.step();
                invariants.check();
                if (++passes > PASSES_MAX) {
                    throw new Violation("does not settle, and spins: " + invariants.unsettled());
                }
            }
            if (cloud.nextChange().isEmpty() && invariants.unsettled().isEmpty()) {
                break;
            }
            if (clock.instant().isAfter(deadline)) {
                throw new Violation("does not settle: " + invariants.unsettled());
            }
            advance(Duration.ofMinutes(5));
            agents.step();
        }
        users.check();
        foreign.stream().filter(f -> !f.untouched()).findFirst().ifPresent(f -> {
            throw new Violation("something foreign was harmed: " + f);
        });
        trace.add("settled");
    }

    /** One pass, if one is due. */
    boolean pass() {
        chaos.awake();
        return surviving(() -> director.engine().runOne(), false);
    }

    /** Runs {@code act}; when the director dies in it, another takes its place. */
    void surviving(Runnable act, boolean user) {
        surviving(
                () -> {
                    act.run();
                    return true;
                },
                user);
    }

    private boolean surviving(BooleanSupplier act, boolean user) {
        try {
            return act.getAsBoolean();
        } catch (SimulatedCrash crash) {
            restart(user);
            return true;
        }
    }

    private void restart(boolean userActed) {
        director = newDirector();
        // Where other directors could exist, nobody may free the dead one's claims: its leases run out.
        boolean sole = random.nextInt(4) != 0;
        if (sole) {
            surviving(() -> director.engine().takeOver(), userActed);
        }
        users.lookAfterCrash(userActed);
    }

    /** The director hangs in a call for longer than its lease; another one works meanwhile. */
    private void oversleep() {
        clock.advance(Engine.LEASE.plusMillis(random.nextInt(60_000)));
        SimDirector other = newDirector();
        int passes = random.nextInt(12);
        for (int i = 0; i < passes; i++) {
            boolean worked = Database.guarded(tx -> {}, () -> other.engine().runOne());
            if (!worked) {
                clock.advance(Duration.ofMillis(random.nextInt(2_000)));
            }
        }
        trace.add("the director wakes up");
    }

    /** To the next thing that happens, at most {@code most}. */
    void advance(Duration most) {
        Instant now = clock.instant();
        Instant next = Stream.of(director.engine().nextDue(), cloud.nextChange())
                .flatMap(Optional::stream)
                .filter(now::isBefore)
                .min(Instant::compareTo)
                .orElse(now.plus(most));
        clock.advanceTo(next.isBefore(now.plus(most)) ? next : now.plus(most));
    }

    private SimDirector newDirector() {
        return new SimDirector(this, "d" + ++directors, variation);
    }

    SiteWant siteWant(SiteId id) {
        return new SiteWant(id, "fake", SimDirector.DRIVER, new SiteSettings(Map.of("subnet", "10.83.0.0/24")), Tier.CLOUD, "");
    }

    @Override
    public void close() {
        database.gate(CommitGate.OPEN);
        Databases.giveBack(database);
    }

    VirtualClock clock() {
        return clock;
    }

    Trace trace() {
        return trace;
    }

    Chaos chaos() {
        return chaos;
    }

    FakeCloud cloud() {
        return cloud;
    }

    IdSource ids() {
        return ids;
    }

    Database database() {
        return database;
    }

    Users users() {
        return users;
    }

    Agents agents() {
        return agents;
    }

    Invariants invariants() {
        return invariants;
    }

    SiteId site() {
        return site;
    }

    SimDirector director() {
        return director;
    }
}
