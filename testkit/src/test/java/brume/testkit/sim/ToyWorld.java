package brume.testkit.sim;

import brume.core.driver.ObservedInstance;
import brume.testkit.contract.ForeignResource;
import brume.testkit.fake.FakeCloud;
import brume.testkit.fake.FakeCloudSettings;
import brume.testkit.fake.FakeFaults;
import brume.testkit.sim.ToyDirector.Mistake;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** The toy director with its cloud and its agents. */
final class ToyWorld implements World {
    private final FakeCloud cloud;
    private final ToyDirector director;
    private final FakeAgents agents;
    private final CrashPoint crashes;
    private final VirtualClock clock;
    private final ForeignResource foreign;
    private boolean calm;

    private ToyWorld(SimRandom random, VirtualClock clock, FakeCloudSettings settings, Set<Mistake> mistakes) {
        this.clock = clock;
        this.cloud = new FakeCloud(settings, clock, random.of("cloud"));
        cloud.faults(FakeFaults.wild());
        this.foreign = cloud.foreignMachine("somebody-else");
        this.crashes = CrashPoint.byChance(random.of("crashes"), 0.02);
        this.director = new ToyDirector(cloud.driver(ToyDirector.DEPLOYMENT, crashes), clock, () -> crashes.pass("commit"), mistakes);
        this.agents = new FakeAgents(cloud, clock, ToyDirector::read, director, RoleBehaviour.OBEDIENT);
    }

    static Trace play(long seed, FakeCloudSettings settings, Set<Mistake> mistakes) {
        SimRandom random = new SimRandom(seed);
        VirtualClock clock = new VirtualClock();
        Trace trace = new Trace(clock);
        new Simulation(clock, random, trace, SimulationLimits.USUAL).play(new ToyWorld(random, clock, settings, mistakes));
        return trace;
    }

    @Override
    public List<Move> moves() {
        List<Move> moves = new ArrayList<>(director.moves());
        moves.addAll(agents.moves());
        if (!calm) {
            moves.add(Move.of("user wants one more", director::wantOneMore));
            moves.add(Move.of("user wants one less", director::wantOneLess));
        }
        return moves;
    }

    @Override
    public Optional<Instant> nextEvent() {
        Instant now = clock.instant();
        return Stream.of(director.nextEvent(), agents.nextEvent(), cloud.nextChange())
                .flatMap(Optional::stream)
                .filter(at -> at.isAfter(now))
                .min(Instant::compareTo);
    }

    @Override
    public void restart(SimulatedCrash crash) {
        Objects.requireNonNull(crash); // all that the toy knows is in its rows
    }

    @Override
    public void calm() {
        calm = true;
        cloud.calm();
        crashes.calm();
    }

    @Override
    public List<String> unsettled() {
        List<String> left = new ArrayList<>(director.unsettled());
        if (!new TreeSet<>(director.wanted()).equals(new TreeSet<>(runningCopies()))) {
            left.add("wanted " + director.wanted() + ", running " + runningCopies());
        }
        List<String> machines = cloud.truth().stream().map(ToyWorld::identity).toList();
        if (machines.size() != director.wanted().size()) {
            left.add("machines " + machines);
        }
        return left;
    }

    private List<String> runningCopies() {
        return agents.running().stream()
                .filter(FakeAgent::copyRuns)
                .map(a -> a.bootstrap().instance() + "." + a.bootstrap().generation())
                .toList();
    }

    private static String identity(ObservedInstance machine) {
        return machine.tags().instance() + "." + machine.tags().generation() + " " + machine.power();
    }

    @Override
    public List<Invariant> invariants() {
        return List.of(
                agents.oneCopyPerFence(),
                new Invariant("nothing foreign is ever touched", () -> cloud.foreignAttempts().stream().findFirst()),
                new Invariant("what is foreign stays", () -> foreign.untouched() ? Optional.empty() : Optional.of(foreign.handle())));
    }

    @Override
    public List<Invariant> invariantsAtRest() {
        return List.of(new Invariant("what is wanted runs", () -> unsettled().stream().findFirst()));
    }
}
