package brume.director.sim;

import brume.core.agent.Bootstrap;
import brume.core.driver.SiteSettings;
import brume.core.id.IdSource;
import brume.core.id.SiteId;
import brume.core.id.TimeOrderedIds;
import brume.director.db.CommitGate;
import brume.director.db.Database;
import brume.director.db.StoredJson;
import brume.director.site.SiteWant;
import brume.director.site.Tier;
import brume.testkit.contract.ForeignResource;
import brume.testkit.fake.FakeCloud;
import brume.testkit.sim.FakeAgents;
import brume.testkit.sim.Invariant;
import brume.testkit.sim.Move;
import brume.testkit.sim.SimRandom;
import brume.testkit.sim.SimulatedCrash;
import brume.testkit.sim.Simulation;
import brume.testkit.sim.SimulationLimits;
import brume.testkit.sim.Trace;
import brume.testkit.sim.VirtualClock;
import brume.testkit.sim.World;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/** Everything that a director's death does not take away (cloud, clock, database, people, machines with their agents), and the director that lives now. */
final class SimWorld implements World, AutoCloseable {
    static final String IMAGE = "services";
    static final int ROWS_MAX = 1_000;

    private static final String SUBNET = "10.83.0.0/24";

    /** Longer than every backoff and grace together; the engine looks at anything at least hourly. */
    private static final Duration CALM_MAX = Duration.ofHours(6);

    /** A run that makes more steps than this spins. */
    private static final int CALM_STEPS_MAX = 8_000;

    private static final Duration JUMP_MAX = Duration.ofSeconds(30);

    /** Lines kept for stories, which count calls. */
    private static final int STORY_LINES = 100_000;

    private final Storm storm;
    private final VirtualClock clock = new VirtualClock();
    private final Trace trace;
    private final Chaos chaos;
    private final FakeCloud cloud;
    private final IdSource ids;
    private final RandomGenerator secretChance;
    private final RandomGenerator mishaps;
    private final Database database = Databases.take();
    private final SimRoles roles;
    private final FakeAgents agents;
    private final Users users;
    private final Invariants invariants = new Invariants(this);
    private final List<Invariant> always;
    private final List<Invariant> atRest;
    private final List<ForeignResource> foreign;
    private final SiteId site;
    private final Simulation simulation;
    private final Move somebodyActs = Move.of("somebody acts", this::somebodyActs);
    private Instant nextAct = Instant.MIN;
    private boolean calm;
    private final Company company;

    SimWorld(Storm storm, long seed, Variation variation) {
        this(storm, seed, variation, 1);
    }

    SimWorld(Storm storm, long seed, Variation variation, int directors) {
        SimRandom random = new SimRandom(seed);
        this.storm = storm;
        this.trace = storm.steps() == 0 ? new Trace(clock, STORY_LINES) : new Trace(clock);
        this.chaos = new Chaos(random.of("chaos"), trace);
        this.cloud = new FakeCloud(storm.cloud(), clock, random.of("cloud"));
        this.ids = new TimeOrderedIds(clock, random.of("ids"));
        this.secretChance = random.of("secrets");
        this.mishaps = random.of("mishaps");
        this.roles = new SimRoles(cloud, clock);
        this.agents = new FakeAgents(
                cloud, clock, text -> Optional.of(StoredJson.read(text, Bootstrap.class)), variation.agents(new AgentLine(this), this), roles);
        this.site = new SiteId(ids.next());
        this.company = new Company(this, directors, random.of("company"), variation);
        database.write(tx -> {
            director().sites().want(tx, siteWant());
            return site;
        });
        this.users = storm.whole() ? new AppUsers(this, random.of("users")) : new NodeUsers(this, random.of("users"), storm.most());
        this.foreign = List.of(cloud.foreignMachine("not-ours"), cloud.foreignVolume("not-ours-either"));
        this.always = List.of(
                agents.oneCopyPerFence(),
                new Invariant("nothing foreign is ever touched", () -> cloud.foreignAttempts().stream().findFirst()),
                new Invariant("databases keep what they acknowledged", roles::lostData));
        this.atRest = List.of(
                new Invariant("no acknowledged change is lost", users::lostChange),
                new Invariant("what is foreign stays", () -> foreign.stream().filter(f -> !f.untouched()).findFirst().map(ForeignResource::handle)));
        this.simulation = new Simulation(
                clock, random, trace, new SimulationLimits(storm.steps(), JUMP_MAX, CALM_STEPS_MAX, CALM_MAX));
        chaos.oversleep(() -> {
            company.oversleep(mishaps);
            trace.add("the director wakes up");
        });
        chaos.witness(invariants::checkCall);
        cloud.faults(storm.faults());
        chaos.rage(storm);
        database.gate(chaos);
    }

    /** A run of a seed on the whole director. */
    static Trace play(long seed, Variation variation) {
        return play(Storm.of(seed), seed, variation, 1);
    }

