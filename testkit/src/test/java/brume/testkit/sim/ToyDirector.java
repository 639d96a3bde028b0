package brume.testkit.sim;

import brume.core.agent.Bootstrap;
import brume.core.agent.EnrolRequest;
import brume.core.agent.NodeConfig;
import brume.core.agent.NodeReport;
import brume.core.agent.RoleConfig;
import brume.core.driver.CloudDriver;
import brume.core.driver.CreateKey;
import brume.core.driver.DriverException;
import brume.core.driver.Flavor;
import brume.core.driver.InstanceSpec;
import brume.core.driver.ObservedInstance;
import brume.core.driver.PowerState;
import brume.core.driver.Tags;
import brume.core.id.InstanceId;
import brume.core.quantity.Bytes;
import brume.core.quantity.Millicores;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/** As little of a director as the simulator can be tried on. Its rows are its disk; it has nothing else in memory. */
final class ToyDirector implements AgentPort {
    static final String DEPLOYMENT = "toy";

    /** Mistakes to plant. */
    enum Mistake {
        NO_FENCE,
        NO_SWEEPER,
        FORGETS_DELETION
    }

    private static final class Row {
        private final InstanceId id;
        private long generation = 1;
        private boolean dying;
        private boolean dead;
        private Instant next = Instant.MIN;
        private Instant attemptedAt = Instant.MIN;
        private String owner = "";

        private Row(InstanceId id) {
            this.id = id;
        }
    }

    private final CloudDriver driver;
    private final InstantSource clock;
    private final Runnable commit;
    private final Set<Mistake> mistakes;
    private final Map<InstanceId, Row> rows = new LinkedHashMap<>();
    private final Map<String, Instant> orphans = new HashMap<>();
    private Instant nextSweep = Instant.MIN;
    private long made;

    ToyDirector(CloudDriver driver, InstantSource clock, Runnable commit, Set<Mistake> mistakes) {
        this.driver = driver;
        this.clock = clock;
        this.commit = commit;
        this.mistakes = mistakes;
    }

    void wantOneMore() {
        InstanceId id = new InstanceId(new UUID(0, ++made));
        rows.put(id, new Row(id));
        commit.run();
    }

    void wantOneLess() {
        rows.values().stream().filter(r -> !r.dying).findFirst().ifPresent(row -> {
            row.dying = true;
            row.next = Instant.MIN;
        });
        commit.run();
    }

    List<Move> moves() {
        Instant now = clock.instant();
        List<Move> due = new ArrayList<>();
        for (Row row : rows.values()) {
            if (!row.dead && !row.next.isAfter(now)) {
                due.add(Move.of("pass over " + row.id, () -> guarded(row)));
            }
        }
        if (!nextSweep.isAfter(now) && !mistakes.contains(Mistake.NO_SWEEPER)) {
            due.add(Move.of("sweep", this::sweep));
        }
        return due;
    }

    Optional<Instant> nextEvent() {
        return Stream.concat(
                        rows.values().stream().filter(r -> !r.dead).map(r -> r.next),
                        mistakes.contains(Mistake.NO_SWEEPER) ? Stream.empty() : Stream.of(nextSweep))
                .min(Instant::compareTo);
    }

    List<String> wanted() {
        return rows.values().stream().filter(r -> !r.dying).map(r -> r.id + "." + r.generation).toList();
    }

    List<String> unsettled() {
        return rows.values().stream().filter(r -> r.dying && !r.dead).map(r -> r.id + " is not gone yet").toList();
    }

    private void guarded(Row row) {
        try {
            reconcile(row);
        } catch (DriverException failure) {
            row.next = clock.instant().plusSeconds(5);
        }
        commit.run();
    }