    /** A run of a seed on the lower half of the director. */
    static Trace playNodes(long seed, Variation variation) {
        return play(Storm.ofNodes(seed), seed, variation, 1);
    }

    /** A run of a seed on two whole directors. */
    static Trace playTwo(long seed, Variation variation) {
        return play(Storm.of(seed), seed, variation, 2);
    }

    private static Trace play(Storm storm, long seed, Variation variation, int directors) {
        try (SimWorld world = new SimWorld(storm, seed, variation, directors)) {
            world.simulation.play(world);
            return world.trace;
        } catch (AssertionError failure) {
            throw new AssertionError(failure.getMessage() + "\n  " + storm, failure);
        }
    }

    @Override
    public List<Move> moves() {
        List<Move> moves = new ArrayList<>(company.moves());
        moves.addAll(agents.moves());
        if (!calm && !clock.instant().isBefore(nextAct)) {
            moves.add(somebodyActs);
        }
        return moves;
    }

    /** People let the director work between two acts, most of the time. */
    private void somebodyActs() {
        nextAct = clock.instant().plusMillis(mishaps.nextLong(storm.actsWithin().toMillis()));
        if (company.turn()) {
            users.act();
        }
    }

    @Override
    public Optional<Instant> nextEvent() {
        return Stream.of(company.nextEvent(), cloud.nextChange(), agents.nextEvent()).flatMap(Optional::stream).min(Instant::compareTo);
    }

    @Override
    public void restart(SimulatedCrash crash) {
        company.died();
        // Where other directors could exist, nobody may free the dead one's claims: its leases run out.
        boolean sole = mishaps.nextInt(4) != 0 && !company.shared();
        if (sole) {
            director().engine().takeOver();
        }
        users.lookAfterCrash();
    }

    @Override
    public void calm() {
        calm = true;
        cloud.calm();
        chaos.calm();
    }

    @Override
    public List<String> unsettled() {
        if (cloud.nextChange().isPresent()) {
            return List.of("something is under way in the cloud");
        }
        List<String> wanted = users.unsettled();
        return wanted.isEmpty() ? invariants.unsettled() : wanted;
    }

    @Override
    public List<Invariant> invariants() {
        return always;
    }

    @Override
    public List<Invariant> invariantsAtRest() {
        return atRest;
    }

    // ---- for stories ----

    /** Waits until everything has settled. */
    void settle() {
        simulation.settle(this);
    }

    /** Somebody does something; when the director dies in it, another takes its place. */
    void act(String name, Runnable act) {
        simulation.make(Move.of(name, act), this);
    }

    /** So many passes of the director, or jumps of a minute at most while none is due; agents do what they have to. */
    void passes(int count) {
        for (int i = 0; i < count; i++) {
            Optional<Move> pass = company.moves().stream().findFirst();
            if (pass.isPresent()) {
                simulation.make(pass.get(), this);
            } else {
                advance(Duration.ofMinutes(1));
                agents.moves().forEach(move -> simulation.make(move, this));
            }
        }
    }

    /** Agents do all that they can, and the director nothing. */
    void agentsAct() {
        for (List<Move> moves = agents.moves(); !moves.isEmpty(); moves = agents.moves()) {
            moves.forEach(move -> simulation.make(move, this));
        }
    }

    /** To the next thing that happens in director or cloud, at most {@code most}. */
    private void advance(Duration most) {
        Instant now = clock.instant();
        Instant latest = now.plus(most);
        Instant next = Stream.of(company.nextEvent(), cloud.nextChange())
                .flatMap(Optional::stream)
                .filter(now::isBefore)
                .min(Instant::compareTo)
                .orElse(latest);
        clock.advanceTo(next.isBefore(latest) ? next : latest);
    }

    /** Where the cloud chooses addresses, the director has none to give. */
    private SiteWant siteWant() {
        Map<String, String> settings = storm.cloud().staticAddresses() ? Map.of("subnet", SUBNET) : Map.of();
        return new SiteWant(site, "fake", SimDirector.DRIVER, new SiteSettings(settings), Tier.CLOUD, "");
    }

    @Override
    public void close() {
        database.gate(CommitGate.OPEN);
        Databases.giveBack(database);
    }

    Storm storm() {
        return storm;
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

    RandomGenerator secretChance() {
        return secretChance;
    }

    Database database() {
        return database;
    }

    /** The people of a world of nodes. */
    NodeUsers nodeUsers() {
        return (NodeUsers) users;
    }

    /** The people of a world of applications. */
    AppUsers appUsers() {
        return (AppUsers) users;
    }

    FakeAgents agents() {
        return agents;
    }

    SimRoles roles() {
        return roles;
    }

    SiteId site() {
        return site;
    }

    Company company() {
        return company;
    }

    /** The director that acts, or that somebody talks to. */
    SimDirector director() {
        return company.director();
    }
}