    private void reconcile(Row row) {
        row.next = clock.instant().plusSeconds(10);
        List<ObservedInstance> seen = driver.list().stream()
                .filter(m -> m.tags().instance().equals(row.id))
                .sorted(Comparator.comparing(ObservedInstance::ref))
                .toList();
        Duration lag = driver.capabilities().listingLag();
        Instant certain = row.attemptedAt.isBefore(Instant.EPOCH) ? Instant.MIN : row.attemptedAt.plus(lag);
        if (row.dying) {
            if (mistakes.contains(Mistake.FORGETS_DELETION)) {
                row.dead = true;
                return;
            }
            seen.forEach(m -> driver.remove(m.ref()));
            row.dead = seen.isEmpty() && !clock.instant().isBefore(certain);
            return;
        }
        List<ObservedInstance> usable = seen.stream()
                .filter(m -> m.tags().generation() == row.generation && m.power() != PowerState.FAILED && m.power() != PowerState.STOPPING)
                .toList();
        for (ObservedInstance machine : seen) {
            boolean keep = !usable.isEmpty() && machine.ref().equals(usable.getFirst().ref());
            if (!keep) {
                driver.remove(machine.ref());
            } else if (machine.power() == PowerState.STOPPED) {
                driver.start(machine.ref());
            }
        }
        if (seen.isEmpty()) {
            make(row, certain);
        } else if (usable.isEmpty()) {
            row.generation++;
            row.owner = "";
        }
    }

    private void make(Row row, Instant certain) {
        if (clock.instant().isBefore(certain)) {
            return;
        }
        if (!row.owner.isEmpty()) {
            row.generation++; // what owned the identity is gone for good
            row.owner = "";
        }
        row.attemptedAt = clock.instant();
        commit.run();
        Bootstrap orders = new Bootstrap(DEPLOYMENT, List.of(), "", row.id.toString(), row.generation, "token");
        InstanceSpec spec = new InstanceSpec(
                "toy-" + row.id.value().getLeastSignificantBits() + "-" + row.generation, "services",
                new Flavor(Millicores.ofCores(1), Bytes.ofMiB(1), Bytes.ofMiB(1)), new Tags(DEPLOYMENT, row.id, row.generation), Optional.empty(),
                orders.instance() + " " + orders.generation(), List.of());
        driver.create(spec, new CreateKey(row.id, row.generation));
    }

    private void sweep() {
        Instant now = clock.instant();
        nextSweep = now.plusSeconds(30);
        try {
            List<ObservedInstance> listed = driver.list();
            orphans.keySet().retainAll(listed.stream().map(m -> m.ref().value()).toList());
            for (ObservedInstance machine : listed) {
                Row row = rows.get(machine.tags().instance());
                boolean claimed = row != null && !row.dead;
                Instant since = orphans.computeIfAbsent(machine.ref().value(), ignored -> now);
                if (claimed) {
                    orphans.remove(machine.ref().value());
                } else if (since.plusSeconds(60).isBefore(now)) {
                    driver.remove(machine.ref());
                }
            }
        } catch (DriverException failure) {
            nextSweep = now.plusSeconds(5);
        }
    }

    static Optional<Bootstrap> read(String text) {
        List<String> words = List.of(text.split(" ", -1));
        return Optional.of(new Bootstrap(DEPLOYMENT, List.of(), "", words.getFirst(), Long.parseLong(words.getLast()), "token"));
    }

    @Override
    public EnrolAnswer enrol(EnrolRequest request) {
        Row row = rows.get(InstanceId.parse(request.instance()));
        if (row == null || row.dying || row.generation != request.generation()) {
            return new Refused("not-wanted");
        }
        if (!mistakes.contains(Mistake.NO_FENCE) && !row.owner.isEmpty() && !row.owner.equals(request.csr())) {
            row.generation++; // the owner may be the duplicate that was removed; a new generation leaves no doubt
            row.owner = "";
            commit.run();
            return new Refused("token-used");
        }
        row.owner = request.csr();
        commit.run();
        return new Enrolled(request.instance() + " " + request.generation());
    }

    @Override
    public ConfigAnswer config(String certificate, long after) {
        List<String> words = List.of(certificate.split(" ", -1));
        Row row = rows.get(InstanceId.parse(words.getFirst()));
        if (row == null || row.dying) {
            return new Refused("gone");
        }
        long fence = Long.parseLong(words.getLast());
        return after >= 1 ? new Unchanged() : new Config(new NodeConfig(1, fence, List.of(new RoleConfig("toy.role", "{}", List.of()))));
    }

    @Override
    public ReportAnswer report(String certificate, NodeReport report) {
        Row row = rows.get(InstanceId.parse(List.of(certificate.split(" ", -1)).getFirst()));
        return row != null && row.generation > report.fence() ? new StaleFence() : new Accepted();
    }

    @Override
    public boolean waiting(String certificate, long after) {
        return after < 1;
    }
}
